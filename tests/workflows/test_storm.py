"""How many refusals get a fact of their own."""

import datetime as dt

from workflows.storm import SINGLY, TOGETHER, Storm

DAY = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


def facts_of(storm: Storm, count: int, at: dt.datetime) -> list[int]:
    """Refuse so many; return for each fact how many it stands for beside its own."""
    return [storm.told() for _ in range(count) if storm.is_to_be_told(at)]


def test_what_people_do_wrong_is_noted_one_by_one() -> None:
    assert facts_of(Storm(), SINGLY, DAY) == [0] * SINGLY


def test_a_storm_is_noted_by_the_hundred_and_none_is_forgotten() -> None:
    storm = Storm()
    facts = facts_of(storm, 10_000, DAY)
    assert len(facts) == SINGLY + (10_000 - SINGLY) // TOGETHER
    assert len(facts) + sum(facts) + storm.untold == 10_000


def test_the_next_day_is_noted_one_by_one_again() -> None:
    storm = Storm()
    facts_of(storm, SINGLY + 1, DAY)
    assert facts_of(storm, 2, DAY + dt.timedelta(days=1)) == [1, 0]
