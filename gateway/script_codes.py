"""What a script calls by its name, in codes: once, when it is read."""

from typing import TypeVar

from gateway.field_words import fields_in_codes
from schemas.commands import COMMANDS
from schemas.script import Act, Pattern

P = TypeVar("P", bound=Pattern)


def in_codes(pattern: P) -> P:
    """Return a pattern with the codes of what its acts call by its name; Refusal where there is no such name."""
    return pattern.model_copy(update={"acts": tuple(map(_act_in_codes, pattern.acts))})


def _act_in_codes(act: Act) -> Act:
    if act.is_step:  # what fields it has is known of a case only
        return act
    return act.model_copy(update={"payload": fields_in_codes(COMMANDS[act.do], act.payload)})
