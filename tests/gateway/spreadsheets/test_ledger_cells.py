"""Each column's rule: what is understood, and what the row error says is allowed."""

import datetime as dt
from decimal import Decimal

import pytest

from gateway.spreadsheets.amounts import amount_of, unit_of
from gateway.spreadsheets.dates import due_of
from gateway.spreadsheets.grid import Objection, Value
from gateway.spreadsheets.ordinals import number_of
from gateway.spreadsheets.splitting import measures, units
from gateway.spreadsheets.terms import speed_of, status_of, strict_status_of
from schemas.intake import StatedStatus
from schemas.policy import Speed

DAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (1, 1),
        (1.0, 1),
        ("1", 1),
        ("1.", 1),
        ("１２、", 12),
        ("(3)", 3),
        ("（一）", 1),
        ("十二、", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("第4项", 4),
        ("1.0", 1),
        ("", None),
        (None, None),
    ],
)
def test_numbers_are_read_as_offices_write_them(written: Value, number: int | None) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize("written", ["1.1", 1.5, 0, -3, "甲", "1-1", True, "12345678", float("inf"), float("nan"), DAY])
def test_what_is_no_whole_number_is_refused_with_examples(written: Value) -> None:
    with pytest.raises(Objection, match="不是序号；允许写整数"):
        number_of(written)


@pytest.mark.parametrize(
    "written",
    [
        DAY,
        dt.datetime(2026, 3, 31, 17, 30, tzinfo=dt.UTC),
        "2026-03-31",
        "2026年3月31日",
        "2026年3月31日前",
        "2026.3.31",
        "2026/3/31",
        "２０２６．３．３１",
        "20260331",
        20260331.0,
        "2026-03-31 00:00:00",
        " 2026 年 3 月 31 日 ",
    ],
)
def test_dates_are_read_as_offices_write_them(written: Value) -> None:
    assert due_of(written, None) == DAY


@pytest.mark.parametrize(
    "written", ["3月底前", "2026年底", "年内", "立行立改", "31/3/2026", True, "2026-03-31至2026-06-30"]
)
def test_a_vague_date_is_refused_and_the_sentence_says_what_is_allowed(written: Value) -> None:
    with pytest.raises(Objection, match="允许写日期，如 2026-03-31"):
        due_of(written, None)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2026年2月底前", "如指月底，请写 2026-02-28"),
        (46112.0, "未设日期格式的数字（即 2026-03-31）"),
        ("2026-02-30", "不是日历上有的日期"),
        ("1026-03-31", "允许 2000 年至 2099 年"),
        (dt.date(1900, 1, 1), "允许 2000 年至 2099 年"),
    ],
)
def test_a_wrong_date_is_refused_with_the_right_one_where_it_can_be_told(written: Value, sentence: str) -> None:
    with pytest.raises(Objection, match=sentence):
        due_of(written, None)


def test_no_end_is_allowed_for_long_term_problems_only() -> None:
    assert due_of("长期坚持", Speed.LONG_TERM) is None
    for speed in (None, Speed.TIMED, Speed.IMMEDIATE):
        with pytest.raises(Objection, match="只允许用于整改类型为「长期整改」"):
            due_of("长期坚持", speed)


@pytest.mark.parametrize(
    ("written", "speed"),
    [
        ("立行立改", Speed.IMMEDIATE),
        ("边查边改", Speed.IMMEDIATE),
        ("限期", Speed.TIMED),
        ("分阶段整改", Speed.TIMED),
        ("持续整改", Speed.LONG_TERM),
        ("Long-term", Speed.LONG_TERM),
        (" ", None),
    ],
)
def test_many_words_come_to_three_speeds(written: str, speed: Speed | None) -> None:
    assert speed_of(written) == speed


def test_an_unknown_speed_is_refused_with_the_three() -> None:
    with pytest.raises(Objection, match="「尽快」不是整改类型；允许写立行立改、限期整改、长期整改"):
        speed_of("尽快")


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("已完成整改", StatedStatus.DONE),
        ("整改到位", StatedStatus.DONE),
        ("基本完成", StatedStatus.BASICALLY_DONE),
        ("正在推进", StatedStatus.ONGOING),
        ("部分整改", StatedStatus.ONGOING),
        ("已阶段性完成并长期坚持", StatedStatus.LONG_TERM),
        ("未完成", StatedStatus.NOT_STARTED),
        ("尚未整改", StatedStatus.NOT_STARTED),
        ("见附件", None),
    ],
)
def test_status_words_are_mapped_and_basically_done_is_not_done(written: str, status: StatedStatus | None) -> None:
    assert status_of(written) == status


def test_an_unknown_status_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(Objection, match="允许写已完成、基本完成"):
        strict_status_of("绿灯")


@pytest.mark.parametrize(
    ("written", "unit", "yuan"),
    [
        ("12.5万元", 1, "125000"),
        ("1.2亿元", 1, "120000000"),
        ("3,500元", 1, "3500"),
        ("￥3，500.50", 1, "3500.5"),
        (12.5, 10_000, "125000"),
        ("12.5万元", 10_000, "125000"),
        ("300元", 10_000, "300"),
        (0.1, 1, "0.1"),
        (None, 1, None),
    ],
)
def test_amounts_are_read_in_yuan(written: Value, unit: int, yuan: str | None) -> None:
    assert amount_of(written, unit) == (Decimal(yuan) if yuan else None)


@pytest.mark.parametrize("written", ["若干", "3笔12万元", -5, True, "9" * 40, float("inf"), float("nan")])
def test_what_is_no_amount_is_refused_with_examples(written: Value) -> None:
    with pytest.raises(Objection, match="不是金额；允许写数字"):
        amount_of(written, 1)


def test_the_unit_of_a_column_comes_from_its_header() -> None:
    assert [unit_of(header) for header in ("涉及金额", "金额（万元）", "金额(亿元)", "金额(千元)")] == [
        1,
        10**4,
        10**8,
        1000,
    ]


def test_units_are_split_and_named_once() -> None:
    assert units("财政局、审计局,人社局；财政局 教育局\n卫健委") == ("财政局", "审计局", "人社局", "教育局", "卫健委")
    assert units("Finance Office; Audit Office") == ("Finance Office", "Audit Office")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1.修订办法；2.补办审议；", ("修订办法", "补办审议")),
        ("1、追缴2.5万元\n2、开展3.15检查", ("追缴2.5万元", "开展3.15检查")),
        ("（1）甲（2）乙（3）丙", ("甲", "乙", "丙")),
        ("①甲②乙", ("甲", "乙")),
        ("一是甲。二是乙。", ("甲。", "乙。")),
        ("甲\n\n乙", ("甲", "乙")),
        ("措施如下：\n1.甲\n续行\n2.乙", ("措施如下：\n甲\n续行", "乙")),
        ("1.只有一条", ("只有一条",)),
        ("追缴12.5万元。2026.3.31前完成", ("追缴12.5万元。2026.3.31前完成",)),
        ("", ()),
    ],
)
def test_measures_are_split_by_their_numbers_or_lines(written: str, parts: tuple[str, ...]) -> None:
    assert measures(written) == parts
