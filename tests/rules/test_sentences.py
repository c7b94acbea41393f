"""What happened is told in one sentence, in both languages, for every fact there is."""

import datetime as dt
from typing import get_args

import pytest

from rules.sentences import names, people_named, tell
from schemas import commands as c
from schemas import facts as f
from schemas.commands import Commitment
from schemas.facts import CommandRefused, Fact
from schemas.people import Role
from schemas.policy import Colour, Letter
from schemas.time import Clock
from schemas.values import DutyId
from tests.rules import town
from tests.rules.life import Life

BY = town.person("office", "钱主任")


def test_every_fact_of_a_long_life_is_told_without_leftovers() -> None:
    lives = [Life().closed().wait("1y").relapsed(), Life().at_work(30, ("摸底", 5)).wait("6mo")]
    for entry in (entry for life in lives for entry in life.entries):
        said = tell(entry.fact)
        for words in (said.zh, said.en):
            assert words
            assert "None" not in words
            assert "{" not in words


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        (f.Resumed(by=None), "系统恢复办理：挂起期满", "the clock resumed it: the suspension ended"),
        (f.Resumed(by=BY, reason="汛期结束"), "钱主任恢复办理：汛期结束", "钱主任 resumed it: 汛期结束"),
        (
            f.LeaderAssigned(by=None, assignment=town.ASSIGNMENT),
            "名册确定：责任领导张处长，牵头单位医政科，责任人刘科员",
            "the roster named leader 张处长, lead unit 医政科, handler 刘科员",
        ),
        (f.Settled(outcome="withdrawn"), "办结（撤销）", "settled (withdrawn)"),
        (
            CommandRefused(command="assign", reason_zh="不合规", reason_en="not allowed"),
            "未受理“责任分工”：不合规",
            "“assign” was refused: not allowed",
        ),
        (
            f.RungClimbed(
                duty=DutyId("rectify-5"),
                rung=5,
                colour=Colour.RED,
                told=(BY,),
                letter=Letter.CIRCULAR,
                letter_number="通〔t/7〕5号",
                propose_decision=True,
            ),
            "红色预警“完成整改并申请销号”，告知钱主任，发通报通〔t/7〕5号，建议提请会诊",
            "red warning to rectify and report done, told 钱主任, circular 通〔t/7〕5号, a decision above is proposed",
        ),
        (
            f.InterviewHeld(
                by=BY,
                number=1,
                held_on="2026-04-01",
                place="会议室",
                present=("张处长",),
                record="oa://1",
                commitments=(Commitment(what="完成", due=dt.date(2026, 5, 1)),),
            ),
            "第1次约谈于2026-04-01在会议室进行，承诺1项",
            "interview 1 held on 2026-04-01 at 会议室, 1 commitments",
        ),
    ],
)
def test_a_fact_is_told_as_people_would(fact: Fact, zh: str, en: str) -> None:
    assert tell(fact).zh == zh
    assert tell(fact).en == en


def test_braces_in_what_people_write_are_no_placeholders() -> None:
    said = tell(f.NoteLeft(by=BY, text="按{0}与{by}办理 %s"))
    assert said.zh == "钱主任批示：按{0}与{by}办理 %s"


def test_a_level_is_named_and_not_its_key() -> None:
    life = Life().at_work().reported().do(c.ApproveClosure, "head", level=Role.LEAD_UNIT)
    assert tell(life.last(f.LevelApproved)).zh == "牵头单位审核通过（王科长）"


def test_a_duty_of_a_kind_that_is_not_known_is_told_by_its_id() -> None:
    rung = f.RungClimbed(duty=DutyId("novelty-3"), rung=0, colour=Colour.GREEN, told=(BY,))
    assert "novelty-3" in tell(rung).zh


def test_dates_are_told_by_the_clock_of_the_case() -> None:
    at = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    suspended = f.Suspended(by=BY, reason="等待审批", until=at)
    assert "2026-03-03" in tell(suspended).zh
    fast = Clock(day_length=dt.timedelta(seconds=1)).anchored(at - dt.timedelta(seconds=40))
    assert "2026-04-12" in tell(suspended, fast).zh


def test_persons_are_listed_as_each_language_does() -> None:
    pair = town.STANDING.office
    assert names(pair) == "钱主任、孙科员"
    assert people_named(pair).en == "钱主任, 孙科员"


def test_every_fact_kind_is_written_in_its_own_name() -> None:
    for fact in get_args(get_args(Fact)[0]):
        kind = fact.model_fields["kind"].default
        assert kind.replace("_", "") == fact.__name__.lower()
