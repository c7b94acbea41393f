"""What the people of a run sent, and what each of them was told: the first of the three sources."""

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

Payload = dict[str, Any]


class Form(StrEnum):
    """How something is sent."""

    UPDATE = "update"
    SIGNAL = "signal"


class Told(StrEnum):
    """What a sender knows."""

    NOTHING = "nothing yet"
    RECEIPT = "receipt"
    REFUSAL = "refusal"
    STORED = "stored"  # a signal: Temporal has it, the case will say
    NOBODY = "no such case"
    UNSURE = "unsure"  # no answer: it may have been taken


@dataclass
class Message:
    """One message."""

    number: int
    case_id: str
    form: Form
    name: str
    mark: str  # stands in the payload, and in no other message but a copy of this one
    args: list[Any]
    command_id: str | None = None  # None where nothing that is sent can be a command
    must_fail: bool = False
    update_id: str | None = None
    sent: float = field(default_factory=time.time)
    answered: float | None = None
    told: Told = Told.NOTHING
    first: int = 0
    last: int = 0
    reason: str = ""
    tries: int = 0
    doubtful: bool = False  # some try was never answered
    looked_up: bool = False  # the case had ended, and its receipts told

    @property
    def is_open(self) -> bool:
        """Whether its sender still has to ask."""
        return self.told in (Told.NOTHING, Told.UNSURE)


class Journal:
    """All messages, in memory and, line by line, in a file."""

    def __init__(self, file: Path) -> None:
        self.messages: list[Message] = []
        self._file = file
        file.write_bytes(b"")

    def begin(self, case_id: str, form: Form, name: str, args: list[Any], mark: str, **more: Any) -> Message:
        """Note a message before it is sent."""
        message = Message(len(self.messages), case_id, form, name, mark, args, **more)
        self.messages.append(message)
        return message

    def close(self, message: Message, told: Told, reason: str = "", *, first: int = 0, last: int = 0) -> None:
        """Note what its sender was told."""
        message.told, message.reason, message.first, message.last = told, reason, first, last
        message.answered = time.time()
        self._write(message)

    def by_command(self) -> dict[tuple[str, str], list[Message]]:
        """Return the messages by case and command id."""
        found: dict[tuple[str, str], list[Message]] = {}
        for message in self.messages:
            if message.command_id:
                found.setdefault((message.case_id, message.command_id), []).append(message)
        return found

    def open_ones(self) -> Iterator[Message]:
        """Return the messages whose senders know nothing for sure."""
        return (message for message in self.messages if message.is_open)

    def _write(self, message: Message) -> None:
        line = {name: value for name, value in vars(message).items() if name != "args"}
        line["at"] = dt.datetime.now(dt.UTC).isoformat()
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
