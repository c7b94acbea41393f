"""What holds whatever people ask and however time jumps."""

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from rules.board import board
from rules.cases import carry_out, fold, let_time_pass, next_alarm
from rules.deadlines import due_after, put_off
from rules.sentences import tell
from rules.summary import summarise
from rules.working_days import shift
from schemas import commands as c
from schemas import facts as f
from schemas.case import Case
from schemas.commands import Command, Result
from schemas.entries import Entry
from schemas.policy import DutyKind, Speed
from schemas.values import DutyId
from schemas.words import Refusal
from tests.rules import town, units
from tests.rules.asking import some_command
from tests.rules.life import Life
from tests.rules.sentence import assert_sentence

BROUGHT_BY_TIME = (f.RungClimbed, f.InterviewCalled, f.LookBackOpened, f.Resumed)
STEPS = 40

JUMPS = st.sampled_from([dt.timedelta(minutes=1), *(dt.timedelta(days=n) for n in (1, 5, 20, 90, 400))])


class Witness:
    """Looks at each step of a case and remembers what must never change."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.seen = 0
        self.originals: dict[DutyId, dt.datetime] = {}
        self.letters: set[str] = set()

    def looks(self) -> None:
        case, entries = self.life.case, self.life.entries[self.seen :]
        self.seen = len(self.life.entries)
        self._never_goes_quiet(case)
        self._keeps_originals(case)
        self._keeps_caps(case)
        for entry in entries:
            self._numbers_letters(entry)
            assert tell(entry.fact).zh
            assert tell(entry.fact).en
        assert Case.model_validate_json(case.model_dump_json()) == case
        assert board(case, "zh")
        assert board(case, "en")
        assert summarise(case).head == case.head

    def _never_goes_quiet(self, case: Case) -> None:
        alarm = next_alarm(case)
        if case.settled:
            assert alarm is None
            assert case.duties == ()
            return
        assert alarm is not None, "an open case waits for nothing"
        assert case.duties or case.closed

    def _keeps_originals(self, case: Case) -> None:
        for duty in case.duties:
            assert self.originals.setdefault(duty.id, duty.original.at) == duty.original.at

    def _keeps_caps(self, case: Case) -> None:
        extension, calendar, clock = case.policy.extension, case.calendar, case.policy.clock
        assert case.extensions <= extension.most
        for duty in case.duties:
            if duty.deadline.rule.startswith("extension") and ";" not in duty.deadline.rule:
                cap = due_after(case, extension.longest, duty.original.at, "cap")
                assert duty.deadline.at <= put_off(case, cap, dt.timedelta(seconds=duty.put_off_seconds), "stood").at
        if case.suspension:
            since, until = case.suspension.since, case.suspension.until
            spent = dt.timedelta(seconds=case.suspended_seconds)
            first = case.first_suspended_at or since
            assert spent + (until - since) <= shift(calendar, clock, first, case.policy.suspension.longest).at - first

    def _numbers_letters(self, entry: Entry) -> None:
        number = getattr(entry.fact, "letter_number", None)
        if number:
            assert number not in self.letters
            self.letters.add(number)


def ask(life: Life, command: Command) -> None:
    """Give a command twice: it is refused in words, or has one effect and one receipt."""
    before = life.case
    unchanged = before.model_dump_json()
    try:
        done = life.carry_out(command)
    except Refusal as refusal:
        assert_sentence(refusal.reason)
        assert life.case is before
        return
    assert before.model_dump_json() == unchanged
    assert done.entries
    assert (done.receipt.first, done.receipt.last) == (done.entries[0].number, done.entries[-1].number)
    again = carry_out(life.case, command, life.now + dt.timedelta(days=1))
    assert again == (life.case, (), done.receipt)
    nobody_judges_himself(before, done.entries)


JUDGEMENTS = (
    *(f.PlanApproved, f.PlanReturned, f.LevelApproved, f.ClosureRefused, f.LookBackPassed, f.MatterDecided),
    *(f.PublicityPassed, f.ObjectionUpheld, f.Closed),
    *(f.ExtensionGranted, f.ExtensionDenied, f.Withdrawn, f.WithdrawalDenied, f.Suspended),
)


def nobody_judges_himself(before: Case, entries: tuple[Entry, ...]) -> None:
    for fact in (entry.fact for entry in entries):
        if isinstance(fact, JUDGEMENTS):
            assert not before.assignment or fact.by.id != before.assignment.handler.id, "the handler judges his work"
        match fact:
            case f.LevelApproved(by=by) if before.review:
                assert by.id != before.review.reported_by
            case f.PlanApproved(by=by) if before.plan:
                assert by.id != before.plan.by
            case f.ExtensionGranted(by=by) if before.extension:
                assert by.id != before.extension.asked_by
            case f.Withdrawn(by=by):
                assert by.id != before.withdrawal_asked_by
            case f.LookBackPassed(by=by) if before.closure:
                assert by.id not in before.closure.closers


def wait(life: Life, jump: dt.timedelta) -> None:
    """Let time pass: it warns, calls, opens and resumes, but never approves, closes or grants."""
    life.now += jump * (life.case.policy.clock.day_length / dt.timedelta(days=1))  # by the case's own clock
    case, entries = let_time_pass(life.case, life.now)
    assert all(isinstance(entry.fact, BROUGHT_BY_TIME) for entry in entries)
    assert all(getattr(entry.fact, "by", None) is None for entry in entries)
    assert let_time_pass(case, life.now) == (case, ()), "what was told is not told twice"
    alarm = next_alarm(case)
    assert alarm is None or alarm.at > life.now
    life.case = case
    life.entries.extend(entries)


@st.composite
def beginnings(draw: st.DrawFn) -> Life:
    assigned = draw(st.booleans())
    return Life(
        policy=draw(st.sampled_from(units.POLICIES)),
        standing=draw(st.sampled_from(units.STANDINGS)),
        speed=draw(st.sampled_from(Speed)),
        due=draw(st.sampled_from([None, dt.date(2026, 6, 30), dt.date(2024, 1, 1)])),
        assignment=town.ASSIGNMENT if assigned else None,
    )


def taken_over(life: Life) -> Life:
    """The work is handed over to one of those who are to judge it."""
    return life.do(c.HandOver, "office", leaver="handler", successor=town.person("clerk"), reason="调动")


FURTHER_ON: tuple[Callable[[Life], Life], ...] = (
    Life.at_work,
    lambda life: life.at_work().reported().approved_up_to_last(),
    lambda life: life.at_work().reported().closes(Result.LONG_TERM, met=False),
    lambda life: taken_over(life.at_work().reported().approved_up_to("office")),
    lambda life: taken_over(life.acknowledged().planned()),
    Life.closed,
    lambda _: Life(policy=units.SHOWN).at_work().reported().closes(),
    lambda life: life.closed().published().wait_for(DutyKind.LOOK_BACK),
    lambda life: life.closed().relapsed(),
)


@st.composite
def middles(draw: st.DrawFn) -> Life:
    return draw(st.sampled_from(FURTHER_ON))(Life())


@given(st.one_of(beginnings(), middles()), st.data())
def test_a_case_lives_by_its_rules_whatever_is_asked_of_it(life: Life, data: st.DataObject) -> None:
    pick: Callable[..., object] = lambda options: data.draw(st.sampled_from(options))  # noqa: E731
    witness = Witness(life)
    witness.looks()
    for serial in range(data.draw(st.integers(1, STEPS))):
        if data.draw(st.integers(0, 3)) == 0:
            wait(life, data.draw(JUMPS))
        else:
            ask(life, some_command(life.case, life.now, serial, pick))
        witness.looks()
    assert fold(life.entries) == life.case
    assert [entry.number for entry in life.entries] == list(range(1, len(life.entries) + 1))
