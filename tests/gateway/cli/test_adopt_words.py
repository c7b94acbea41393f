"""What is said of an adoption and of an undo: to what each case goes, how many, and what became of them."""

import pytest

from gateway.adopting.applying import Applied
from gateway.adopting.foreseeing import Outlook, look_ahead
from gateway.adopting.proposals import Wish, adopt_policy, go_back
from gateway.cli.adopt_report import report
from gateway.cli.adopt_words import question, summary
from gateway.cli.terminal import Terminal
from schemas.entries import Entry
from schemas.facts import PolicyAdopted
from schemas.values import CaseId
from schemas.words import text
from tests.rules import town
from tests.rules.life import Life

WISH = Wish("principal", "某委〔2026〕9号")


def undo() -> Outlook:
    """Three that adopted it, of which one had something else before, and one that never did."""
    lives = [Life(case_id=f"t/{number}") for number in range(1, 5)]
    lives[0].carry_out(adopt_policy(lives[0].case, town.EASY, WISH))
    for life in lives[:3]:
        life.carry_out(adopt_policy(life.case, town.HASTY, WISH))
    outlook, back = Outlook(), go_back("policy", lambda case: case.policy == town.HASTY, WISH)
    look_ahead([life.case for life in lives], {life.case.id: told(life) for life in lives}, back, lives[0].now, outlook)
    return outlook


def told(life: Life) -> list[Entry]:
    return [entry for entry in life.entries if isinstance(entry.fact, PolicyAdopted)]


def test_an_undo_names_each_policy_that_it_goes_back_to_with_the_number_of_cases() -> None:
    asked = question(undo(), back=True).zh
    assert asked.startswith("3 项撤回，回到")
    assert f"（版本 {town.COUNTY.version}）2 项" in asked
    assert f"（版本 {town.EASY.version}）1 项" in asked


def test_an_undo_is_no_adoption() -> None:
    said = "".join(sentence.zh for sentence in summary(undo(), back=True))
    assert "可撤回 3 项，没有可撤回的 1 项" in said
    assert "原已如此" not in said


def test_what_each_case_became_is_counted_apart_and_given_in_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    outlook = undo()
    ids = [CaseId(f"t/{number}") for number in range(1, 4)]
    became = Applied(applied={ids[0]: 5}, failed={ids[1]: text("坏了", "broken")}, unanswered={ids[2]})
    became.unrecorded = [ids[0]]
    assert report(Terminal(), outlook, became, [], back=True) == 4
    said = capsys.readouterr().err
    assert "已撤回 1 项，没有可撤回的 1 项，不予撤回 0 项，没有办成 1 项，没有等到答复 1 项，未办 0 项" in said
    assert "t/3：已经要求，没有等到答复" in said
    assert "t/1：已办，台账还没有记到" in said
    assert "原因消除后再运行同一命令" in said


@pytest.mark.parametrize(("back", "advice"), [(False, "再运行同一命令办完，再用 bihuan adopt undo 撤回"), (True, "")])
def test_what_was_asked_before_an_interruption_may_still_be_done_and_it_is_said_how_to_see_it(
    capsys: pytest.CaptureFixture[str], *, back: bool, advice: str
) -> None:
    became = Applied(unanswered={CaseId("t/2"), CaseId("t/1")}, interrupted=True)
    assert report(Terminal(), Outlook(), became, [], back=back) == 130
    said = capsys.readouterr().err
    assert "已经发出的 2 项要求收不回来，工作进程稍后仍可能办理；办了没有" in said
    assert "bihuan show t/1 --live" in said
    assert (advice in said, "adopt undo" in said) == (True, not back)


@pytest.mark.parametrize(
    ("became", "code"),
    [
        (Applied(), 0),
        (Applied(unrecorded=[CaseId("t/1")]), 4),
        (Applied(refused={CaseId("t/1"): text("否", "no")}), 4),
        (Applied(unanswered={CaseId("t/1")}, away=True), 3),
        (Applied(unanswered={CaseId("t/1")}, interrupted=True), 130),
    ],
)
def test_the_exit_code_says_how_it_ended(became: Applied, code: int) -> None:
    assert report(Terminal(), Outlook(), became, [], back=False) == code
