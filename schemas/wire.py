"""What all processes put on Temporal's wire: the fixed names, and how values and refusals are written."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.common import RawValue
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter, DefaultFailureConverter, PayloadConverter

REMEDIATION: Final = "Remediation"  # the workflow type; running cases carry it for years
TASK_QUEUE: Final = "bihuan"
# In a query of Temporal's list: all workflows of ours, of definitions too that this process does not know.
OURS: Final = f'(TaskQueue = "{TASK_QUEUE}" OR WorkflowType = "{REMEDIATION}")'
REFUSAL: Final = "Refusal"  # the type of an error that is an answer to a person


_CONVERTERS: Final = tuple(PydanticPayloadConverter().converters.values())


class PatientConverter(CompositePayloadConverter):
    """Read values as Pydantic does; one that can't be read and of which no type is asked is handed over unread.

    A signal that can't be decoded would be dropped by the SDK with a line in the log; so it reaches the case.
    """

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)  # the SDK makes a converter for each task; what they know of types is shared

    def from_payloads(self, payloads: Sequence[Payload], type_hints: list[type] | None = None) -> list[Any]:
        """Read payloads into values of the types asked for."""
        if type_hints is not None:
            return super().from_payloads(payloads, type_hints)
        return [self._read(payload) for payload in payloads]

    def _read(self, payload: Payload) -> object:
        try:
            return super().from_payloads([payload])[0]
        except (KeyError, RuntimeError, ValueError, ValidationError):
            return RawValue(payload)


class PlainRefusals(DefaultFailureConverter):
    """Write failures as Temporal does, but a refusal without the stack trace that its UI would show to people."""

    def to_failure(self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure) -> None:
        """Write one exception down."""
        super().to_failure(exception, payload_converter, failure)
        if failure.application_failure_info.type == REFUSAL:
            failure.ClearField("stack_trace")


DATA_CONVERTER: Final = DataConverter(
    payload_converter_class=PatientConverter,
    failure_converter_class=PlainRefusals,
)
