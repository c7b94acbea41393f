"""The campaign that an intake belongs to: what is taken in later comes under what the campaign runs under by then."""

import datetime as dt

import asyncpg

from gateway.policy_clocks import anchored, unanchored
from ledger.open_cases import case_in_force
from ledger.reading import load_case
from ledger.registry import Campaign, campaigns
from schemas.policy import Policy
from schemas.words import Refusal, text


async def find_campaign(pool: asyncpg.Pool, campaign: str) -> Campaign | None:
    """Return a campaign as it was registered; None for a new one."""
    return next((found for found in await campaigns(pool) if found.id == campaign), None)


def new_campaign(campaign: str, title: str, policy: Policy, at: dt.datetime) -> Campaign:
    """Return a campaign as it would be registered at an instant; a fast clock begins to run then."""
    anchor = at if policy.clock.runs_fast else None
    return Campaign(id=campaign, title=title, policy=_name(policy), anchor=anchor, registered_at=at)


async def policy_in_force(pool: asyncpg.Pool, campaign: str) -> Policy | None:
    """Return the policy under which most open cases of a campaign run, as its file says it; None where it has no case.

    The cases say it, not the registry: they may have adopted another one since, or gone back from it.
    """
    found = await case_in_force(pool, campaign)
    case = await load_case(pool, found) if found else None
    return unanchored(case.policy) if case else None


async def demand_same_policy(pool: asyncpg.Pool, campaign: Campaign, policy: Policy) -> None:
    """Refuse another policy than the one under which the campaign's cases run, down to each number."""
    name, _, version = campaign.policy.partition("@")
    if in_force := await policy_in_force(pool, campaign.id):
        name, version = in_force.name, in_force.version
    version = version or policy.version  # a registry that was rebuilt knows the policy's name alone
    if (name, version) != (policy.name, policy.version):
        raise Refusal(
            text(
                f"轮次“{campaign.id}”按整改办法 {name}（版本 {version}）办理，不能再用 {policy.name}（版本 "
                f"{policy.version}）收件。请用轮次现行的办法（不写 --policy 即是），或另立一个轮次。",
                f"The campaign “{campaign.id}” runs under the policy {name} (version {version}), not {policy.name} "
                f"(version {policy.version}). Use that policy (leave --policy out), or another campaign id.",
            )
        )


def policy_of(campaign: Campaign, policy: Policy) -> Policy:
    """Return the policy with the campaign's own clock."""
    return anchored(policy, campaign.anchor) if campaign.anchor else policy


def _name(policy: Policy) -> str:
    return f"{policy.name}@{policy.version}"
