"""The worker: introduces deeds to their adapters, and lives Temporal's stories until it is asked to stop."""

import asyncio
import datetime as dt
import gc
import os
import signal
import sys
from typing import Final

import asyncpg
import structlog
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.journal import Journal
from activities.ledger import LedgerDeeds
from activities.scribe import Scribe
from gateway.cases_on_record import CasesOfTemporal
from gateway.definitions.learning import learn_definitions
from gateway.logging import configure_logging
from gateway.temporal import TemporalAway, connect_to_temporal
from ledger.book import Book
from rules.cases import EDITION
from schemas.settings import Settings, load_settings
from schemas.wire import TASK_QUEUE
from schemas.words import Refusal, text
from workflows.listening import Ear

# Stopped before the site's patience (15 s) ends: what is being written is written to its end.
GRACE: Final = dt.timedelta(seconds=10)
PENS: Final = 8  # connections to the ledger; its book gathers what arrives meanwhile into one transaction
WRITING_SECONDS: Final = 25  # a little less than the story waits for one attempt
# About 110 KB each (docs/sizing.md): an item that is not at hand is told again from its history in less than a tenth of a second.
ITEMS_AT_HAND: Final = 1_000
# One interpreter tells them one after the other: more of them in hand lengthen each task, and a timer rings late by as
# long as the task took that armed it.
TOLD_AT_ONCE: Final = 4
# Temporal keeps a case for the worker that told it last. Long, so that in a burst no task is given back only because it
# had to wait; a worker that dies is reported to Temporal by the one that takes over its journal.
KEPT_FOR_US: Final = dt.timedelta(seconds=60)
BUILD: Final = f"edition-{EDITION}"

STOPPED, REFUSED, TROUBLE = 0, 1, 3  # exit codes, as of the command line

log = structlog.get_logger()


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Work until told to stop; a ledger that is away is waited for, Temporal has to be there."""
    if settings.database_url is None:
        raise Refusal(
            text("没有设置 BIHUAN_DATABASE_URL：台账写到哪里？", "BIHUAN_DATABASE_URL is not set: where is the ledger?")
        )
    client = await connect_to_temporal(settings)
    dsn = settings.database_url.get_secret_value()
    async with asyncpg.create_pool(dsn, min_size=0, max_size=PENS, command_timeout=WRITING_SECONDS) as pool:
        book = Book(pool)
        with Journal(settings.home / "journal", client.identity) as journal:
            scribe = Scribe(CasesOfTemporal(client), book, journal)
            worker = _hire(client, LedgerDeeds(book), scribe)
            log.info("worker started", namespace=client.namespace, queue=TASK_QUEUE, build=BUILD, edition=EDITION)
            await _until_stopped(worker, scribe, stop)
    log.info("worker stopped")


def _hire(client: Client, deeds: LedgerDeeds, scribe: Scribe) -> Worker:
    version = WorkerDeploymentVersion(deployment_name="bihuan", build_id=BUILD)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        activities=[deeds.write_facts],
        interceptors=[Ear(scribe.hear)],
        graceful_shutdown_timeout=GRACE,
        max_cached_workflows=ITEMS_AT_HAND,
        max_concurrent_workflow_tasks=TOLD_AT_ONCE,
        sticky_queue_schedule_to_start_timeout=KEPT_FOR_US,
        max_concurrent_activities=200,  # they wait for the same pen, and are written together
        # A label only: cases live for years, so every worker must be able to tell every story.
        deployment_config=WorkerDeploymentConfig(version=version, use_worker_versioning=False),
    )


async def _until_stopped(worker: Worker, scribe: Scribe, stop: asyncio.Event) -> None:
    working, asked = asyncio.create_task(worker.run()), asyncio.create_task(stop.wait())
    async with scribe:  # which has its last words while the worker still answers for its cases
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    await worker.shutdown()
    await working


async def _main() -> int:
    stop = asyncio.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    try:
        settings = load_settings(os.environ)
        learn_definitions(os.environ, settings.home)
        await work(settings, stop)
    except Refusal as refusal:
        log.critical("worker refused", reason=str(refusal.reason), reason_en=refusal.reason.en)
        return REFUSED
    except TemporalAway as away:
        log.critical("worker in trouble", reason=str(away))
        return TROUBLE
    return STOPPED


def main() -> None:
    """Work, flush, and leave at once: the SDK can crash an interpreter that ends in the ordinary way."""
    configure_logging()
    gc.freeze()  # what is loaded stays: looking through it again with each full collection would stop all stories longer
    code = asyncio.run(_main())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
