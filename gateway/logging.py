"""Log lines: JSON on standard output, each with its campaign, case, run and command; nothing confidential."""

import logging
import sys
from io import TextIOWrapper
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

_AS_JSON: list[Processor] = [
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def configure_logging(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Write log lines as JSON to a stream, in UTF-8 whatever the locale; the SDK's own go the same way, if grave."""
    stream = stream or sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    processors: list[Processor] = [
        _once_under_replay,
        structlog.contextvars.merge_contextvars,
        _with_place,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*processors, *_AS_JSON],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # A plain print without a queue: a lock that is held across threads would stop the stories (TMPRL1101).
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    _route_standard_logging(processors, stream)


def _route_standard_logging(processors: list[Processor], stream: TextIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=processors[1:],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_AS_JSON,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


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
