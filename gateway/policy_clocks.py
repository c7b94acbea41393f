"""The clock of a policy: a fast one begins anew in each campaign, and the file says none of that."""

import datetime as dt

from schemas.policy import Policy
from schemas.time import Clock


def anchored(policy: Policy, at: dt.datetime) -> Policy:
    """Return a policy whose clock, where it runs fast, begins at an instant."""
    return with_clock(policy, policy.clock.anchored(at)) if policy.clock.runs_fast else policy


def unanchored(policy: Policy) -> Policy:
    """Return a policy as its file says it, so that its version can be compared with the file's."""
    if policy.clock.anchor is None:
        return policy
    return with_clock(policy, policy.clock.model_copy(update={"anchor": None, "anchor_date": None}))


def with_clock(policy: Policy, clock: Clock) -> Policy:
    """Return a policy with another clock, if it is a sound one."""
    return Policy.model_validate(policy.model_dump() | {"clock": clock.model_dump()})
