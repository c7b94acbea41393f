"""Labels of a timeline: they tell the story, and nothing that was found or written."""

import datetime as dt

import pytest

from rules.labels import LONGEST, briefly, fitting, lately
from schemas import commands as c
from schemas import facts
from schemas.case import Stage
from schemas.people import Role
from schemas.policy import Colour, EvidenceKind, Letter
from schemas.time import Clock
from schemas.values import DutyId
from tests.rules import town
from tests.rules.life import Life
from tests.rules.stages import AT

WHO = town.person("clerk", "孙科员")
UNSAID = "机密"
SHOWN = {"kind", "held_on", "place", "where", "command", "outcome"}
CLOCK = Clock()


def told(fact: facts.Fact) -> str:
    return briefly(fact, CLOCK)


def test_a_fact_is_told_without_the_texts_that_people_wrote() -> None:
    milestone = facts.MilestoneReached(by=WHO, duty=DutyId("milestone-3"), milestone=UNSAID, text=UNSAID)
    proof = c.Evidence(
        kind=EvidenceKind.RULE, title=UNSAID, reference=UNSAID, sha256="0" * 64, effective=dt.date(2026, 3, 2)
    )
    assert told(facts.ProgressReported(by=WHO, text=UNSAID)) == "孙科员报送进展"
    assert told(milestone) == "孙科员完成节点"
    assert told(facts.EvidenceSubmitted(by=WHO, evidence=(proof,))) == "孙科员提交佐证材料"
    assert told(facts.ClosureRefused(by=WHO, level=Role.OFFICE, reason=UNSAID)) == "整改办审核退回（孙科员）"
    assert told(facts.MatterRaised(by=WHO, matter=UNSAID, to=Role.COMMITTEE)).endswith("会诊")


def test_what_people_need_to_follow_the_story_stays() -> None:
    climbed = facts.RungClimbed(
        duty=DutyId("progress-4"), rung=2, colour=Colour.ORANGE, told=(WHO,), letter=Letter.WARNING, letter_number="x"
    )
    assert told(climbed) == "橙色预警“报送整改进展”，发预警函"
    held = facts.InterviewHeld(by=WHO, number=1, held_on="2026-09-10", place="三楼", present=(), record=UNSAID)
    assert told(held) == "第1次约谈于2026-09-10在三楼进行，承诺0项"
    assert told(facts.Resumed(by=None)) == "系统恢复办理：挂起期满"


@pytest.mark.parametrize("stage", AT)
def test_no_text_of_a_life_gets_out(stage: Stage) -> None:
    for entry in AT[stage]().entries:
        written = {name for name, value in entry.fact if type(value) is str} - SHOWN
        assert UNSAID not in told(entry.fact.model_copy(update=dict.fromkeys(written, UNSAID)))


def test_the_latest_facts_are_listed_newest_first_with_their_numbers() -> None:
    entries = Life().at_work().entries
    assert lately(entries[:1], CLOCK).endswith(" 立项：第7号问题（第1条）")
    lines = lately(entries, CLOCK).splitlines()
    assert len(lines) == min(6, len(entries))
    assert lines[0].endswith(f"（第{entries[-1].number}条）")
    assert lines[1].endswith(f"（第{entries[-2].number}条）")
    assert lately((), CLOCK) == ""


def test_words_are_cut_between_two_signs() -> None:
    assert fitting("长" * 5, 15) == "长" * 5
    assert fitting("长" * 6, 15) == "长" * 4 + "…"
    assert len(fitting("𠮷" * 500).encode()) <= LONGEST
