"""Which facts led to where a case stands is told by the hashes, whatever was reset or started anew meanwhile."""

import copy

from gateway.lineage import Run, lineage, was_reset
from schemas.values import ChainHead
from tests.ledger.lives import Life

NEW = ChainHead()


def lives() -> tuple[Life, Life]:
    """A case as it was, and as a reset workflow did its last two facts again, later, and one more."""
    one = Life().wait(1)
    other = copy.copy(one).wait(1)
    one.do("acknowledge", "handler").do("leave_note", "leader", text="从严把关")
    other.do("acknowledge", "handler").do("leave_note", "leader", text="从严把关").do("leave_note", "leader", text="好")
    return one, other


def test_a_run_that_goes_on_afresh_follows_the_one_before() -> None:
    one, _ = lives()
    runs = [
        Run("a", "", one.entries[:2], NEW, reset=False),
        Run("b", "a", one.entries[2:], one.entries[1].head, reset=False),
    ]
    assert (lineage(runs), was_reset(runs)) == (one.entries, False)


def test_a_reset_run_is_the_word_that_counts_until_another_is_started() -> None:
    one, other = lives()
    runs = [Run("a", "", one.entries, NEW, reset=False), Run("b", "", other.entries, NEW, reset=True)]
    assert (lineage(runs), was_reset(runs)) == (other.entries, True)

    on = Run("c", "b", (), other.case.head, reset=False)
    assert (lineage([*runs, on]), was_reset([*runs, on])) == (other.entries, True)

    revived = Run("d", "", (), one.case.head, reset=False)
    assert (lineage([*runs, revived]), was_reset([*runs, revived])) == (one.entries, False)


def test_a_revived_case_goes_on_from_where_it_began() -> None:
    one, other = lives()
    head, told = one.case.head, one.entries
    one.do("leave_note", "leader", text="再催")
    runs = [
        Run("a", "", told, NEW, reset=False),
        Run("b", "", other.entries, NEW, reset=True),
        Run("d", "", one.entries[len(told) :], head, reset=False),
    ]
    assert lineage(runs) == one.entries
    assert lineage(runs[2:]) == one.entries[len(told) :], "its earlier histories are gone"


def test_a_run_that_has_told_nothing_yet_says_nothing() -> None:
    one, _ = lives()
    runs = [Run("a", "", one.entries, NEW, reset=False), Run("d", "", (), None, reset=False)]
    assert lineage(runs) == one.entries
    assert lineage([]) == ()
