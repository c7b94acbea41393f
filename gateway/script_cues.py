"""When the people of a rehearsal act, judged by the case alone: the same script plays on a slow and on a fast clock."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple, Self

from pydantic import ValidationError

from gateway.field_words import fields_in_codes
from gateway.script_payloads import command_kind, filled
from rules.people import people_of
from rules.rectifying import missing_evidence
from rules.working_days import shift
from schemas.case import Case, InterviewState, LookBackState
from schemas.commands import Command
from schemas.duty import Duty, kind_and_step
from schemas.misreading import explain
from schemas.people import Role, Roster
from schemas.policy import DutyKind
from schemas.script import OWNER, Act, When
from schemas.time import Span
from schemas.values import PersonId
from schemas.words import Refusal, text

MOST_TRIES = 3
_PARTS = frozenset((OWNER, *Role))

_Condition = tuple[Callable[[Case], object], object]


class Cue(NamedTuple):
    """An act whose moment has come, the duty that it answers, and a name for this very occasion."""

    act: Act
    duty: Duty | None
    occasion: str
    place: int  # of the act in its script
    at: dt.datetime


class _Waiting(NamedTuple):
    """An act in its place, and what it waits for, put together once for all looks at the case."""

    place: int
    act: Act
    conditions: tuple[_Condition, ...]
    step: str | None
    before_due: Span | None

    @classmethod
    def of(cls, place: int, act: Act) -> Self:
        before_due = None if act.when.left is None else -act.when.left
        return cls(place, act, _conditions(act.when), act.about_step, before_due)

    def is_about(self, duty: Duty) -> bool:
        of, step = self.act.when.of, self.step
        return of in (None, duty.owed_by) and (step is None or step == kind_and_step(duty.id)[1])

    def suits(self, case: Case) -> bool:
        return all(look(case) == wanted for look, wanted in self.conditions)

    def occasion(self, case: Case, duty: Duty | None) -> str:
        about = f"{duty.id}:{case.refusals}" if duty else "once"
        return f"{self.place}:{self.act.do}:{about}"

    def opens(self, case: Case, duty: Duty | None) -> dt.datetime | None:
        """Return the instant before which its moment can't come, however the case stands."""
        when = self.act.when
        opens = [_moved(case, case.opening.fed_back_at, when.day)] if when.day is not None else []
        if duty is not None and when.overdue:
            opens.append(duty.deadline.at)
        if duty is not None and self.before_due is not None:
            opens.append(_moved(case, duty.deadline.at, self.before_due))
        return max(opens) if opens else None

    def closes(self, duty: Duty | None) -> dt.datetime | None:
        """Return the instant from which on its moment can't come, however the case stands."""
        return duty.deadline.at if duty is not None and self.act.when.overdue is False else None


class _Asked(NamedTuple):
    """An act for which the case stands as it asks, and from when until when its moment may come."""

    place: int
    act: Act
    duty: Duty | None
    occasion: str
    opens: dt.datetime | None
    closes: dt.datetime | None

    def is_time(self, now: dt.datetime) -> bool:
        return (self.opens is None or self.opens <= now) and (self.closes is None or now < self.closes)


