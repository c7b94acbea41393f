"""Names that a filter was given: one that nobody and nothing bears is a slip, and not an empty list."""

import asyncpg

from ledger.reading import CaseFilter, NamesInUse, names_in_use
from ledger.registry import campaigns
from ledger.roster import people
from schemas.people import Role, RosterEntry
from schemas.words import Refusal, Text, text

SHOWN = 20


async def demand_campaign(pool: asyncpg.Pool, campaign: str | None) -> None:
    """Refuse a campaign that nobody has registered."""
    known = [found.id for found in await campaigns(pool)]
    if campaign is not None and campaign not in known:
        raise _unknown(text("轮次", "campaign"), campaign, known)


async def demand_names(pool: asyncpg.Pool, wanted: CaseFilter) -> None:
    """Refuse a filter by a campaign, person, unit or category that neither a case nor a roster knows."""
    await demand_campaign(pool, wanted.campaign)
    used, roster = await names_in_use(pool), await people(pool)
    _demand(text("责任领导", "leader"), wanted.leader, _persons(used, roster, Role.LEADER))
    _demand(text("责任人", "handler"), wanted.handler, _persons(used, roster, Role.HANDLER))
    _demand(text("牵头单位", "lead unit"), wanted.unit, used.units | {one.unit: "" for one in roster if one.unit})
    categories = {category: "" for one in roster for category in one.categories}
    _demand(text("问题类别", "category"), wanted.category, used.categories | categories)


def _persons(used: NamesInUse, roster: list[RosterEntry], role: Role) -> dict[str, str]:
    """Return the names of all who hold a role in a case or in a roster, each with the id that stands for it too."""
    in_cases = used.leaders if role is Role.LEADER else used.handlers
    return in_cases | {one.name: one.id for one in roster if role in one.roles}


def _demand(what: Text, asked: str | None, known: dict[str, str]) -> None:
    if asked is not None and asked not in known and asked not in known.values():
        raise _unknown(what, asked, list(known))


def _unknown(what: Text, asked: str, known: list[str]) -> Refusal:
    zh, en = "、".join(known[:SHOWN]) or "无", ", ".join(known[:SHOWN]) or "none"
    more = text(" 等", " and more") if len(known) > SHOWN else text("", "")
    return Refusal(
        text(
            f"没有{what.zh}“{asked}”；已有：{zh}{more.zh}。",
            f"There is no {what.en} “{asked}”; there are: {en}{more.en}.",
        )
    )
