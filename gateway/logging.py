"""Log lines: JSON on standard output, each with its campaign, case, run and command; nothing confidential."""

import datetime as dt
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from io import TextIOWrapper
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger
from temporalio import activity, workflow
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

from gateway.hindrances import hindrance_of

HEARTBEAT: Final = dt.timedelta(seconds=5)  # between two signs of life of a worker: `bihuan status` looks for them


@cache
def quiet_temporal() -> None:
    """Send what the SDK's core has to say through Python's logging, whose place is never standard output by itself.

    Only once in a process, and before its first client.
    """
    # Without the fields: among them is the whole failure, with all that a case was told.
    forwarding = LogForwardingConfig(
        logger=logging.getLogger("temporal"), append_log_fields_to_message=False, prepend_target_on_message=False
    )
    core = LoggingConfig(filter=TelemetryFilter(core_level="WARN", other_level="ERROR"), forwarding=forwarding)
    runtime = Runtime(telemetry=TelemetryConfig(logging=core), worker_heartbeat_interval=HEARTBEAT)
    Runtime.set_default(runtime, error_if_already_set=False)


def configure_logging(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Write log lines as JSON to a stream, in UTF-8 whatever the locale; the SDK's own go the same way, if grave."""
    stream = stream or sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_place,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[_once_under_replay, *processors, *_AS_JSON],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # A plain print without a queue: a lock that is held across threads would stop the stories (TMPRL1101).
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    _route_standard_logging([_of_libraries, *processors], stream, level)


def _route_standard_logging(processors: list[Processor], stream: TextIO, level: int) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_AS_JSON],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))


def _outline(exc_info: ExcInfo) -> str:
    """Return the types of an exception and of its causes, and where they were raised: their words may tell a case's."""
    return "\n".join(_outlined(exc_info[1], set()))


def _outlined(error: BaseException | None, told: set[int]) -> Iterator[str]:
    if error is None or id(error) in told:
        return
    told.add(id(error))
    if error.__cause__ or not error.__suppress_context__:
        yield from _outlined(error.__cause__ or error.__context__, told)
    yield _named(error)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _outlined(inner, told)


def _named(error: BaseException) -> str:
    """Return the type of an exception, and what it means where that tells of a definition and never of a case."""
    kind = type(error).__qualname__
    hindrance = hindrance_of(kind, str(error))
    return f"{kind}: {hindrance.reason.zh} / {hindrance.reason.en}" if hindrance else kind


_AS_JSON: list[Processor] = [
    structlog.processors.ExceptionRenderer(_outline),
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def _of_libraries(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Keep of a library's line what is never confidential: its first sentence, who wrote it, and about which case."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(event["event"]).partition("\n")[0]
    event["logger"] = record.name
    if code := re.search(r"\bcode: (\w+)", str(_extra(record, "temporal_log").get("error", ""))):
        event["code"] = code[1]
    story, deed, line = (_extra(record, f"temporal_{kind}") for kind in ("workflow", "activity", "log"))
    if deed:
        event["deed"] = deed.get("activity_type")
    run = story.get("run_id") or deed.get("workflow_run_id") or line.get("run_id")
    if case := story.get("workflow_id") or deed.get("workflow_id") or line.get("workflow_id"):
        return _placed(event, case, run or "")
    return {**event, "run": run} if run else event


def _extra(record: logging.LogRecord, name: str) -> Mapping[str, Any]:
    """Return what the SDK says beside a line: a mapping, or an entry of the core's log, which has one."""
    said = getattr(record, name, None) or {}
    return said if isinstance(said, Mapping) else said.fields


def _once_under_replay(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if workflow.in_workflow() and workflow.unsafe.is_replaying_history_events():
        raise structlog.DropEvent
    return event


def _with_place(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if workflow.in_workflow():
        here = workflow.info()
        return _placed(event, here.workflow_id, here.run_id)
    if activity.in_activity():
        deed = activity.info()
        event.setdefault("deed", deed.activity_type)
        return _placed(event, deed.workflow_id or "", deed.workflow_run_id or "")
    return event


def _placed(event: EventDict, case: str, run: str) -> EventDict:
    event.setdefault("campaign", case.rpartition("/")[0])
    event.setdefault("case", case)
    event.setdefault("run", run)
    return event
