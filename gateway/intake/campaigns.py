"""The campaign that an intake belongs to: all its intakes run under one policy and one clock."""

import datetime as dt

import asyncpg

from gateway.intake.frame import anchored, unanchored
from ledger.reading import CaseFilter, list_cases, load_case
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


async def demand_same_policy(pool: asyncpg.Pool, campaign: Campaign, policy: Policy) -> None:
    """Refuse another policy than the one under which the campaign's cases run, down to each number."""
    name, _, version = campaign.policy.partition("@")
    version = version or await _version_in_use(pool, campaign.id) or policy.version
    if (name, version) != (policy.name, policy.version):
        raise Refusal(
            text(
                f"轮次“{campaign.id}”按整改办法 {name}（版本 {version}）办理，不能再用 {policy.name}（版本 "
                f"{policy.version}）收件。请用原来的办法，或另立一个轮次。",
                f"The campaign “{campaign.id}” runs under the policy {name} (version {version}), not {policy.name} "
                f"(version {policy.version}). Use the same policy, or another campaign id.",
            )
        )


def policy_of(campaign: Campaign, policy: Policy) -> Policy:
    """Return the policy with the campaign's own clock."""
    return anchored(policy, campaign.anchor) if campaign.anchor else policy


def _name(policy: Policy) -> str:
    return f"{policy.name}@{policy.version}"


async def _version_in_use(pool: asyncpg.Pool, campaign: str) -> str | None:
    """Return the version by a case of the campaign: a registry that was rebuilt knows the policy's name alone."""
    for line in await list_cases(pool, CaseFilter(campaign=campaign, limit=1)):
        if case := await load_case(pool, line.case_id):
            return unanchored(case.opening.policy).version
    return None
