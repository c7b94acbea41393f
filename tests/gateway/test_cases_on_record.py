"""What the scribe is told of a history that Temporal's database wrote with difficulty."""

import sqlite3
from functools import partial
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from activities.scribe import Heard, OnRecord
from gateway.cases_on_record import CasesOfTemporal
from schemas.search import SEARCH_ATTRIBUTES
from schemas.values import CaseId
from tests.workflows.desk import BIN, Desk, at_last, ours
from tests.workflows.town import new_case
from workflows.finding import key_of

# What a time-out of the database leaves behind: the batch of its first try, beside the one of the second.
_FIRST_TRY = """
INSERT INTO history_node (shard_id, tree_id, branch_id, node_id, txn_id, prev_txn_id, data, data_encoding)
SELECT shard_id, tree_id, branch_id, node_id, txn_id + 1, prev_txn_id, data, data_encoding FROM history_node WHERE node_id = 3
"""


async def test_a_batch_of_events_that_temporal_wrote_twice_hides_no_case(tmp_path: Path) -> None:
    """Read backwards such a history is said to be lost; read forwards it is whole, and the ledger must not wait."""
    file = tmp_path / "temporal.sqlite"
    start = partial(
        WorkflowEnvironment.start_local,
        dev_server_existing_path=str(BIN / "temporal"),
        search_attributes=[key_of(name) for name in SEARCH_ATTRIBUTES],
        dev_server_extra_args=["--db-filename", str(file), "--sqlite-pragma", "journal_mode=WAL"],
    )
    async with await at_last(start) as env:
        desk = Desk(env, ours(env))
        async with desk.staffed():
            story = await desk.begin(new_case(await desk.now()))
            await desk.written(story)
        with sqlite3.connect(file) as database:
            assert database.execute(_FIRST_TRY).rowcount == 1
        heard = Heard(CaseId(story.id), str(story.first_execution_run_id), 3, ())
        assert await CasesOfTemporal(desk.client).are_on_record([heard]) is OnRecord.YES
