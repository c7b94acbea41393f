"""Policies and calendars as they lie in thousands of cases: equal ones are read once, and are one value."""

import json
from functools import lru_cache

from schemas.policy import Policy
from schemas.time import WorkCalendar


@lru_cache(maxsize=64)
def shared_policy(written: str) -> Policy:
    """Return the policy that a JSON text holds; ValidationError where it holds none."""
    return Policy.model_validate(json.loads(written))


@lru_cache(maxsize=64)
def shared_calendar(written: str) -> WorkCalendar:
    """Return the calendar that a JSON text holds; ValidationError where it holds none."""
    return WorkCalendar.model_validate(json.loads(written))
