"""Scripted cases: the story follows from the facts alone, and all that every case has holds for them too."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.blocks import Definition, Fields, Label, Step, Verdict, either, text
from rules.board import alarm_line, board
from rules.cases import carry_out, fold, next_alarm, open_case
from rules.labels import briefly
from rules.registry import allowed_now
from rules.repertoire import UnknownDefinition, procedure_of, step_commands
from rules.sentences import tell, tell_in
from rules.soundness.uses import uses_of
from rules.stepping import enter
from rules.summary import summarise
from schemas import commands as c
from schemas import facts as f
from schemas.case import Alarm, Case, Stage
from schemas.policy import Policy
from schemas.steps import StepOpened
from schemas.words import Refusal
from tests.rules import town
from tests.rules.scripts import Play
from tests.rules.sentence import assert_sentence


class Parts(Fields):
    names: tuple[str, ...] = ("甲", "乙")


class Note(Fields):
    text: Label = ""


@enter
class Errand(Definition):
    """All blocks in one story."""

    name = "errand"
    title = text("差事", "errand")
    outcomes = either(done=text("办好了", "done well"), given_up=text("放弃", "given up"))

    split = Step(text("分解任务", "split it"), Parts)
    part = Step(text("完成分任务", "do a part"), Note)
    finish = Step(text("报送结果", "finish"), Note)
    report = Step(text("报送进度", "report"), Note)
    agree = Step(text("审批", "agree"), Verdict)
    look = Step(text("回访", "look again"), Note)

    async def run(self) -> str:
        await self.leader_is_named()
        parts = await self.step(self.split)
        await self.together(*(self.step(self.part, about=name) for name in parts.names))
        for _ in range(3):
            await self.until(self.step(self.finish), self.report_every(self.report))
            if await self.approval(self.agree, of=self.finish):
                await self.look_back(self.look)
                return "done"
        return "given_up"


def step(due: str, owed_by: str, **more: object) -> dict[str, object]:
    return {"due": due, "owed_by": owed_by, "ladder": "plan"} | more


FAR = dt.date(2026, 8, 3)
POLICY: Policy = town.county(
    steps={
        "split": step("3wd", "leader"),
        "part": step("10wd", "handler"),
        "finish": step("1mo", "handler", from_start=True, extendable=True),
        "report": step("1w", "lead_unit"),
        "agree": step("5wd", "office", levels=["leader", "office"]),
        "look": step("20d", "supervisor", after="3mo"),
    }
)


def errand(**fields: object) -> Play:
    return Play(Errand, POLICY, **fields)  # type: ignore[arg-type]


def divided() -> Play:
    return errand().does("split", names=("甲", "乙"))


def at_work() -> Play:
    return divided().does("part", number=1).does("part", number=2)


def refused(play: Play, command: c.Command) -> str:
    with pytest.raises(Refusal) as caught:
        carry_out(play.case, command, play.now)
    assert_sentence(caught.value.reason)
    return caught.value.reason.zh


def test_a_story_waits_for_its_steps_in_their_order() -> None:
    play = errand()
    assert (play.case.stage, play.open_steps) == (Stage.RUNNING, ["split"])
    assert divided().open_steps == ["part", "part"]
    assert at_work().open_steps == ["finish", "report"]


def test_a_leader_is_asked_for_where_the_start_names_none() -> None:
    play = errand(assignment=None)
    assert play.open_steps == ["assign"]
    assert play.goes_on().open_steps == ["split"]
    assert "assign" not in allowed_now(play.case)


def test_parallel_steps_of_one_name_are_told_apart_by_their_number() -> None:
    play = divided()
    assert "1（完成分任务：甲）、2（完成分任务：乙）" in refused(play, play.asks_step("part"))
    assert "1（完成分任务：甲）" in refused(play, play.asks_step("part", fields={"number": 7}))
    assert [duty.subject for duty in play.does("part", number=2).case.duties] == ["完成分任务：甲"]


def test_what_goes_on_beside_ends_with_what_it_accompanies() -> None:
    play = at_work().does("report").does("report")
    assert play.open_steps == ["finish", "report"]
    play.does("finish")
    assert play.open_steps == ["agree"]
    assert [entry.fact.kind for entry in play.entries[-3:]] == ["step_done", "step_lapsed", "step_opened"]


def test_levels_are_asked_in_turn_and_a_refusal_leads_back() -> None:
    play = at_work().does("finish")
    assert play.duty_of_step("agree").owed_by == "leader"
    play.does("agree")
    assert play.duty_of_step("agree").owed_by == "office"
    play.does("agree", agree=False)
    assert play.open_steps == ["finish", "report"]


def test_a_loop_with_a_cap_ends_as_the_story_says() -> None:
    play = at_work()
    for _ in range(3):
        play.does("finish").does("agree", agree=False)
    assert (play.case.settled, play.case.outcome) == (True, "given_up")
    assert tell(play.entries[-1].fact).zh == "办结（放弃）"


def test_nobody_decides_on_what_he_did_himself() -> None:
    play = at_work()
    play.do(c.HandOver, "office", leaver="handler", successor=town.person("clerk"), reason="调动")
    play.does("finish").does("agree")
    assert play.duty_of_step("agree").barred == ("clerk",)
    assert "应由整改办（钱主任）办理" in refused(play, play.asks_step("agree", by="clerk"))
    assert play.does("agree").case.planned


def test_a_look_back_begins_in_its_time_and_is_for_other_eyes() -> None:
    play = at_work().does("finish").does("agree").does("agree")
    assert (play.case.duties, len(play.case.planned)) == ((), 1)
    assert "“回访”" in board(play.case)
    play.wait("4mo")
    assert play.open_steps == ["look"]
    assert {"handler", "leader"} <= set(play.duty_of_step("look").barred)
    assert play.does("look").case.outcome == "done"


def test_a_limit_may_count_from_the_start() -> None:
    play = errand().wait("2w").does("split").does("part")
    assert play.case.policy.clock.date_of(play.duty_of_step("finish").deadline.at) == dt.date(2026, 4, 2)


def test_delay_climbs_the_ladder_of_the_step() -> None:
    play = errand().wait("2mo")
    climbed = [entry.fact for entry in play.entries if isinstance(entry.fact, f.RungClimbed)]
    assert tell(climbed[0]).zh.startswith("黄色预警“分解任务”")
    assert any(isinstance(entry.fact, f.InterviewCalled) for entry in play.entries)


def test_a_story_that_is_over_waits_for_what_is_owed_beside_it() -> None:
    play = at_work().do(c.RaiseMatter, "leader", matter="须明确口径")
    for _ in range(3):
        play.does("finish").does("agree", agree=False)
    assert (play.case.settled, len(play.case.duties)) == (False, 1)
    play.do(c.DecideMatter, "secretary", duty=play.case.duties[0].id, decision="按现行规定")
    assert play.case.settled


def test_a_case_of_a_definition_can_be_withdrawn_suspended_and_handed_over() -> None:
    play = at_work().do(c.Suspend, "principal", reason="汛期", until=dt.date(2026, 4, 1))
    assert "挂起" in refused(play, play.asks_step("finish"))
    play.do(c.Resume, "principal", reason="汛期结束").do(c.RequestWithdrawal, "office", reason="重复")
    play.do(c.DecideWithdrawal, "secretary", grant=True, reason="属实")
    assert (play.case.outcome, play.case.steps, next_alarm(play.case)) == ("withdrawn", (), None)


def test_more_time_is_asked_for_the_step_that_falls_due_first_and_only_before_it_is_due() -> None:
    play = at_work()
    assert "没有需要办理“申请延期”" in refused(
        errand(), c.RequestExtension(id="x", actor="handler", reason="难", due=FAR)
    )
    play.do(c.RequestExtension, "handler", reason="须外调", due=dt.date(2026, 4, 20))
    assert play.case.policy.clock.date_of(play.duty_of_step("finish").deadline.at) == dt.date(2026, 4, 2)
    play.do(c.DecideExtension, "leader", grant=True, reason="属实")
    assert play.case.policy.clock.date_of(play.duty_of_step("finish").deadline.at) == dt.date(2026, 4, 20)
    assert play.duty_of_step("report").deadline == play.duty_of_step("report").original
    play.wait("3mo")
    assert "超期后不能申请延期" in refused(play, c.RequestExtension(id="y", actor="handler", reason="难", due=FAR))


def test_who_is_done_needs_no_more_time() -> None:
    play = at_work().do(c.RequestExtension, "handler", reason="须外调", due=dt.date(2026, 4, 20)).does("finish")
    assert (play.case.extension, [duty.kind for duty in play.case.duties]) == (None, ["step"])
    assert "extension_lapsed" in [entry.fact.kind for entry in play.entries]


def test_what_was_decided_is_told_and_on_timelines_that_many_read_only_that_it_was_done() -> None:
    fact = at_work().does("finish").does("agree", agree=False, opinion="依据不足").entries[-3].fact
    assert tell(fact).zh == "张处长办理“审批”：不同意"
    assert briefly(fact, town.COUNTY.clock) == "张处长办理“审批”"


def test_who_does_not_agree_says_why() -> None:
    play = at_work().does("finish")
    for opinion in ("", " \n"):
        asked = play.asks_step("agree", fields={"agree": False, "opinion": opinion})
        assert refused(play, asked) == "【审批】不同意的，须写明理由（opinion）。"
    assert play.does("agree", opinion="").duty_of_step("agree").owed_by == "office"
    assert play.does("agree", agree=False, opinion="依据不足").open_steps == ["finish", "report"]


def test_only_who_owes_a_step_may_do_it() -> None:
    play = errand()
    assert "须由责任领导办理" in refused(play, play.asks_step("split", by="handler"))
    assert "没有需要办理“报送结果”" in refused(play, play.asks_step("finish", by="handler"))


def test_the_steps_of_other_definitions_are_not_for_this_case() -> None:
    play = errand()
    command = step_commands("clue")["take_over"](id="x", actor="handler")
    assert "没有需要办理“签收问题线索”" in refused(play, command)


def test_a_case_whose_script_was_changed_is_not_told_by_the_new_one() -> None:
    changed = procedure_of(Errand).model_copy(update={"digest": "0" * 64})
    with pytest.raises(UnknownDefinition):
        open_case(town.opening(policy=POLICY, procedure=changed), town.MONDAY)


def test_what_a_definition_calls_restricted_stands_in_no_list() -> None:
    hidden = procedure_of(Errand).model_copy(update={"restricted": True})
    case, _ = open_case(town.opening(policy=POLICY, procedure=hidden), town.MONDAY)
    assert summarise(case).title == "差事（限知悉）"
    assert case.item.title not in summarise(case).model_dump_json()


JUMPS = st.sampled_from([dt.timedelta(days=n) for n in (1, 10, 90, 400)])
LATEST = town.MONDAY + dt.timedelta(days=1200)  # three long jumps: after them the ladders only repeat their last rung


def looks(play: Play) -> None:
    case = play.case
    alarm = next_alarm(case)
    assert (alarm is None) == case.settled, "an open case waits for something, a settled one for nothing"
    assert board(case, "zh")
    assert board(case, "en")
    assert summarise(case).head == case.head


@given(st.data())
def test_a_scripted_case_lives_by_its_rules_whatever_is_done_and_however_late(data: st.DataObject) -> None:
    play = errand(assignment=data.draw(st.sampled_from([None, town.ASSIGNMENT])))
    for _ in range(data.draw(st.integers(1, 15))):
        if play.case.settled:
            break
        if not play.case.steps or data.draw(st.integers(0, 2)) == 0:
            play.wait_until(min(play.now + data.draw(JUMPS), LATEST))
        elif (open_step := data.draw(st.sampled_from(play.open_steps))) == "assign":
            play.goes_on()
        else:
            number = next(one.number for one in play.case.steps if one.step == open_step)
            fields = {"agree": data.draw(st.booleans())} if open_step == "agree" else {}
            play.does(open_step, number=number, **fields)
        looks(play)
    assert fold(play.entries) == play.case
    assert Case.model_validate_json(play.case.model_dump_json()) == play.case
    assert all(tell(entry.fact).zh and tell(entry.fact).en for entry in play.entries)


def test_of_parallel_steps_it_is_said_which_is_late() -> None:
    play = divided().wait("20wd")
    warnings = {tell_in(play.case, fact).zh.partition("，")[0] for fact in play.facts(f.RungClimbed)}
    assert {"黄色预警“完成分任务：甲”", "黄色预警“完成分任务：乙”"} <= warnings
    alarm = Alarm(at=play.now, what=play.duty_of_step("part").id)
    assert "预警“完成分任务：甲”" in alarm_line(play.case, alarm).zh
    late = next(fact for fact in reversed(play.facts(f.RungClimbed)) if fact.duty.startswith("step"))
    play.does("part", number=1).does("part", number=2)
    assert "预警“完成分任务”" in tell_in(play.case, late).zh  # it is owed no more


def test_a_story_that_waits_for_its_leader_says_so_in_short_too() -> None:
    play = errand(assignment=None)
    assert briefly(play.facts(StepOpened)[0], play.case.policy.clock, "errand") == "进入“责任分工”"


@enter
class Parcel(Definition):
    """One that has steps of the names of another, called otherwise."""

    name = "a_parcel"
    title = text("包裹", "a parcel")
    outcomes = either(done=text("送到", "delivered"))

    split = Step(text("拆开包裹", "unwrap it"), Note)

    async def run(self) -> str:
        await self.step(self.split)
        return "done"


def test_a_step_is_called_as_its_own_definition_does_also_where_another_has_one_of_its_name() -> None:
    policy = POLICY.model_copy(update={"name": "a_parcel", "steps": {"split": POLICY.steps["split"]}})
    play = Play(Parcel, policy)
    play.carry_out(asked := play.asks_step("split"))
    again = c.LeaveNote(id=asked.id, actor="leader", text="从严")
    with pytest.raises(Refusal, match="拆开包裹"):
        carry_out(play.case, again, play.now)
    (use,) = (use for use in uses_of(policy)["plan"] if use.step)
    assert use.called.zh == "拆开包裹"
