"""The registry of campaigns and items: which text is which case, so that an intake may be repeated."""

from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from ledger.connection import Connection
from ledger.rows import item_row, plain
from schemas.case import Case
from schemas.item import FeedbackItem
from schemas.values import CaseId, Instant, Record, case_id_of
from schemas.words import Refusal, text


class Campaign(Record):
    """One feedback round to one unit, as it was first registered."""

    id: str
    title: str
    policy: str  # its name
    anchor: Instant | None  # where its clock runs fast: since when
    registered_at: Instant


class Registered(NamedTuple):
    """An item with the number and case that are its own in its campaign."""

    item: FeedbackItem
    case_id: CaseId
    new: bool  # False: an earlier intake registered it


class Known(NamedTuple):
    """An item that an earlier intake registered, and what its case was opened with; None where it was never opened."""

    number: int
    digest: str
    case_id: CaseId
    item: FeedbackItem | None


class UnknownCampaign(Refusal):
    """No campaign has this id."""


async def register_campaign(pool: asyncpg.Pool, campaign: Campaign) -> Campaign:
    """Register a campaign and return it; one that is there stays as it was first registered."""
    await pool.execute(
        "INSERT INTO campaigns (id, title, policy, anchor, registered_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING",
        *campaign.model_copy(update={"title": plain(campaign.title)}).model_dump().values(),
    )
    return next(known for known in await campaigns(pool) if known.id == campaign.id)


async def campaigns(pool: asyncpg.Pool) -> list[Campaign]:
    """Return all campaigns, the oldest first."""
    rows = await pool.fetch("SELECT * FROM campaigns ORDER BY registered_at, id")
    return [Campaign.model_validate(dict(row)) for row in rows]


async def known_with_words(pool: asyncpg.Pool, campaign: str) -> list[Known]:
    """Return every item of a campaign with the words that its case was opened with, by number."""
    rows = await pool.fetch(
        "SELECT items.number, digest, items.case_id, fact -> 'opening' -> 'item' AS item FROM items"
        " LEFT JOIN facts ON facts.case_id = items.case_id AND facts.number = 1"
        " WHERE campaign = $1 ORDER BY items.number",
        campaign,
    )
    return [
        Known(
            row["number"], row["digest"], row["case_id"], row["item"] and FeedbackItem.model_validate_json(row["item"])
        )
        for row in rows
    ]


async def register_items(pool: asyncpg.Pool, campaign: str, items: Sequence[FeedbackItem]) -> list[Registered]:
    """Give every item its number and case id; the same text always gets the same, however many intakes run at once.

    An item keeps its own number where no other text has it, and else gets the next free one. UnknownCampaign where the
    campaign is not registered.
    """
    async with pool.acquire() as connection, connection.transaction():
        # The row is the queue in which intakes of one campaign wait for each other.
        if await connection.fetchval("SELECT id FROM campaigns WHERE id = $1 FOR UPDATE", campaign) is None:
            raise _unknown(campaign)
        rows = await connection.fetch("SELECT digest, number FROM items WHERE campaign = $1", campaign)
        known = {row["digest"]: row["number"] for row in rows}
        given = known | _allocate(known, items)
        fresh = sorted((number, digest) for digest, number in given.items() if digest not in known)
        await connection.executemany(
            "INSERT INTO items (campaign, digest, number, case_id) VALUES ($1, $2, $3, $4)",
            [(campaign, digest, number, case_id_of(campaign, number)) for number, digest in fresh],
        )
    return [_registered(campaign, item, given[item.digest], new=item.digest not in known) for item in items]


async def register_opened(connection: Connection, cases: Sequence[Case]) -> None:
    """Register cases as the items that they were opened for, where no intake has done it."""
    await connection.executemany(
        "INSERT INTO campaigns (id, title, policy, anchor, registered_at) VALUES ($1, $1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        [
            (case.opening.campaign, plain(case.policy.name), case.policy.clock.anchor, case.opening.fed_back_at)
            for case in sorted(cases, key=lambda case: case.id)
        ],
    )
    await connection.executemany(
        "INSERT INTO items (campaign, digest, number, case_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        sorted(map(item_row, cases)),
    )


async def forget_items(connection: Connection, cases: Sequence[Case]) -> None:
    """Take what stands in the registry in the place of some cases out of it; run by the ledger's owner."""
    await connection.executemany(
        "DELETE FROM items WHERE case_id = $4 OR (campaign = $1 AND (digest = $2 OR number = $3))",
        map(item_row, cases),
    )


def _allocate(known: dict[str, int], items: Sequence[FeedbackItem]) -> dict[str, int]:
    taken = set(known.values())
    given: dict[str, int] = {}
    for item in items:
        if item.digest not in known | given and item.number not in taken:
            given[item.digest] = item.number
            taken.add(item.number)
    for item in items:
        if item.digest not in known | given:
            given[item.digest] = max(taken, default=0) + 1
            taken.add(given[item.digest])
    return given


def _registered(campaign: str, item: FeedbackItem, number: int, *, new: bool) -> Registered:
    return Registered(item.model_copy(update={"number": number}), case_id_of(campaign, number), new)


def _unknown(campaign: str) -> UnknownCampaign:
    return UnknownCampaign(
        text(
            f"没有登记编号为“{campaign}”的巡察轮次。请先登记该轮次，或核对编号。",
            f"No campaign “{campaign}” is registered. Register it first, or check the id.",
        )
    )
