"""Hostile papers: policies, calendars, rosters and scripts, as YAML that somebody edited badly or with intent."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from pydantic import BaseModel

from gateway.calendar_files import load_calendar
from gateway.policy_clocks import anchored
from gateway.policy_files import POLICIES, load_policy
from gateway.roster_files import load_roster, roster_warnings
from gateway.script_files import load_play
from rules.cases import let_time_pass, next_alarm, open_case
from rules.roster import standing_of
from rules.soundness import findings_of
from schemas.people import Roster
from schemas.policy import Policy
from schemas.time import WorkCalendar
from schemas.words import Refusal, Text
from tests.fuzz.signs import EVERYDAY, WELL_FORMED
from tests.fuzz.target import Target
from tests.fuzz.verdict import answered, assert_kept, assert_said
from tests.fuzz.visibility import assert_startable
from tests.rules import town

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
POLICY = """\
extends: county
name: probe
title: {zh: 试办法, en: Probe}
clock: {day: 1s, office_opens: "09:00", day_ends: "17:30"}
duties:
  assign: {due: 2wd, owed_by: office, ladder: assign}
ladders:
  assign:
    rungs:
      - {at: -1d, tell: [office], colour: green}
      - {at: 3wd, tell: [office, principal], colour: red, letter: warning, interview: true}
    repeat: 6wd
speeds:
  timed: {due: 3mo, plan: true, reports: 1mo}
review: {levels: [lead_unit, leader, office], checklist: [{zh: 是否到位, en: Is it done}]}
extension: {deciders: [leader, committee], most: 2, longest: 30d}
look_backs: {after: [6mo, 1y]}
"""
CALENDAR = """\
version: "2026"
years:
  2025: {published: false, source: 法, holidays: {2025-01-01: 元旦}}
  2026:
    published: true
    source: 通知
    holidays: {2026-01-01..2026-01-03: 元旦, 2026-10-01..2026-10-07: 国庆}
    make_up_days: [2026-01-04, 2026-09-27]
"""
ROSTER = """\
unit: 某市卫健委
people:
  - {id: zhang, name: 张处长, unit: 机关党委, post: 处长, roles: [office, leader], categories: [财务管理]}
  - {id: zheng, name: 郑书记, roles: [principal]}
  - {id: he, name: 何秘书, roles: [committee]}
  - {id: li, name: 李科长, unit: 财务科, roles: [lead_unit], categories: [财务管理]}
  - {id: liu, name: 刘科员, unit: 财务科, roles: [handler], categories: [财务管理]}
"""
SCRIPT = """\
title: {zh: 演练, en: Rehearsal}
policy: fast
roster: roster.yaml
feedback: feedback.csv
default: prompt
items: {3: late}
patterns:
  prompt:
    title: {zh: 及时, en: prompt}
    acts:
      - {do: submit_plan, when: {owes: plan, after: 1d}, with: {measures: [建立制度], due: $today+30d}}
      - {do: leave_note, as: leader, when: {stage: rectifying}, with: {text: "{number} 抓紧"}}
  late: {title: {zh: 拖延, en: late}, like: [prompt]}
