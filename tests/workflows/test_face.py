"""What an operator sees of a case in the Temporal UI, and by what he finds it."""

import datetime as dt

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from ledger.rows import duty_rows
from rules.cases import STEP
from rules.definitions.supervised_task import SupervisedTask
from rules.repertoire import procedure_of
from schemas.case import Alarm
from schemas.commands import COMMANDS, RaiseMatter
from schemas.people import Role
from schemas.search import LONGEST, SEARCH_ATTRIBUTES, keyword
from schemas.steps import PlannedStep
from schemas.words import text
from tests.rules.scripts import Play
from tests.rules.town import ASSIGNMENT
from tests.workflows.desk import Desk, Story
from tests.workflows.town import new_case
from workflows.face import alarm_label, details
from workflows.finding import changes, key_of, search_attributes
from workflows.minutes import Minutes


async def metadata(story: Story) -> WorkflowMetadata:
    told: WorkflowMetadata = await story.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
    return told


async def found(client: Client, query: str) -> list[str]:
    return [run.id async for run in client.list_workflows(query)]


async def test_a_case_is_recognised_on_its_page_and_tells_nothing_in_lists(real: Desk) -> None:
    case = new_case(await real.now())
    story = await real.begin(case)

    described = await story.describe()

    assert await described.static_summary() == f"第{case.item.number}项 · 财务管理 · 限期整改"
    assert "第三轮巡察" in str(await described.static_details())
    assert case.item.title in str(await described.static_details())
    listed = f"{await described.static_summary()}{await described.memo()}{described.typed_search_attributes}"
    assert case.item.title not in listed


async def test_a_wordy_case_fits_into_what_temporal_takes_and_stays_plain_text(real: Desk) -> None:
    wordy = {
        "title": "# 很长的 [标题](http://example.com)" + "长" * 9_000,
        "category": "类" * 500,
        "source": "源" * 9_000,
    }
    case = new_case(await real.now())
    opening = case.opening.model_copy(update={"item": case.item.model_copy(update=wordy)})
    story = await real.begin(case.model_copy(update={"opening": opening}))

    await real.do(story, "acknowledge", "handler")

    assert r"\# 很长的 \[标题\](http" in (await metadata(story)).current_details


async def test_every_command_is_offered_in_chinese_with_an_example(real: Desk) -> None:
    story = await real.begin(new_case(await real.now()))

    offered = (await metadata(story)).definition

    for forms in (offered.signal_definitions, offered.update_definitions):
        described = {form.name: form.description for form in forms}
        for name in COMMANDS:
            assert "示例： {" in described[name]


async def test_the_board_says_what_the_case_waits_for(real: Desk) -> None:
    story = await real.begin(new_case(await real.now()))
    assert "待签收" in (await metadata(story)).current_details

    await real.do(story, "acknowledge", "handler")

    assert "制定方案" in (await metadata(story)).current_details


async def test_the_timer_says_what_it_is_for(real: Desk) -> None:
    case = new_case(await real.now())
    story = await real.begin(case)
    await real.written(story)

    history = await story.fetch_history()

    labels = {
        event.event_type: event.user_metadata.summary.data.decode() for event in history.events if event.user_metadata
    }
    assert "黄色预警“签收”，发提醒函" in labels[EventType.EVENT_TYPE_TIMER_STARTED]
    assert not any(case.item.title in label for label in labels.values())


@pytest.mark.parametrize("restricted", [True, False])
def test_what_steps_and_matters_of_a_restricted_case_are_about_is_shown_nowhere(*, restricted: bool) -> None:
    play = Play(SupervisedTask).does("give_out", parts=("核减编外人员",))
    while "finish_part" not in play.open_steps:
        play.goes_on()
    case = play.do(RaiseMatter, "handler", matter="某局虚列支出", to=Role.COMMITTEE).case
    procedure = procedure_of(SupervisedTask).model_copy(update={"restricted": restricted})
    title = text("完成分任务：清退用房", "finish a part: 清退用房")
    later = PlannedStep(step="finish_part", number=2, title=title, at=play.now, since=play.now)
    opening = case.opening.model_copy(update={"procedure": procedure})
    case = case.model_copy(update={"opening": opening, "planned": (later,)})

    timer = alarm_label(case, Alarm(at=play.now, what=STEP))
    shown = details(case, Minutes(case)) + timer + str(duty_rows(case))

    assert "完成分任务" in timer
    about = ("核减编外人员", "某局虚列支出", "清退用房")
    assert [part in shown for part in about] == [not restricted] * 3


async def test_what_happened_lately_stands_on_the_page_of_a_case(real: Desk) -> None:
    story = await real.begin(new_case(await real.now()))
    await real.do(story, "acknowledge", "handler")

    shown = (await metadata(story)).current_details

    assert "签收（第3条）" in shown.partition("最近经过")[2].splitlines()[1]


async def test_a_case_is_found_in_the_words_that_operators_use(real: Desk) -> None:
    case = new_case(await real.now())
    story = await real.begin(case)
    here = f'BihuanCampaign="{case.opening.campaign}" AND '
    while await found(real.client, here + 'BihuanStage="待签收" AND BihuanOwes="责任人"') != [story.id]:
        pass  # visibility follows a moment later

    await real.do(story, "acknowledge", "handler")
    await real.written(story)

    while await found(real.client, here + 'BihuanStage="待签收"'):
        pass
    assert await found(real.client, here + 'BihuanStage="制定方案" AND BihuanLeader="Leader"') == [story.id]


def test_only_what_changed_is_written_again() -> None:
    case = new_case(dt.datetime(2026, 7, 1, tzinfo=dt.UTC)).model_copy(
        update={"last_fact_at": dt.datetime(2026, 7, 1, tzinfo=dt.UTC)}
    )
    shown = search_attributes(case)

    assert changes(shown, case) == []
    again = changes(shown, case.model_copy(update={"round": 2}))  # with a limit of its own
    assert [change.key.name for change in again] == ["BihuanDue", "BihuanRound"]
    assert again[-1].value == 2


def test_a_name_of_invisible_signs_is_left_out_of_the_list() -> None:
    """Who has nothing that can be seen can't be found by it; an empty value would be listed as one."""
    opened = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    case = new_case(opened).model_copy(update={"last_fact_at": opened, "assignment": ASSIGNMENT})
    unseen = ASSIGNMENT.model_copy(update={"lead_unit": "\u200b\u2060"})
    assert search_attributes(case).get(key_of("BihuanUnit")) == ASSIGNMENT.lead_unit
    assert search_attributes(case.model_copy(update={"assignment": unseen})).get(key_of("BihuanUnit")) is None


def test_search_attributes_keep_to_what_postgresql_has_room_for() -> None:
    kinds = list(SEARCH_ATTRIBUTES.values())
    assert kinds.count("Keyword") <= 10
    assert all(kinds.count(kind) <= 3 for kind in kinds if kind != "Keyword")


def test_a_keyword_is_one_short_line() -> None:
    assert keyword(" 某市\n卫健委\x00 ") == "某市 卫健委"
    assert len(keyword("x" * 5_000)) == LONGEST
