"""A life in full: late, interviewed, extended, handed over, sent back, closed, fallen back, and settled at last."""

import datetime as dt
from typing import Any

import pytest

from gateway.histories import copy_history
from rules.board import board
from rules.cases import next_alarm
from schemas.case import Case, CaseSummary, Stage
from schemas.entries import Batch
from schemas.policy import DutyKind
from schemas.words import Language
from tests.workflows import papers
from tests.workflows.desk import Desk, Story
from tests.workflows.life import Life
from tests.workflows.town import ASSIGNMENT, new_case, person


class Year:
    """People at work on one case, and days that pass between."""

    def __init__(self, desk: Desk, story: Story) -> None:
        self.desk = desk
        self.story = story
        self.papers = 0

    async def case(self) -> Case:
        return await self.desk.case(self.story)

    async def do(self, name: str, actor: str, /, **fields: Any) -> None:
        await self.desk.do(self.story, name, actor, **fields)

    async def days(self, days: float) -> None:
        await self.desk.env.sleep(dt.timedelta(days=days))

    async def day(self, days: int = 0) -> dt.date:
        return papers.today(await self.case(), await self.desk.now(), days)

    async def wait_for(self, kind: DutyKind) -> str:
        """Wait until time brings a duty of this kind; return its id."""
        for _ in range(50):
            case = await self.case()
            for duty in case.duties:
                if duty.kind is kind:
                    return duty.id
            await self.until_the_next_alarm(case)
        raise AssertionError(f"nobody ever owes {kind}")

    async def until_the_next_alarm(self, case: Case) -> None:
        alarm = next_alarm(case)
        assert alarm is not None
        await self.desk.env.sleep(alarm.at - await self.desk.now() + dt.timedelta(seconds=1))

    async def hand_in(self, actor: str) -> None:
        self.papers += 1
        await self.do(
            "submit_evidence", actor, evidence=papers.proof(await self.case(), await self.day(), str(self.papers))
        )
        await self.do("report_done", actor, statement="各项措施已落实")

    async def all_agree(self) -> None:
        while (case := await self.case()).stage is Stage.REVIEWING:
            await self.desk.send(self.story, papers.approval(case))


async def live_a_year(year: Year) -> CaseSummary:
    """Live through everything that may happen to an item."""
    await year.days(1)
    await year.do("assign", "office", assignment=ASSIGNMENT.model_dump())
    await year.do("acknowledge", "handler")
    await year.do("submit_plan", "handler", **papers.plan(await year.day(60)))
    await year.do("return_plan", "office", reason="措施不具体")
    await year.do("submit_plan", "handler", **papers.plan(await year.day(60)))
    await year.do("approve_plan", "office")
    await extended_and_handed_over(year)
    await interviewed(year)
    await sent_back_and_closed(year)
    await fallen_back(year)
    await looked_at_to_the_end(year)
    return await year.story.result()


async def extended_and_handed_over(year: Year) -> None:
    await year.days(30)
    await year.do("report_progress", "handler", text="正在清退")
    await year.do("request_extension", "handler", reason="清退涉及多家单位", due=str(await year.day(75)))
    await year.do("decide_extension", "leader", grant=True, reason="情况属实")
    await year.do("hand_over", "office", leaver="handler", successor=person("heir").model_dump(), reason="岗位调整")
    await year.do("suspend", "principal", until=str(await year.day(10)), reason="等待上级审计结论")
    await year.days(12)
    await year.do("raise_matter", "heir", matter="须明确退费口径")
    await year.do("leave_note", "principal", text="抓紧整改")


