"""What holds of every file that an office receives: it is read and planned to the end, or refused in words."""

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gateway.cli.intake_page import errors_page, reading_page
from gateway.cli.tables import page
from gateway.cli.terminal import as_json
from gateway.intake.frame import CALENDAR, Frame
from gateway.intake.planning import plan_intake
from gateway.intake.reading import demand_feedback, read_feedback
from gateway.roster_files import load_roster
from rules.cases import open_case
from schemas.intake import IntakeReading, RowError
from schemas.words import Text
from tests.fuzz.messages import assert_stored
from tests.fuzz.papers import EXAMPLE
from tests.fuzz.verdict import answered, assert_harmless, assert_kept, assert_text
from tests.fuzz.visibility import assert_startable
from tests.rules import town

MOST_NUMBER = 2**31 - 1  # of an item, in the ledger


@cache
def frame() -> Frame:
    calendar = town.CALENDAR
    assert CALENDAR.is_file()
    roster = load_roster(EXAMPLE / "roster.yaml")
    return Frame("2026-xc-2", town.COUNTY, calendar, roster, town.MONDAY, town.MONDAY)


def is_taken_in_or_refused(received: tuple[str, bytes]) -> None:
    """A file is refused in words, or all of it is accounted for and what it would start can be started and kept."""
    name, content = received
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        reading = answered(lambda: read_feedback(path))
        again = answered(lambda: read_feedback(path))
    assert reading == again, "the same bytes read the same"
    if not isinstance(reading, Text):
        _is_planned(reading)


def _is_planned(reading: IntakeReading) -> None:
    assert_kept(reading)
    assert_harmless(reading.model_dump())
    assert reading.items or reading.errors or reading.warnings or reading.clues
    answered(lambda: demand_feedback(reading))
    plan = answered(lambda: plan_intake(reading, frame()))
    if isinstance(plan, Text):
        return
    for error in plan.errors:
        _assert_row(error)
    for draft in plan.drafts:
        assert draft.opening.item.number <= MOST_NUMBER
        assert_stored(*open_case(draft.opening, town.MONDAY))  # what was planned is not refused later
        assert_startable(draft.opening, town.MONDAY + dt.timedelta(minutes=1))
    shown = page(*reading_page(reading, plan, "zh"), *errors_page(plan.errors, "zh"))
    assert_text([shown, as_json(reading)])


def _assert_row(error: RowError) -> None:
    assert error.row >= 0
    assert error.column
    assert len(error.message) >= 8, error.message
    assert_text(error.message)
