"""The two kinds of model and the identifiers that every other word is built from."""

import datetime as dt
from typing import Annotated, NewType

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

CaseId = NewType("CaseId", str)  # campaign/number: also the workflow id
DutyId = NewType("DutyId", str)  # kind-serial, unique within its case

PersonId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
CommandId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
Label = Annotated[str, StringConstraints(max_length=500)]  # as a Line, but may be empty
Remark = Annotated[str, StringConstraints(max_length=20_000)]  # as Words, but may be empty
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(dt.UTC))]


def case_id_of(campaign: str, number: int) -> CaseId:
    """Return the id of a case, which is also its workflow's: campaign/007."""
    return CaseId(f"{campaign}/{number:03d}")


class Value(BaseModel):
    """What people send or edit: immutable, and an unknown field is refused, for it is a misspelt one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Record(BaseModel):
    """What the engine writes for itself: immutable, and readable by an older worker that knows fewer fields."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class ChainHead(Record):
    """How far a case's facts go, and the hash that covers all of them."""

    number: int = Field(default=0, ge=0)
    hash: str = "0" * 64
