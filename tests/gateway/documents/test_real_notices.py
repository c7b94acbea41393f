"""Real notices, where the house has them: read by hand once, and since then held."""

from pathlib import Path

import pytest

from gateway.documents import read_document
from schemas.intake import DocumentKind

NOTICES = Path(__file__).parents[4] / "shared" / "notices"

pytestmark = pytest.mark.skipif(not NOTICES.is_dir(), reason="no real notices here")


def test_a_real_notice_has_its_ten_problems() -> None:
    reading = read_document(NOTICES / "nantong-2022.txt")
    assert reading.kind is DocumentKind.REMEDIATION_NOTICE
    assert [item.number for item in reading.items] == list(range(1, 11))
    assert [len(item.measures) for item in reading.items] == [3, 2, 2, 3, 2, 3, 5, 1, 1, 1]
    assert reading.declared.total is None
    assert reading.clues == ()
    assert reading.mismatches == ()


def test_a_real_plan_has_no_problems_and_says_why() -> None:
    reading = read_document(NOTICES / "shandong-2023-plan.txt")
    assert reading.kind is DocumentKind.PLAN
    assert reading.items == ()
    assert any("方案" in warning for warning in reading.warnings)
