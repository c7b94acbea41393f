"""The two kinds of model and the identifiers that every other word is built from."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Final, NewType, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

CaseId = NewType("CaseId", str)  # campaign/number: also the workflow id
DutyId = NewType("DutyId", str)  # kind-serial, unique within its case

LONGEST_WORDS: Final = 20_000

PersonId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
CommandId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORDS)]
Label = Annotated[str, StringConstraints(max_length=500)]  # as a Line, but may be empty
Remark = Annotated[str, StringConstraints(max_length=LONGEST_WORDS)]  # as Words, but may be empty
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(dt.UTC))]


def case_id_of(campaign: str, number: int) -> CaseId:
    """Return the id of a case, which is also its workflow's: campaign/007."""
    return CaseId(f"{campaign}/{number:03d}")


class Value(BaseModel):
    """What people send or edit: immutable, and an unknown field is refused, for it is a misspelt one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(content: object) -> str:
    """Return the one JSON text of something: sorted keys, no spaces, Chinese as it is."""
    return _CANONICAL.encode(content)


class Shared(Value):
    """A large value that lies in many cases at once: what is worked out of it is worked out once."""

    @cached_property
    def plain(self) -> dict[str, Any]:
        """Return it as JSON values, to be read only, and without what has its default.

        So what a later edition adds makes no other value of this one.
        """
        return self.model_dump(mode="json", exclude_defaults=True)

    @cached_property
    def canonical(self) -> str:
        """Return `plain` as the one JSON text that hashes cover."""
        return canonical_json(self.plain)

    def __hash__(self) -> int:
        """Hash the text, which is written once: caches look a shared value up very often."""
        return hash(self.canonical)

    def __copy__(self) -> Self:
        """Return a copy that works it out anew: `model_copy` may have changed it."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class Record(BaseModel):
    """What the engine writes for itself: immutable, and readable by an older worker that knows fewer fields."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy as pydantic makes it, in less time: no record has extras or private fields.

        Each fact makes some copies of its case; what fields they have set is noted once for all of them.
        """
        if deep or update is None:
            return super().model_copy(update=update, deep=deep)
        known, copied = self.__pydantic_fields_set__, object.__new__(type(self))
        object.__setattr__(copied, "__dict__", {**self.__dict__, **update})
        object.__setattr__(
            copied, "__pydantic_fields_set__", known if known.issuperset(update) else known.union(update)
        )
        object.__setattr__(copied, "__pydantic_extra__", None)
        object.__setattr__(copied, "__pydantic_private__", None)
        return copied


class ChainHead(Record):
    """How far a case's facts go, and the hash that covers all of them."""

    number: int = Field(default=0, ge=0)
    hash: str = "0" * 64
