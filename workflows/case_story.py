"""What every story of a case needs: the case as it stands, its alarm, its minutes, and how it waits."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

import structlog
from temporalio import workflow
from temporalio.exceptions import ApplicationError

from rules.cases import carry_out, check, let_time_pass, next_alarm, note_refusal, open_case
from schemas.case import Case, Stage
from schemas.commands import Command
from schemas.entries import Entry
from schemas.facts import CommandRefused
from schemas.receipts import Receipt
from schemas.wire import REMEDIATION
from schemas.words import Refusal, Text, text
from workflows import continuing, face, finding, listening
from workflows.alarm_clock import AlarmClock
from workflows.answering import failure_of
from workflows.envelope import open_start
from workflows.inbox import Inbox
from workflows.keeping import Keeping
from workflows.minutes import Minutes
from workflows.storm import Storm

log = structlog.get_logger()


class CaseStory:
    """A case that hears commands and lets time pass; a story says in which order it waits for what."""

    def __init__(self, sent: Sequence[object]) -> None:
        self._alarm = AlarmClock()
        self._storm = Storm()
        self._inbox = Inbox()
        self._standing: list[asyncio.Task[None]] = []
        self._cancelled = False
        self._is_untraced = False
        self._boundary_was_due = False
        self._told_at_the_end = False
        self._unopened: Refusal | None = None
        # Here and not in run: messages that come with the start are heard before it.
        try:
            self._begin(open_start(sent))
            _let_go(sent)
        except Refusal as refusal:  # told by `open`: what fails before `run` would be tried for ever
            self._unopened = refusal

    def _begin(self, case: Case) -> None:
        told = case.opening.procedure.name if case.opening.procedure else REMEDIATION
        if told != (asked := workflow.info().workflow_type):
            raise Refusal(text(f"这是“{told}”事项，不能由“{asked}”办理。", f"The case is a “{told}”, not a “{asked}”."))
        opened, entries = open_case(case.opening, workflow.now()) if case.stage is Stage.NEW else (case, ())
        listening.begin(case.head)
        self.minutes = Minutes(case)
        self._keeping = Keeping(self.minutes)
        self._record(opened, entries)

    async def open(self) -> None:
        """Begin to listen; refuse a start that no rule can take, or under a name that is not the case's."""
        self.demand_case()
        if workflow.info().workflow_id != self.case.id:
            raise ApplicationError(f"工作流编号必须是 {self.case.id}。 / The workflow id must be {self.case.id}.")
        self._standing = [asyncio.create_task(self._keeping.go_on()), asyncio.create_task(self._inbox.catch_up())]

    def demand_case(self) -> None:
        """Fail in words where the start brought no case that can be told."""
        if self._unopened:
            raise failure_of(self._unopened) from None

    async def leaves(self, *stages: Stage) -> None:
        """Wait until the case is past these stages; return at once when it is."""
        while self.case.stage in stages:
            await self._something_happens()
            self._go_on_afresh_if_it_can()
        self._boundary_was_due = self._boundary_was_due or (not self.case.settled and continuing.is_due(self.case))
        self._go_on_afresh_if_it_can()

    async def goes_on(self) -> None:
        """Wait until one more step of a scripted case is done, or it has come to its end."""
        done = len(self.case.done)
        while not self.case.settled and len(self.case.done) == done:
            await self._something_happens()
            self._go_on_afresh_if_it_can()
        self._boundary_was_due = self._boundary_was_due or (not self.case.settled and continuing.is_due(self.case))
        self._go_on_afresh_if_it_can()

    async def close(self) -> None:
        """Return when everybody has been answered."""
        await self._until(lambda: self._inbox.empty)
        self._tell_of_storm()
        finding.show(self.case)
        await self._until(self._nothing_waits)

    def details(self) -> str:
        """Return the case's page, for whoever looks at it."""
        return "" if self._unopened else face.details(self.case, self.minutes)

    def overhear(self, deed: Callable[[], None]) -> None:
        """Do what a signal asks for, in its turn."""
        if not self._unopened:
            self._is_untraced = True
            self._inbox.take(deed)

    def hear(self, command: Command) -> Receipt:
        """Carry out a command, or raise the Refusal that says why not."""
        self._let_time_pass()
        outcome = carry_out(self.case, command, workflow.now())
        self._record(outcome.case, outcome.entries)
        log.info("command taken", command=command.name, first=outcome.receipt.first, last=outcome.receipt.last)
        return outcome.receipt

    def would_hear(self, command: Command) -> None:
        """Raise the Refusal that `hear` would raise, and change nothing."""
        self.demand_case()
        case, _ = self._as_of_now()
        check(case, command, workflow.now())

    def note_refusal(self, name: str, reason: Text, sent: str | None = None, command: Command | None = None) -> None:
        """Note a signal that could not be taken: its sender can't be told, so people must see it in the case."""
        log.warning("signal refused", command=name, command_id=command.id if command else None)
        if self._storm.is_to_be_told(workflow.now()):
            self._tell(name, _with_untold(reason, self._storm.told()), sent, command)

    async def _something_happens(self) -> None:
        seen = self.case
        self._leave_a_trace()
        finding.show(self.case)
        if alarm := next_alarm(self.case):
            self._alarm.set(alarm.at, face.alarm_label(self.case, alarm))
        await self._until(
            lambda: self.case is not seen or self._is_untraced or self._alarm.rang or self._can_go_on_afresh()
        )
        if self._alarm.rang:
            self._alarm.silence()
            self._tell_of_storm()
        self._let_time_pass()

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Wait, through a cancellation too: only people who may can withdraw a case."""
        while not condition():
            try:
                await workflow.wait_condition(lambda: condition() or bool(self._failed()))
            except asyncio.CancelledError:
                if workflow.cancellation_reason() is None:  # nobody asked: the worker makes room for other cases
                    raise
                self._note_cancellation()
            for task in self._failed():
                task.result()

    def _leave_a_trace(self) -> None:
        """Let each task that heard a signal leave an event of its own (the memo says how many facts there are).

        Where a task left none, and the next one none either, the SDK takes both for one when the case is told again. What
        the first one heard would then be told at the time of the second, under another hash than the ledger has.
        """
        if self._is_untraced:
            self._is_untraced = False
            workflow.upsert_memo({"facts": self.case.head.number})

    def _note_cancellation(self) -> None:
        self._is_untraced = True
        if not self._cancelled:  # Temporal takes one of a run; what comes later is again the worker making room
            self._cancelled = True
            self.note_refusal("cancel", _NO_CANCELLATION)

    def _failed(self) -> list[asyncio.Task[None]]:
        """Return what stopped though it never should: a fault of ours, which fails the task and waits for the fix."""
        return [task for task in self._standing if task.done()]

    def _nothing_waits(self) -> bool:
        return self._inbox.empty and workflow.all_handlers_finished()

    def _can_go_on_afresh(self) -> bool:
        """Say whether this run is to end and can: until all is written the case lives on in it, for no clock stops."""
        if self.case.settled or not (self._boundary_was_due or continuing.is_overdue()):
            return False
        self._keeping.begin()
        return self._keeping.done and self._nothing_waits()

    def _go_on_afresh_if_it_can(self) -> None:
        if not self._can_go_on_afresh():
            return
        if self._storm.untold and not self._told_at_the_end:  # once: a storm that does not end must not hold it up
            self._told_at_the_end = True
            self._tell_of_storm()
        else:
            continuing.as_new(self.case)

    def _let_time_pass(self) -> None:
        case, entries = self._as_of_now()
        if entries:
            self._record(case, entries)
            log.info("time passed", first=entries[0].number, last=entries[-1].number)

    def _as_of_now(self) -> tuple[Case, tuple[Entry, ...]]:
        """Return the case with all that time has brought by now: a message must not overtake an alarm."""
        alarm = next_alarm(self.case)
        if alarm is None or alarm.at > workflow.now():
            return self.case, ()
        case, entries = let_time_pass(self.case, workflow.now())
        later = next_alarm(case)
        if later is not None and later.at <= workflow.now():
            raise RuntimeError(f"the rules leave an alarm of {case.id} behind: {later.what}")
        return case, entries

    def _record(self, case: Case, entries: Iterable[Entry]) -> None:
        self.case = case
        self.minutes.note(entries)

    def _tell_of_storm(self) -> None:
        if self._storm.untold:
            self._tell("*", _with_untold(_STORM, self._storm.told()))

    def _tell(self, name: str, reason: Text, sent: str | None = None, command: Command | None = None) -> None:
        refused = CommandRefused(
            command=name,
            reason_zh=reason.zh,
            reason_en=reason.en,
            actor=command.actor if command else None,
            sent_id=command.id if command else None,
            payload=sent,
        )
        self._record(*note_refusal(self.case, refused, workflow.now()))


def _let_go(sent: Sequence[object]) -> None:
    """Empty what was read: the SDK holds on to it for as long as the run lives, and it is two thirds of its memory."""
    for one in sent:
        if isinstance(one, dict):
            one.clear()


_NO_CANCELLATION = text(
    "本事项不能取消；如须撤销，请办理“申请撤销”。", "A case can't be cancelled; ask for its withdrawal instead."
)
_STORM = text("收到大量无法受理的信号。", "A great many unusable signals came in.")


def _with_untold(reason: Text, untold: int) -> Text:
    if not untold:
        return reason
    return text(
        f"{reason.zh}（此前另有 {untold} 个信号未受理，未逐一登记）",
        f"{reason.en} ({untold} more signals before it were refused and not noted singly)",
    )
