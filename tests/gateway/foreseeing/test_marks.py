"""Room for the signs of a plan: none covers another, each stays near its day and within the picture."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gateway.foreseeing.marks import labels, spread
from gateway.foreseeing.picture import picture
from gateway.plan_scripts import shipped_scripts
from schemas.words import text
from tests.gateway.foreseeing.test_plan import played

DAYS = st.lists(st.floats(190, 1060), max_size=60).map(sorted)


@given(DAYS)
def test_places_are_a_gap_apart_in_order_and_within_bounds(wanted: list[float]) -> None:
    places = spread(wanted, 14, 190, 1060)
    assert all(190 <= place <= 1060 for place in places)
    assert all(after - before >= 13.8 for before, after in pairwise(places))


def test_what_has_room_stays_where_it_is() -> None:
    assert spread([200, 203, 400, 1058, 1060], 15, 190, 1060) == [200, 215, 400, 1045, 1060]


def test_a_label_that_would_run_into_the_next_goes_lower_than_it() -> None:
    assert labels({0: 30, 20: 30, 40: 30, 100: 30}) == {0: 2, 20: 1, 40: 0, 100: 0}


@pytest.mark.parametrize("script", shipped_scripts())
def test_no_circle_covers_another_or_a_due_line(script: str) -> None:
    drawn = etree.fromstring(picture(played(script), text("甲", "A")).encode())
    circles = [(float(one.get("cx")), float(one.get("cy"))) for one in drawn.xpath("//*[local-name()='circle']")]
    assert all(y != y2 or abs(x - x2) >= 14 for (x, y), (x2, y2) in pairwise(sorted(circles, key=lambda c: c[::-1])))
    for line in drawn.xpath("//*[@class='due']"):
        x, top = float(line.get("x1")), float(line.get("y1"))
        assert not [c for c in circles if abs(c[0] - x) < 8 and abs(c[1] - top) < 7]


def test_the_picture_says_which_region_s_signs_it_is_written_in() -> None:
    drawn = etree.fromstring(picture(played("in_time"), text("甲", "A")).encode())
    assert drawn.get("lang") == "zh-CN"
    assert "Noto Sans CJK SC" in "".join(drawn.itertext())
