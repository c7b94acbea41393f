"""What the ledger holds of a few cases, row by row as it lies there."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.connection import Connection
from ledger.rows import CaseRow, DutyRow, FactRow, ItemRow
from schemas.values import CaseId

ALL_IDS: Final = "SELECT case_id FROM facts UNION SELECT case_id FROM cases ORDER BY case_id"
FACTS: Final = f"SELECT {', '.join(FactRow._fields)} FROM facts WHERE case_id = ANY ($1) ORDER BY case_id, number"  # noqa: S608
CASES: Final = f"SELECT {', '.join(CaseRow._fields)} FROM cases WHERE case_id = ANY ($1)"  # noqa: S608
DUTIES: Final = f"SELECT {', '.join(DutyRow._fields)} FROM duties WHERE case_id = ANY ($1) ORDER BY case_id, id"  # noqa: S608
ITEMS: Final = "SELECT campaign, digest, number, case_id FROM items WHERE case_id = ANY ($1)"


class Shelf(NamedTuple):
    """The rows of one case."""

    facts: list[FactRow]
    cases: list[CaseRow]
    duties: list[DutyRow]
    items: list[ItemRow]


async def all_ids(connection: Connection) -> list[CaseId]:
    """Return every case of which the ledger holds anything."""
    return [CaseId(row["case_id"]) for row in await connection.fetch(ALL_IDS)]


async def take_down(connection: Connection, case_ids: Sequence[CaseId]) -> dict[CaseId, Shelf]:
    """Return the rows of some cases; an empty shelf for one that the ledger does not know."""
    shelves = {case_id: Shelf([], [], [], []) for case_id in case_ids}
    for row in await connection.fetch(FACTS, case_ids):
        shelves[row["case_id"]].facts.append(FactRow(*row))
    for row in await connection.fetch(CASES, case_ids):
        shelves[row["case_id"]].cases.append(CaseRow(*row))
    for row in await connection.fetch(DUTIES, case_ids):
        shelves[row["case_id"]].duties.append(DutyRow(*row))
    for row in await connection.fetch(ITEMS, case_ids):
        shelves[row["case_id"]].items.append(ItemRow(*row))
    return shelves
