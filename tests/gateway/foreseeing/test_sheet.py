"""The list, the picture and the page of a plan: all of it is told, in both languages, and the page needs nothing else."""

import re

import pytest
from lxml import etree

from gateway.foreseeing.lines import DISCHARGED, OPENED, lines
from gateway.foreseeing.picture import picture
from gateway.foreseeing.plan import Plan, play_plan
from gateway.foreseeing.sheet import sheet
from gateway.foreseeing.unit import opening, sample, unit
from gateway.plan_scripts import shipped_scripts
from schemas.facts import InterviewCalled, RungClimbed
from schemas.words import Language, text
from tests.gateway.foreseeing.test_plan import BEGAN, CALENDAR, COUNTY, played, script_called

TITLE = text("<某县>办法", "<a county>")


def played_in(language: Language, script: str) -> Plan:
    begun = opening(COUNTY, CALENDAR, sample(), BEGAN, unit(language))
    return play_plan(begun, script_called(script), unit(language), 400)


@pytest.mark.parametrize("script", shipped_scripts())
def test_the_list_has_every_fact_and_every_duty_once_and_in_order(script: str) -> None:
    plan = played(script)
    told = list(lines(plan))
    assert [line.kind for line in told if line.kind not in (OPENED, DISCHARGED)] == [e.fact.kind for e in plan.entries]
    again = sum(len(spell.breaks) for spell in plan.spells)
    assert sum(line.kind == OPENED for line in told) == len(plan.spells) + again
    assert sum(line.kind == DISCHARGED for line in told) == sum(s.until is not None for s in plan.spells) + again
    assert [line.at for line in told] == sorted(line.at for line in told)


def test_each_line_says_whom_it_concerns_and_why() -> None:
    told = [(line.what.zh, line.who.zh, line.why.zh) for line in lines(played("always_late"))]
    assert ("＋ 确定责任分工", "整改办", "2026-03-16到期，5个工作日") in told
    assert ("－ 确定责任分工", "整改办", "逾期3天") in told
    warning = (
        "橙色预警“签收”，发预警函预〔plan/001〕4号",
        "责任人、牵头单位、责任领导",
        "2026-03-23到期，逾期2个工作日",
    )
    assert warning in told
    reason = "“完成整改并申请销号”逾期，按阶梯约谈"
    assert any(what.startswith("第1次约谈通知") and (who, why) == ("责任领导", reason) for what, who, why in told)


@pytest.mark.parametrize("script", shipped_scripts())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_sound_and_shows_each_duty_letter_and_interview(script: str, language: Language) -> None:
    plan = played_in(language, script)
    drawn = etree.fromstring(picture(plan, TITLE, language).encode())
    marks = drawn.xpath("//*[@class='mark']")
    facts = [entry.fact for entry in plan.entries]
    letters = sum(isinstance(fact, RungClimbed) and fact.letter is not None for fact in facts)
    assert len(marks) == letters + sum(isinstance(fact, InterviewCalled) for fact in facts)
    assert {element.get("x") for element in drawn.xpath("//*[@fill='var(--paper)']")} == {
        element.get("x") for element in drawn.xpath("//*[@fill-opacity]")
    }
    for element in drawn.xpath("//*[local-name()='rect']"):
        assert 0 <= float(element.get("x")) <= 1080
        assert float(element.get("width")) > 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_needs_nothing_else_and_says_what_it_was_told(language: Language) -> None:
    plan = played_in(language, "relapse")
    page = sheet(plan, TITLE, TITLE, language)
    assert not re.findall(r"(?:src|href|@import|url\()", page)
    assert "<某县>" not in page
    assert {"zh": "&lt;某县&gt;办法", "en": "&lt;a county&gt;"}[language] in page
    assert page.count("<tr") == 1 + len(list(lines(plan)))
    assert {"zh": "问题反弹", "en": "found a relapse"}[language] in page


def test_a_plan_in_english_names_people_by_their_roles_in_english() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    told = [f"{line.what.en} {line.who.en} {line.why.en}" for line in lines(played_in("en", "never_moves"))]
    assert [words for words in told if chinese.search(re.sub("[提预督通约](?=〔)|号", "", words))] == []