"""
WORDS = (
    "~",
    "[]",
    "{}",
    "[a]",
    "{a: b}",
    "!!binary aGk=",
    "!!python/object:os.system x",
    "&a [*a]",
    "*a",
    "<<",
    "|",
    ">",
)
QUOTED = (
    '"\\0"',
    '"\\ud800"',
    '"\\x1b[31m"',
    '"\\U0010ffff"',
    "'",
    '"',
    "0x1F",
    "0o17",
    "1_000",
    "1:30:00",
    ".inf",
    "..",
)
SPANS = ("0d", "-1d", "99999d", "100y", "101y", "25000wd", "1.5d", "10 d", "１d", "1ms", "24h", "25h", "0ms")
DATES = ("2026-13-01", "0001-01-01", "9999-12-31", "2026-10-07..2026-10-01", "2026-01-01..2200-01-01", "1949", "2201")
NAMES = ("extends", "name", "title", "zh", "due", "county", "fast", "office", "handler", "assign", "prompt", "late")
SCALARS = st.sampled_from((*WORDS, *QUOTED, *SPANS, *DATES, *NAMES, *EVERYDAY)) | WELL_FORMED
MARKS = ": ,[]{}\n-\"'"


@dataclass(frozen=True)
class Paper:
    """One kind of paper: a sound one, how it is read, and what holds of one that was accepted."""

    name: str
    sound: str
    load: Callable[[Path], BaseModel]
    serves: Callable[[BaseModel], None]
    share: int


@st.composite
def damaged(draw: st.DrawFn, sound: str) -> bytes:
    """Draw a paper with words replaced, lines lost, doubled, moved or nested, or bytes that are none of its encoding."""
    written = sound
    for _ in range(draw(st.integers(1, 3))):
        written = draw(st.sampled_from(DEEDS))(draw, written)
    encoding = draw(st.sampled_from(("utf-8",) * 12 + ("utf-8-sig", "gb18030", "utf-16", "utf-32")))
    return written.encode(encoding, "ignore")


def _replace(draw: st.DrawFn, written: str) -> str:
    cuts = [0, *(place for place, sign in enumerate(written) if sign in MARKS), len(written)]
    place = draw(st.integers(0, len(cuts) - 2))
    return f"{written[: cuts[place] + 1]} {draw(SCALARS)}{written[cuts[place + 1] :]}"


def _shuffle(draw: st.DrawFn, written: str) -> str:
    lines = written.splitlines()
    at = draw(st.integers(0, max(0, len(lines) - 1)))
    line = lines[at] if lines else ""
    with_line: tuple[list[str], ...] = (
        [],
        [line, line],
        ["  " + line],
        ["\t" + line],
        [line.lstrip()],
        ["---", line],
        [line, "? " + line],
        ["# " + line],
    )
    return "\n".join([*lines[:at], *draw(st.sampled_from(with_line)), *lines[at + 1 :]])


def _insert(draw: st.DrawFn, written: str) -> str:
    at = draw(st.integers(0, len(written)))
    return written[:at] + draw(SCALARS) + written[at:]


def _nest(draw: st.DrawFn, written: str) -> str:
    depth, (opens, closes) = draw(st.sampled_from((3, 19, 25, 500))), draw(st.sampled_from(("[]", "{}", ("- ", ""))))
    at = draw(st.integers(0, len(written)))
    return f"{written[:at]}\nx: {opens * depth}{closes * depth}\n{written[at:]}"


DEEDS = (_replace, _replace, _replace, _shuffle, _insert, _nest)


@cache
def _calendar() -> WorkCalendar:
    return load_calendar(POLICIES / "calendars" / "cn.yaml")


def _rules(policy: BaseModel) -> None:
    """A case under an accepted policy opens and waits for something, or says why it can't; then Temporal takes it."""
    assert isinstance(policy, Policy)
    for finding in findings_of(policy, _calendar()):
        assert_said(finding.reason)
    opening = town.opening(policy=anchored(policy, town.MONDAY), calendar=_calendar())
    try:
        case, _ = open_case(opening, town.MONDAY)
        for _ in range(3):
            alarm = next_alarm(case)
            assert alarm is not None
            case, _ = let_time_pass(case, alarm.at)
    except Refusal as refusal:
        assert_said(refusal.reason)
        return
    assert_startable(opening, town.MONDAY)


def _counts(calendar: BaseModel) -> None:
    assert isinstance(calendar, WorkCalendar)
    opening = town.opening(calendar=calendar)
    opened = answered(lambda: open_case(opening, town.MONDAY))
    assert isinstance(opened, Text) or opened[1]


def _stands(roster: BaseModel) -> None:
    assert isinstance(roster, Roster)
    for warning in roster_warnings(roster):
        assert_said(warning)
    answered(lambda: standing_of(roster))


def _plays(_: BaseModel) -> None:
    """A script says what is wrong with an act when its moment comes."""


def _reads(paper: Paper) -> Callable[[bytes], None]:
    def is_read_or_refused(content: bytes) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "试.yaml"
            path.write_bytes(content)
            read = answered(lambda: paper.load(path))
        if isinstance(read, Text):
            assert path.name in read.zh
            assert path.name in read.en
        else:
            assert_kept(read)
            paper.serves(read)

    return is_read_or_refused


PAPERS = (
    Paper("policies", POLICY, load_policy, _rules, 6),
    Paper("calendars", CALENDAR, load_calendar, _counts, 15),
    Paper("rosters", ROSTER, load_roster, _stands, 15),
    Paper("scripts", SCRIPT, load_play, _plays, 15),
)
TARGETS = tuple(
    Target(paper.name, damaged(paper.sound), _reads(paper), share=paper.share, slice=paper.share) for paper in PAPERS
)
