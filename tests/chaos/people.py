"""The people of a run: prompt, late, silent, contradictory and malicious, each acting on cases by their own lights."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas.case import Case
from schemas.commands import Command
from schemas.duty import Duty
from tests.chaos.answers import answer_to
from tests.chaos.journal import Form, Journal, Message
from tests.chaos.mischief import Junk, for_nobody, junk
from tests.rules.asking import some_command


class Manner(StrEnum):
    """How the people of a case behave."""

    PROMPT = "prompt"
    LATE = "late"
    SILENT = "silent"
    CONTRADICTORY = "contradictory"
    MALICIOUS = "malicious"


SHARES = {
    Manner.PROMPT: 40,
    Manner.LATE: 20,
    Manner.SILENT: 12,
    Manner.CONTRADICTORY: 16,
    Manner.MALICIOUS: 12,
}
SENT_TWICE, SENT_LATE_AGAIN, REUSED = 0.15, 0.08, 0.05
LATE_SECONDS = (1.0, 12.0)


@dataclass
class Sending:
    """A message to be sent after a while."""

    message: Message
    after: float = 0.0


class People:
    """Who acts on one case."""

    def __init__(self, case_id: str, seed: int, journal: Journal) -> None:
        self.case_id = case_id
        self._chance = random.Random(f"{seed} {case_id}")  # noqa: S311 - repeatable is what is wanted
        self.manner = self._chance.choices(list(SHARES), list(SHARES.values()))[0]
        self._journal = journal
        self._serial = 0

    def act(self, case: Case, at: dt.datetime) -> Iterator[Sending]:
        """Yield what they send at a moment."""
        if self.manner is Manner.MALICIOUS and self._chance.random() < 0.3:
            yield self._of_junk(junk(case, self.mark(), self._chance))
            if self._chance.random() < 0.2:
                yield self._of_junk(for_nobody(case, self.mark(), self._chance))
        wild = self.manner in (Manner.MALICIOUS, Manner.CONTRADICTORY) and self._chance.random() < 0.4
        command = some_command(case, at, self._next(), self._pick) if wild else self._owed(case, at)
        if command:
            yield from self._ways(command.model_copy(update={"id": self.mark()}))

    def _owed(self, case: Case, at: dt.datetime) -> Command | None:
        duties = [duty for duty in case.duties if self._is_time_for(duty, at)]
        return answer_to(case, self._chance.choice(duties), at, self.mark()) if duties else None

    def _is_time_for(self, duty: Duty, at: dt.datetime) -> bool:
        if self.manner is Manner.SILENT:
            return False
        return self.manner is not Manner.LATE or duty.deadline.at < at

    def _ways(self, command: Command) -> Iterator[Sending]:
        """Send a command once, twice at once, again much later, or with another content under the same id."""
        yield Sending(self._of(command))
        fate = self._chance.random()
        if fate < SENT_TWICE:
            yield Sending(self._of(command))
        elif fate < SENT_TWICE + SENT_LATE_AGAIN:
            yield Sending(self._of(command), self._chance.uniform(*LATE_SECONDS))
        elif fate < SENT_TWICE + SENT_LATE_AGAIN + REUSED:
            yield Sending(self._of(command, mark=self.mark(), actor="principal", again=self.mark()), 2.0)

    def _of(self, command: Command, *, mark: str | None = None, **changed: Any) -> Message:
        form = self._chance.choice(list(Form))
        content = command.model_dump(mode="json")
        named = command.name
        if changed:  # the id of a command that was sent, for something else
            named, content = "leave_note", {"id": command.id, "actor": changed["actor"], "text": mark}
        update_id = command.id if not changed and self._chance.random() < 0.5 else None
        return self._journal.begin(
            *(self.case_id, form, named, [content], mark or command.id), command_id=command.id, update_id=update_id
        )

    def _of_junk(self, made: Junk) -> Sending:
        return Sending(self._journal.begin(*made, mark=self._latest, must_fail=True))

    def mark(self) -> str:
        """Return a new mark: the id of a command, and what a message is found by."""
        self._latest = f"m{self._next():05}-{self.case_id}"
        return self._latest

    def _next(self) -> int:
        self._serial += 1
        return self._serial

    def _pick(self, options: Sequence[Any]) -> Any:
        return self._chance.choice(list(options))
