"""The table of commands and facts is whole, and every door of it refuses in words."""

from typing import get_args

import pytest

from rules.names import COMMAND_NAMES, NAMES, command_name, name_of
from rules.people import people_of, roles_of
from rules.registry import CONSEQUENCES, OPEN, RULES, allowed_now, decide
from rules.sentences import TOLD
from schemas.case import Stage
from schemas.commands import COMMANDS, Command, DeclineInterview, LeaveNote, Result
from schemas.examples import example_of
from schemas.facts import Fact
from schemas.people import Role
from schemas.policy import Colour, DutyKind, EvidenceKind, Letter, Speed
from schemas.returns import Returning
from schemas.words import Refusal, Text
from tests.rules import town
from tests.rules.life import Life
from tests.rules.sentence import assert_sentence
from tests.rules.stages import AT

FACTS = get_args(get_args(Fact)[0])
ENUMS = (Stage, Role, Colour, Speed, Letter, Returning, DutyKind, EvidenceKind, Result)


def asked(name: str, by: str) -> Command:
    written = example_of(COMMANDS[name]) | {"id": "c1", "actor": by}
    return COMMANDS[name].model_validate(written)


def refusal_of(stage: Stage, name: str, by: str) -> Text:
    life = AT[stage]()
    with pytest.raises(Refusal) as caught:
        decide(life.case, asked(name, by), life.now)
    assert_sentence(caught.value.reason)
    return caught.value.reason


def test_every_command_has_a_decision_and_every_decision_a_command() -> None:
    assert set(RULES) == set(COMMANDS.values())


def test_every_fact_has_a_consequence_and_a_sentence() -> None:
    assert set(CONSEQUENCES) == set(FACTS)
    assert set(TOLD) == set(FACTS)


def test_every_command_has_a_name_and_every_name_a_command() -> None:
    assert set(COMMAND_NAMES) == set(COMMANDS)


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_word_of_the_house_has_a_name_in_both_languages(enum: type[Stage]) -> None:
    for value in enum:
        assert name_of(value).zh
        assert name_of(value).en


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_no_two_words_of_one_kind_share_a_name(enum: type[Stage]) -> None:
    for language in ("zh", "en"):
        named = [getattr(name_of(value), language) for value in enum]
        assert len(named) == len(set(named))


def test_words_that_are_written_alike_keep_their_own_names() -> None:
    assert Speed.LONG_TERM.value == Result.LONG_TERM.value
    assert (name_of(Speed.LONG_TERM).zh, name_of(Result.LONG_TERM).zh) == ("长期整改", "长期坚持")
    assert set(NAMES) == set(ENUMS)


def test_no_two_commands_share_a_name() -> None:
    for language in ("zh", "en"):
        named = [getattr(name, language) for name in COMMAND_NAMES.values()]
        assert len(named) == len(set(named))


def test_an_unknown_command_is_called_as_it_was_sent() -> None:
    assert command_name("approve_everything").zh == "approve_everything"


@pytest.mark.parametrize("name", COMMANDS)
def test_nobody_without_a_role_asks_for_anything(name: str) -> None:
    why = refusal_of(next(iter(RULES[COMMANDS[name]].when)), name, "stranger")
    assert "stranger" in why.zh
    assert "没有角色" in why.zh


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_out_of_its_stage_is_refused_with_the_stage_and_what_is_allowed(name: str) -> None:
    for stage in set(AT) - set(RULES[COMMANDS[name]].when):
        why = refusal_of(stage, name, "office")
        assert name_of(stage).zh in why.zh
        assert name_of(stage).en in why.en
        assert "您现在可以" in why.zh
        assert "Allowed to you now" in why.en


