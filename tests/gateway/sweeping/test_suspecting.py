"""The cheap signs: what is well is passed by, and nothing that is wrong in a list is."""

import pytest
from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping.sights import Listed
from gateway.sweeping.suspecting import is_suspect
from ledger.inventory import Line
from schemas.case import Stage
from tests.gateway.sweeping.sides import LINE, LISTED, NOTHING, NOW, SETTLED, ago


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        (LINE, LISTED),
        (SETTLED, LISTED._replace(status=Status.COMPLETED, stage="办结")),
        (SETTLED, None),  # its history is gone by age
        (LINE._replace(next_alarm=ago(minutes=1)), LISTED),  # it is ringing
    ],
)
def test_what_is_well_is_passed_by(line: Line, listed: Listed) -> None:
    assert not is_suspect(line, listed, NOW)


@pytest.mark.parametrize(
    ("line", "listed"),
    [
        (None, LISTED),
        (NOTHING, None),
        (NOTHING, LISTED),
        (LINE, None),
        (LINE._replace(registered=False), LISTED),
        (LINE._replace(facts=4), LISTED),
        (LINE._replace(facts=4, last=4), LISTED),
        (LINE._replace(head=4), LISTED),
        (SETTLED._replace(last=6), None),
        (SETTLED, LISTED),
        (LINE, LISTED._replace(status=Status.COMPLETED)),
        (LINE, LISTED._replace(status=Status.TERMINATED)),
        (SETTLED, LISTED._replace(status=Status.TERMINATED)),
        (LINE, LISTED._replace(troubled=True)),
        (LINE, LISTED._replace(stage="待签收")),
        (LINE, LISTED._replace(stage=None)),
        (LINE._replace(stage=Stage.REVIEWING), LISTED),
        (LINE._replace(next_alarm=None, waits=False), LISTED),
        (LINE._replace(next_alarm=ago(minutes=3)), LISTED),
    ],
)
def test_what_looks_wrong_gets_a_second_look(line: Line | None, listed: Listed | None) -> None:
    assert is_suspect(line, listed, NOW)
