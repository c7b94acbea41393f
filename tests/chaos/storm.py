"""A burst of messages to one case: more updates than Temporal takes at once, signals by the dozen, junk among them."""

import random
from collections.abc import Callable, Iterator

from schemas.case import Case
from tests.chaos.journal import Form, Journal, Message
from tests.chaos.mischief import Junk

UPDATES, SIGNALS, JUNK = 30, 40, 12  # Temporal takes 10 updates of a case at once


def storm(
    case: Case, serial: int, journal: Journal, chance: random.Random, junk: Callable[[Case, str, random.Random], Junk]
) -> Iterator[Message]:
    """Yield the messages of one burst."""
    for number in range(UPDATES + SIGNALS):
        mark = f"s{serial:03}{number:03}-{case.id}"
        note = {"id": mark, "actor": "principal", "text": "急件"}
        form = Form.UPDATE if number < UPDATES else Form.SIGNAL
        yield journal.begin(case.id, form, "leave_note", [note], mark, command_id=mark)
    for number in range(JUNK):
        mark = f"j{serial:03}{number:03}-{case.id}"
        yield journal.begin(*junk(case, mark, chance), mark=mark, must_fail=True)
