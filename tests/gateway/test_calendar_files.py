"""The official calendar's file: what the house ships, and what an office's slip of the pen is answered with."""

import datetime as dt
import re
from pathlib import Path

import pytest

from gateway.calendar_files import load_calendar
from schemas.time import WorkCalendar
from schemas.words import Refusal

OFFICIAL = Path(__file__).parents[2] / "policies/calendars/cn.yaml"
SOUND = """\
version: test-1
years:
  2026:
    published: true
    source: 某号
    holidays:
      2026-10-01..2026-10-07: 国庆节
      2026-01-01: 元旦
    make_up_days: [2026-10-10]
"""


def refusal(folder: Path, content: str | bytes) -> str:
    path = folder / "calendar.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Refusal) as caught:
        load_calendar(path)
    assert caught.value.reason.zh.startswith(str(path))
    said = caught.value.reason.en.replace(f"{path}, ", "").replace(str(path), "")
    return re.sub(r"(?m)^(line \d+), [^:]+: ", r"\1: ", said)  # where in the file, beside its line


def test_the_official_calendar_names_the_notice_of_each_published_year() -> None:
    calendar = load_calendar(OFFICIAL)
    assert [(year.year, year.published, year.source) for year in calendar.years] == [
        (2024, True, "国办发明电〔2023〕7号"),
        (2025, True, "国办发明电〔2024〕12号"),
        (2026, True, "国办发明电〔2025〕7号"),
        (2027, False, "国务院令第795号第二条"),
    ]


def test_the_official_calendar_is_small_enough_to_lie_in_each_case() -> None:
    written = load_calendar(OFFICIAL).model_dump_json()
    assert len(written.encode()) < 1_200
    assert WorkCalendar.model_validate_json(written) == load_calendar(OFFICIAL)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "calendar.yaml").write_text(SOUND, "utf-8")
    (year,) = load_calendar(tmp_path / "calendar.yaml").years
    assert year.holiday_on(dt.date(2026, 10, 7)) == "国庆节"
    assert year.make_up_days == (dt.date(2026, 10, 10),)


@pytest.mark.parametrize(
    ("sound", "slip", "answer"),
    [
        ("published:", "publishd:", "line 4: “publishd” is unknown; is “published” meant?"),
        ("version:", "xyz:", "line 1: “xyz” is unknown; Allowed: version, years."),
        ("    source: 某号\n", "", "line 3: It is missing."),
        ("published: true", "published: maybe", "line 4: “maybe” stands here; write true or false."),
        ("[2026-10-10]", "[2026-10-10, 2026-10-10]", "line 9: 2026-10-10 is listed twice."),
        ("[2026-10-10]", "[2026-10-04]", "line 9: 2026-10-04 is listed twice."),
        ("2026-01-01: 元旦", "2026-10-07: 中秋节", "line 8: 2026-10-07 is listed twice."),
        ("2026-01-01: 元旦", "2026-10-01..2026-10-07: 国庆节", "line 8: It already stands on line 7; write it once."),
        ("[2026-10-10]", "[2026-10-12]", "line 9: The make-up day 2026-10-12 is no Saturday or Sunday."),
        ("2026-01-01: 元旦", "2025-12-31..2026-01-01: 元旦", "line 8: 2025-12-31 is not in 2026."),
        ("2026-10-01..2026-10-07", "2026-10-07..2026-10-01", "line 7: The holiday ends before it begins."),
        ("2026-01-01:", "2026-02-30:", "line 8: “2026-02-30” is no date"),
        ("2026-01-01:", "元旦:", "line 8: “元旦” is no date"),
        ("2026-01-01: 元旦", "2026-01-01:", "line 8: Nothing stands after it."),
        ("2026-01-01: 元旦", "2026-01-01: [元旦]", "line 8: “['元旦']” stands here; a text belongs here"),
        ("2026-01-01: 元旦", "[2026-01-01]: 元旦", "line 8: A name must be one word."),
        ("[2026-10-10]", "2026-10-10", "line 9: “2026-10-10” stands here; a list belongs here"),
        ("  2026:\n", "  二〇二六:\n", "line 3: “二〇二六” stands here; a whole number belongs here."),
        ("source: 某号", "source: [某号", "This is not valid YAML"),
        ("version: test-1", "version: *nobody", "line 1: Aliases (*) are not allowed"),
    ],
)
def test_a_slip_is_answered_with_its_line(tmp_path: Path, sound: str, slip: str, answer: str) -> None:
    assert SOUND.count(sound) == 1
    assert answer in refusal(tmp_path, SOUND.replace(sound, slip))


def test_a_year_left_out_is_missed(tmp_path: Path) -> None:
    later = SOUND.partition("years:\n")[2].replace("2026", "2028").replace("[2028-10-10]", "[2028-10-14]")
    assert refusal(tmp_path, SOUND + later) == "line 2: After 2026 comes 2027, not 2028."


def test_a_version_that_is_too_long_is_refused(tmp_path: Path) -> None:
    assert "at most 40 characters" in refusal(tmp_path, SOUND.replace("test-1", "v" * 41))


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("", ": The file is empty."),
        ("- 2026\n", "line 1: Lines of “name: value” belong here."),
        ("version: v\nyears: {}\n", "line 2: “{}” stands here; "),
        ("国庆节".encode("gbk"), ": The file must be UTF-8 text; save it as UTF-8."),
    ],
)
def test_what_is_no_calendar_is_refused(tmp_path: Path, content: str | bytes, answer: str) -> None:
    assert refusal(tmp_path, content).startswith(answer)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="文件打不开"):
        load_calendar(tmp_path / "nowhere.yaml")
