"""What is shown of a step beside the sentence about it."""

from gateway.cli.written_down import written_down
from rules.definitions.clue import Clue
from rules.definitions.publication import Publication
from schemas.steps import StepDone
from schemas.words import Language
from tests.rules.scripts import Play


def shown(play: Play, step: str, definition: str | None = None, language: Language = "zh") -> str:
    done = next(fact for fact in reversed(play.facts(StepDone)) if fact.step == step)
    return written_down(done, definition or play.name, language)


def test_what_was_written_is_shown_beside_what_was_chosen() -> None:
    play = Play(Publication).does("draft_notice", kind="result", where="单位网站", withheld="")
    assert shown(play, "draft_notice") == "在哪里：单位网站"
    play.does("vet_notice", agree=False, opinion="未写文号")
    assert shown(play, "vet_notice") == "意见：未写文号"
    assert shown(play, "vet_notice", language="en") == "opinion: 未写文号"


def test_a_step_without_a_form_of_its_own_shows_nothing_more() -> None:
    assert shown(Play(Clue).does("take_over"), "take_over") == ""


def test_evidence_is_shown_by_its_titles_and_a_date_as_it_is() -> None:
    play = Play(Clue)
    while not any(fact.step == "answer_clue" for fact in play.facts(StepDone)):
        play.goes_on()
    fact = next(fact for fact in play.facts(StepDone) if fact.step == "answer_clue")
    match fact.fields:
        case {"evidence": [{"title": str(title)}]}:  # as the example has it
            assert f"佐证材料：{title}" in shown(play, "answer_clue")
        case others:
            raise AssertionError(others)


def test_where_the_definition_is_not_here_all_of_it_is_shown_as_it_was_written() -> None:
    play = Play(Publication).does("draft_notice", kind="result", where="单位网站", withheld="")
    assert shown(play, "draft_notice", "elsewhere") == "kind：result；在哪里：单位网站"