class Cues:
    """What the people of one item have done so far, and what is next."""

    def __init__(self, acts: tuple[Act, ...], roster: Roster) -> None:
        self._waiting: dict[DutyKind | None, list[_Waiting]] = defaultdict(list)
        for place, act in enumerate(acts):
            self._waiting[act.when.owes].append(_Waiting.of(place, act))
        self._roster = roster
        self._looked_at: Case | None = None  # the latest case, and the acts that it asks for
        self._found: list[_Asked] = []
        self._since: dict[str, dt.datetime] = {}
        self._tries: dict[str, int] = {}
        self._played: set[str] = set()
        self._latest: dict[int, dt.datetime] = {}  # when each act was last played

    def next(self, case: Case, now: dt.datetime) -> Cue | None:
        """Return the first act whose moment has come; call it at each change, and when `wake` says or every now and then."""
        ready = [asked for asked in self._asked(case) if asked.is_time(now) and self._has_waited(case, asked, now)]
        return Cue(ready[0].act, ready[0].duty, ready[0].occasion, ready[0].place, now) if ready else None

    def wake(self, case: Case, now: dt.datetime) -> dt.datetime | None:
        """Return the next instant at which, if the case stays as it is, an act's moment may come; None where none will.

        Who looks at each change and at these instants sees every act in its very moment.
        """
        return min((at for at in self._moments(case, now) if at > now), default=None)

    def command(self, cue: Cue, case: Case, now: dt.datetime) -> Command:
        """Return the command to send; the same occasion has the same id, so that sending twice does it once.

        A Refusal where the script's payload is no such command.
        """
        tries = self._tries.get(cue.occasion, 0)
        kind = command_kind(cue.act, case)
        payload = filled(cue.act, cue.duty, case, self._roster, now)
        payload["id"] = f"rehearsal:{case.id}:{cue.occasion}:{tries}"[:128]
        payload["actor"] = _actor(cue, case)
        try:
            return kind.model_validate(fields_in_codes(kind, payload) if cue.act.is_step else payload)
        except ValidationError as error:
            why = explain(kind, error).reason
            said = text(f"脚本中 {cue.act.do} 有误：{why.zh}", f"{cue.act.do} in the script is wrong: {why.en}")
            raise Refusal(said) from error

    def played(self, cue: Cue) -> None:
        """Note that the command was taken."""
        self._note(cue)

    def refused(self, cue: Cue) -> bool:
        """Note that the command was refused, and say whether it will be tried again."""
        tries = self._tries[cue.occasion] = self._tries.get(cue.occasion, 0) + 1
        self._since.pop(cue.occasion, None)
        if tries >= MOST_TRIES:
            self._note(cue)
        return tries < MOST_TRIES

    def _moments(self, case: Case, now: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the instants at which something becomes true that an act waits for."""
        for asked in self._asked(case):
            if asked.opens:
                yield asked.opens
            if since := self._since.get(asked.occasion):
                yield _moved(case, since, asked.act.when.after)
            if (latest := self._latest.get(asked.place)) and now - latest <= case.policy.clock.day_length:
                yield _next_morning(case, latest)

    def _asked(self, case: Case) -> list[_Asked]:
        """Return the acts left for which the case stands as they ask, whatever the time, each with a duty that it answers."""
        if case is not self._looked_at:
            self._looked_at, self._found = case, list(self._look(case))
        return self._found

    def _look(self, case: Case) -> Iterator[_Asked]:
        found: list[tuple[_Waiting, Duty | None]] = [(act, None) for act in self._waiting.get(None, ())]
        for duty in case.duties:
            found += [(act, duty) for act in self._waiting.get(duty.kind, ()) if act.is_about(duty)]
        for act, answered in sorted(found, key=_place):
            if act.suits(case) and (occasion := act.occasion(case, answered)) not in self._played:
                opens, closes = act.opens(case, answered), act.closes(answered)
                yield _Asked(act.place, act.act, answered, occasion, opens, closes)

    def _has_waited(self, case: Case, asked: _Asked, now: dt.datetime) -> bool:
        since = self._since.setdefault(asked.occasion, now)
        # Never twice on one day, but for duties that were owed at once: one that is renewed each time it is answered
        # (progress) would be answered without end.
        latest = self._latest.get(asked.place)
        beside = latest is not None and asked.duty is not None and asked.duty.since < latest
        again = latest is not None and not beside and now < _next_morning(case, latest)
        return not again and now >= _moved(case, since, asked.act.when.after)

    def _note(self, cue: Cue) -> None:
        self._looked_at = None
        self._played.add(cue.occasion)
        self._latest[cue.place] = cue.at


def _place(found: tuple[_Waiting, Duty | None]) -> int:
    return found[0].place


def _next_morning(case: Case, at: dt.datetime) -> dt.datetime:
    clock = case.policy.clock
    return clock.instant_of(clock.date_of(at) + dt.timedelta(days=1), clock.office_opens)


def _conditions(when: When) -> tuple[_Condition, ...]:
    """Return what an act asks of the case, beside its duties: what is looked at, and what it must be."""
    asked: list[_Condition] = [(look, getattr(when, name)) for name, look in _IS_SO.items()]
    asked = [(look, wanted) for look, wanted in asked if wanted is not None]
    least = when.interviews_held or 0
    if least:
        asked.append((lambda case: _held(case) >= least, True))
    return tuple(asked)


def _held(case: Case) -> int:
    return sum(interview.state is InterviewState.HELD for interview in case.interviews)


def _open_look_back(case: Case) -> int | None:
    return next((look.number for look in case.look_backs if look.state is LookBackState.OPEN), None)


_IS_SO: dict[str, Callable[[Case], object]] = {
    "stage": lambda case: case.stage,
    "round": lambda case: case.round,
    "refusals": lambda case: case.refusals,
    "plans_returned": lambda case: case.plans_returned,
    "extensions": lambda case: case.extensions,
    "missed": lambda case: case.interviews[-1].missed if case.interviews else 0,
    "look_back": _open_look_back,
    "kept_open": lambda case: case.kept_open is not None,
    "evidence_complete": lambda case: not missing_evidence(case),
}


def _moved(case: Case, start: dt.datetime, span: Span) -> dt.datetime:
    return shift(case.calendar, case.policy.clock, start, span).at if span.count else start


def _actor(cue: Cue, case: Case) -> PersonId:
    if cue.act.actor not in _PARTS:
        return cue.act.actor
    role = cue.duty.owed_by if cue.duty and cue.act.actor == OWNER else Role(cue.act.actor)
    people, barred = people_of(case, role), cue.duty.barred if cue.duty else ()
    return next((person.id for person in people if person.id not in barred), people[0].id)