async def interviewed(year: Year) -> None:
    await year.wait_for(DutyKind.NOTICE)  # the ladder calls the leader
    number = (await year.case()).interviews[-1].number
    await year.do("acknowledge_notice", "leader", interview=number)
    await year.do("record_missed_interview", "office", interview=number, reason="外出开会")
    await year.days(4)
    promised = await year.day(20)
    await year.do("record_interview", "office", **papers.record(number, await year.day(), promise=promised))
    await year.do("fulfil_commitment", "leader", duty=await year.wait_for(DutyKind.COMMITMENT), text="已全部清退")
    await year.do("decide_matter", "secretary", duty=await year.wait_for(DutyKind.MATTER), decision="按规定退费")


async def sent_back_and_closed(year: Year) -> None:
    await year.hand_in("heir")
    await year.desk.send(year.story, papers.approval(await year.case()))
    await year.do("refuse_closure", "leader", level="leader", reason="佐证不足")
    await year.days(5)
    await year.hand_in("heir")
    await year.all_agree()
    await year.do("record_publication", "office", where="门户网站")


async def fallen_back(year: Year) -> None:
    await year.wait_for(DutyKind.LOOK_BACK)
    await year.do("report_relapse", "supervisor", finding="又有超标准接待")
    assert (await year.case()).round == 2
    await year.do("decline_interview", "office", duty=await year.wait_for(DutyKind.CALL_INTERVIEW), reason="已约谈")
    await year.do("submit_plan", "heir", **papers.plan(await year.day(20)))
    await year.do("approve_plan", "office")
    await year.days(15)
    await year.hand_in("heir")
    await year.all_agree()


async def looked_at_to_the_end(year: Year) -> None:
    await year.do("record_publication", "office", where="门户网站")
    for _ in (await year.case()).look_backs:
        await year.wait_for(DutyKind.LOOK_BACK)
        await year.do("pass_look_back", "supervisor", finding="未见反弹")


MUST_HAPPEN = {
    "case_opened", "leader_assigned", "acknowledged", "plan_submitted", "plan_returned", "plan_approved",
    "progress_reported", "extension_requested", "extension_granted", "handed_over", "suspended", "resumed",
    "matter_raised", "matter_decided", "note_left", "rung_climbed", "interview_called", "notice_acknowledged",
    "interview_missed", "interview_held", "commitment_fulfilled", "evidence_submitted", "reported_done",
    "level_approved", "closure_refused", "closed", "published", "look_back_opened", "relapsed", "interview_declined",
    "look_back_passed", "settled",
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_case_lives_through_everything_and_settles(skipping: Desk, language: Language) -> None:
    story = await skipping.begin(new_case(await skipping.now(), assigned=False))
    assert {"zh": "待分工", "en": "to be assigned"}[language] in board(await skipping.case(story), language)

    ended = await live_a_year(Year(skipping, story))
    await skipping.written(story)

    assert (ended.outcome, ended.round, ended.stage) == ("done", 2, Stage.SETTLED)
    assert set(skipping.book.kinds(ended.case_id)) == MUST_HAPPEN
    assert skipping.book.cases[ended.case_id].head == ended.head
    assert {"zh": "办结", "en": "settled"}[language] in board(skipping.book.cases[ended.case_id], language)


async def test_a_story_that_is_forgotten_after_every_task_ends_the_same(uncached: Desk) -> None:
    story = await uncached.begin(new_case(await uncached.now(), assigned=False))

    ended = await live_a_year(Year(uncached, story))

    told = (await copy_history(await story.fetch_history())).entries
    assert (ended.outcome, ended.head) == ("done", told[-1].head)
    assert {entry.fact.kind for entry in told} == MUST_HAPPEN


async def test_a_case_that_was_imported_half_done_goes_on_from_where_it_stands(skipping: Desk) -> None:
    life = Life(await skipping.now() - dt.timedelta(days=40)).reported()
    await skipping.book.append(
        Batch(case_id=life.case.id, campaign=life.case.opening.campaign, entries=tuple(life.entries))
    )
    story = await skipping.begin(life.case)
    year = Year(skipping, story)

    await year.all_agree()
    await looked_at_to_the_end(year)

    assert (await story.result()).outcome == "done"
