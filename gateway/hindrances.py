"""What hinders a case: its definition is not what the worker serves, as the worker itself said when a task failed."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.saying import REMEDIES
from rules.repertoire import UnknownDefinition
from schemas.time import SHANGHAI
from schemas.words import Text, text

_UNREGISTERED: Final = re.compile(r"Workflow class (\w+) is not registered")  # what the SDK says


class Hindrance(NamedTuple):
    """What is in the way, and as which finding it is known."""

    kind: FindingKind
    reason: Text

    @property
    def advice(self) -> Text:
        """Return what is the case, and what helps."""
        remedy = REMEDIES[self.kind]
        return text(f"{self.reason.zh}。{remedy.zh}", f"{self.reason.en}. {remedy.en}")


def hindrance_in(latest_first: Sequence[HistoryEvent]) -> Hindrance | None:
    """Return what the last events of a case tell of a task that fails because of its definition, and when it was told.

    Temporal writes a task's first failure down and none of its later tries, so another cause may have come since.
    """
    for event in latest_first:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return None
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            failure = event.workflow_task_failed_event_attributes.failure
            told = hindrance_of(failure.application_failure_info.type, failure.message)
            return told and Hindrance(told.kind, _as_of(told.reason, event.event_time.ToDatetime(dt.UTC)))
    return None


def _as_of(reason: Text, at: dt.datetime) -> Text:
    on = at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return text(
        f"{reason.zh}（{on} 工作进程所述，此后如有变动不在内）",
        f"{reason.en} (as the worker said at {on}; it may have changed since)",
    )


def hindrance_of(kind: str, said: str) -> Hindrance | None:
    """Return what a failure of this kind with these words means, where it is one of a definition."""
    if unregistered := _UNREGISTERED.search(said):
        name = unregistered[1]
        reason = text(f"工作进程没有启用流程“{name}”", f"the worker does not serve the definition “{name}”")
        return Hindrance(FindingKind.UNSERVED, reason)
    if kind == UnknownDefinition.__name__:
        zh, _, en = said.partition(" / ")
        return Hindrance(FindingKind.CHANGED, text(zh, en or zh))
    return None
