"""People who do again what the record says they did, at the instants at which they did it, under whatever rules."""

import datetime as dt
from collections import Counter, deque
from collections.abc import Collection, Sequence

from gateway.foreseeing.judging import as_judged
from rules.cases import Outcome, carry_out
from rules.chain import unsealed
from rules.deeds import Deed, deeds
from rules.duties import duty_by_id
from rules.spells import Step
from schemas.case import Case, InterviewState
from schemas.commands import CallInterview, Command
from schemas.values import DutyId
from schemas.words import Refusal


class Recorded:
    """The people of one case; what the rules refuse them is counted by the command's name."""

    def __init__(self, told: Sequence[Step], without: Collection[str] = ()) -> None:
        """Take what a case's record tells, without the commands of some names."""
        clock = told[0].after.policy.clock
        self._before = {step.entry.number: step.before for step in told}
        self._left: deque[Deed] = deque(
            deed for deed in deeds((step.entry for step in told), clock) if deed.command.name not in without
        )
        self.deeds = len(self._left)
        self.refused: Counter[str] = Counter()

    def act(self, case: Case, now: dt.datetime) -> Outcome | None:
        """Do the next thing that was done by now, that the policy asks for and that is not refused."""
        while self._left and self._left[0].at <= now:
            deed = self._left.popleft()
            before = self._before[deed.number]
            command = as_judged(_as_meant(deed.command, before, case), before, case)
            if command is None:
                continue
            try:
                return carry_out(case, command, now, unsealed)
            except Refusal:
                self.refused[deed.command.name] += 1
        return None

    def wake(self, _case: Case, _now: dt.datetime) -> dt.datetime | None:
        """Return when the next thing was done."""
        return self._left[0].at if self._left else None


def _as_meant(command: Command, before: Case, case: Case) -> Command:
    """Return a command about the same duty or interview, which other rules may have given another number."""
    update: dict[str, object] = {}
    if (duty := getattr(command, "duty", None)) is not None:
        update["duty"] = _same_duty(duty, before, case) or (None if isinstance(command, CallInterview) else duty)
    if (number := getattr(command, "interview", None)) is not None:
        update["interview"] = _same_interview(number, before, case) or number
    return command.model_copy(update=update) if update else command


def _same_duty(duty_id: DutyId, before: Case, case: Case) -> DutyId | None:
    meant = duty_by_id(before, duty_id)
    if meant is None:
        return None
    alike = [duty for duty in case.duties if duty.kind is meant.kind]
    # The one of that number first, then the one about the same thing, then any of that kind.
    alike.sort(key=lambda duty: (duty.id != meant.id, duty.subject != meant.subject))
    return alike[0].id if alike else None


def _same_interview(number: int, before: Case, case: Case) -> int | None:
    meant = next(interview for interview in before.interviews if interview.number == number)
    waiting = [i for i in case.interviews if i.interviewee is meant.interviewee and i.state is InterviewState.CALLED]
    waiting.sort(key=lambda interview: interview.number != number)
    return waiting[0].number if waiting else None
