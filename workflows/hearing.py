"""Commands as messages: each one an update that answers and a signal of the same name, which can only be noted."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import structlog
from structlog.contextvars import bound_contextvars
from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from schemas.commands import Command
from schemas.examples import description_of
from schemas.misreading import QUOTED, harmless, quote
from schemas.receipts import Receipt
from schemas.words import Refusal, text
from workflows.answering import failure_of
from workflows.case_story import CaseStory
from workflows.envelope import open_envelope, picture

log = structlog.get_logger()


class HearingStory(CaseStory):
    """A story that hears messages: the commands it is given by `hears`, and names that no command bears."""

    @workflow.signal(dynamic=True)
    def overhear_unknown(self, name: str, args: Sequence[RawValue]) -> None:
        """Note a signal of a name that no command bears."""
        self.overhear(lambda: self.note_refusal(harmless(name, QUOTED), _unknown(name).reason, picture(args)))

    @workflow.update(dynamic=True)
    def answer_unknown(self, name: str, args: Sequence[RawValue]) -> None:  # noqa: ARG002 - Temporal's own signature
        """Refuse an update of a name that no command bears."""
        raise failure_of(_unknown(name))

    @answer_unknown.validator
    def _would_answer_unknown(self, name: str, args: Sequence[RawValue]) -> None:  # noqa: ARG002
        raise failure_of(_unknown(name))


S = TypeVar("S", bound=HearingStory)


def hears(commands: Mapping[str, type[Command]]) -> Callable[[type[S]], type[S]]:
    """Give a story each command in both forms."""

    def decorate(story: type[S]) -> type[S]:
        for name, kind in commands.items():
            setattr(story, f"answer_{name}", _update(kind))
            setattr(story, f"overhear_{name}", _signal(kind))
        return story

    return decorate


def _update(kind: type[Command]) -> object:
    # `*args` takes anything: the SDK would drop what does not fit a type, and break on a wrong number of arguments.
    def handle(self: CaseStory, *args: object) -> Receipt:
        try:
            command = open_envelope(kind, args)
            with bound_contextvars(command_id=command.id):
                return self.hear(command)
        except Refusal as refusal:
            raise failure_of(refusal) from None

    def validate(self: CaseStory, *args: object) -> None:
        try:
            self.would_hear(open_envelope(kind, args))
        except Refusal as refusal:
            raise failure_of(refusal) from None
        except ApplicationError:
            raise
        except Exception:  # a fault of ours is no answer: the handler meets it too, and the task waits for the mend
            log.exception("command met a fault", command=kind.name)

    update = workflow.update(name=kind.name, description=description_of(kind))(handle)
    update.validator(validate)
    return update


def _signal(kind: type[Command]) -> object:
    def overhear(self: CaseStory, *args: object) -> None:
        self.overhear(lambda: _hear_or_note(self, kind, args))

    return workflow.signal(name=kind.name, description=description_of(kind))(overhear)


def _hear_or_note(story: CaseStory, kind: type[Command], args: Sequence[object]) -> None:
    command: Command | None = None
    try:
        command = open_envelope(kind, args)
        with bound_contextvars(command_id=command.id):
            story.hear(command)
    except Refusal as refusal:
        story.note_refusal(kind.name, refusal.reason, picture(args), command)


def _unknown(name: str) -> Refusal:
    return Refusal(
        text(
            f"没有{quote(name)}这个办理事项，可用的名称见命令一览。",
            f"There is no command {quote(name)}; see the list of commands.",
        )
    )
