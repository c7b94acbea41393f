"""Scripted cases in the ledger: what is read back is the same, to the letter, and needs no script."""

import pytest

from ledger.rows import case_of, case_row, duty_rows, entry_of, fact_row
from rules.blocks import Definition
from rules.cases import fold
from rules.definitions import SHIPPED
from tests.rules.scripts import Play

EVERY = pytest.mark.parametrize("definition", SHIPPED, ids=lambda definition: definition.name)


def half_done(definition: type[Definition]) -> Play:
    play = Play(definition)
    for _ in range(4):
        play.wait("3d").goes_on()
    return play


@EVERY
def test_a_case_that_is_folded_from_the_ledger_is_the_one_that_was_written(definition: type[Definition]) -> None:
    for play in (half_done(definition), Play(definition).to_the_end()):
        read = fold(entry_of(fact_row(entry)) for entry in play.entries)
        assert case_row(read) == case_row(play.case)
        assert duty_rows(read) == duty_rows(play.case)


@EVERY
def test_a_case_is_read_back_from_its_row(definition: type[Definition]) -> None:
    play = half_done(definition)
    assert case_of(fact_row(play.entries[0]).fact, case_row(play.case).state) == play.case


def test_what_is_restricted_stands_in_no_column_of_the_lists() -> None:
    play = half_done(next(one for one in SHIPPED if one.restricted))
    row = case_row(play.case)
    assert play.case.item.title not in str(row)
    assert row.title.endswith("（限知悉）")