def test_who_is_allowed_nothing_is_told_so() -> None:
    why = refusal_of(Stage.SETTLED, "hand_over", "office")
    assert "您现在可以：没有可办理的事项。" in why.zh
    assert "Allowed to you now: nothing." in why.en


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_by_the_wrong_person_is_refused_and_the_right_roles_are_named(name: str) -> None:
    rule = RULES[COMMANDS[name]]
    tried = 0
    for stage in rule.when:
        life = AT[stage]()
        roles = rule.by(life.case)
        wrong = [person for person in town.EVERYBODY if not set(roles_of(life.case, person)) & set(roles)]
        if not roles or (stage is Stage.ASSIGNING and wrong[:1] == ["leader"]):
            continue
        for person in wrong:
            if roles_of(life.case, person):
                why = refusal_of(stage, name, person)
                assert name_of(roles[0]).zh in why.zh
                assert name_of(roles[0]).en in why.en
                tried += 1
    assert tried or not any(rule.by(AT[stage]().case) for stage in rule.when)


@pytest.mark.parametrize("stage", AT)
def test_a_command_for_which_nothing_waits_lets_nobody_through(stage: Stage) -> None:
    case = AT[stage]().case
    idle = [kind for kind, rule in RULES.items() if stage in rule.when and not rule.by(case)]
    assert idle or stage is Stage.SETTLED
    for kind in idle:
        for person in ("office", "handler"):
            if roles_of(case, person):
                assert "现在没有需要办理" in refusal_of(stage, kind.name, person).zh


@pytest.mark.parametrize("stage", AT)
def test_the_office_can_always_do_something_until_the_case_is_settled(stage: Stage) -> None:
    allowed = allowed_now(AT[stage]().case, "office")
    assert bool(allowed) is (stage is not Stage.SETTLED)
    assert ("hand_over" in allowed) is (stage is not Stage.SETTLED)


@pytest.mark.parametrize("stage", AT)
def test_whoever_owes_something_is_allowed_something(stage: Stage) -> None:
    case = AT[stage]().case
    for duty in case.duties:
        for person in people_of(case, duty.owed_by):
            assert allowed_now(case, person.id)


def test_each_stage_is_played_and_open_stages_are_those_between_opening_and_end() -> None:
    assert {stage: life().case.stage for stage, life in AT.items()} == {stage: stage for stage in AT}
    assert set(OPEN) == set(AT) - {Stage.SETTLED}


def test_a_suspended_case_allows_only_what_no_clock_is_needed_for() -> None:
    life = AT[Stage.RECTIFYING]()
    life.do(COMMANDS["suspend"], "principal", reason="汛期", until=life.day(20))
    allowed = set(allowed_now(life.case))
    assert {"resume", "hand_over", "leave_note", "request_withdrawal", "call_interview"} <= allowed
    assert not allowed & {"report_progress", "report_done", "request_extension", "suspend", "submit_evidence"}


@pytest.mark.parametrize(
    ("stage", "command"),
    [(Stage.REVIEWING, "approve_closure"), (Stage.REVIEWING, "refuse_closure"), (Stage.RECTIFYING, "suspend")],
)
def test_nobody_is_offered_what_he_is_barred_from(stage: Stage, command: str) -> None:
    life = AT[stage]()
    if stage is Stage.REVIEWING:
        life.approved_up_to(Role.OFFICE)
        life.do(COMMANDS["hand_over"], "office", leaver="handler", successor=town.person("clerk"), reason="调动")
        free, barred = "office", "clerk"
    else:
        deputy = (town.STANDING.principal[0], town.person("deputy"))
        life = Life(standing=town.STANDING.model_copy(update={"principal": deputy})).at_work()
        life.do(COMMANDS["hand_over"], "office", leaver="handler", successor=town.person("deputy"), reason="调动")
        free, barred = "principal", "deputy"
    assert command in allowed_now(life.case, free)
    assert command not in allowed_now(life.case, barred)


@pytest.mark.parametrize("actor", ["一\r\n二", "\x1b[2J", "\u202e倒", "a\tb"])
def test_what_a_stranger_calls_himself_stays_on_one_line(actor: str) -> None:
    said = Life().refused(LeaveNote, actor, text="批示")
    assert said.zh.isprintable()
    assert said.en.isprintable()


def test_an_endless_duty_id_is_quoted_in_part() -> None:
    said = Life().refused(DeclineInterview, "office", duty="x" * 30_000, reason="不必")
    assert len(said.zh) < 2_500
