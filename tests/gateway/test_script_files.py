"""The script of a rehearsal, and the example campaign played by it without a server."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from gateway.calendar_files import load_calendar
from gateway.documents.reader import read_document
from gateway.policy_files import POLICIES, find_policy, load_policy
from gateway.roster_files import load_roster
from gateway.script_cues import Cues
from gateway.script_files import load_play
from gateway.spreadsheets.reader import read_spreadsheet
from rules.cases import carry_out, let_time_pass, open_case
from rules.roster import assignment_for, standing_of
from schemas.case import Case
from schemas.facts import Fact, InterviewHeld, LookBackPassed, Opening, PublicityPassed, Relapsed
from schemas.intake import ReadItem
from schemas.item import FeedbackItem
from schemas.policy import Policy, Speed
from schemas.values import CaseId
from schemas.words import Refusal

EXAMPLE = Path(__file__).parents[2] / "docs/example"
ROSTER = load_roster(EXAMPLE / "roster.yaml")
PLAY = load_play(EXAMPLE / "script.yaml", ROSTER)
ITEMS = read_spreadsheet(EXAMPLE / "feedback.csv").items
CALENDAR = load_calendar(POLICIES / "calendars/cn.yaml")
SCRIPT = (EXAMPLE / "script.yaml").read_text("utf-8")

# An ordinary day, the eve of the National Day holiday (8 days off), and the eve of the Spring Festival (9 days off).
STARTS = ("2026-03-09T02:00:00+00:00", "2026-09-29T15:00:00+00:00", "2026-02-12T02:00:00+00:00")

COUNTY = load_policy(find_policy("county"))
REAL = sorted(path.stem for path in POLICIES.glob("*.yaml") if path.stem != "fast")


def opened(item: ReadItem, policy: Policy, at: dt.datetime) -> Case:
    known = FeedbackItem(
        number=item.number or 0,
        title=item.title,
        body=item.body,
        category=item.category or "",
        speed=Speed(item.speed or "timed"),
    )
    opening = Opening(
        case_id=CaseId(f"example/{item.number}"),
        campaign="example",
        item=known,
        policy=policy.model_copy(update={"clock": policy.clock.anchored(at)}),
        calendar=CALENDAR,
        standing=standing_of(ROSTER),
        fed_back_at=at,
        assignment=assignment_for(ROSTER, known.category),
    )
    return open_case(opening, at)[0]


def played(case: Case, at: dt.datetime, tick: dt.timedelta, longest: dt.timedelta) -> tuple[Case, list[Fact]]:
    """Let the people of an item act until it is settled; whoever is refused fails the test."""
    cues, facts, now = Cues(PLAY.acts_for(case.item.number), ROSTER), [], at
    while not case.settled and now - at < longest:
        now += tick
        case, entries = let_time_pass(case, now)
        facts += [entry.fact for entry in entries]
        while cue := cues.next(case, now):
            case, entries, _ = carry_out(case, cues.command(cue, case, now), now)
            cues.played(cue)
            facts += [entry.fact for entry in entries]
    return case, facts


@pytest.mark.parametrize("start", STARTS)
def test_every_item_of_the_example_is_settled_within_a_minute_and_a_half_of_the_drill(start: str) -> None:
    at, drill = dt.datetime.fromisoformat(start), load_policy(find_policy(PLAY.policy))
    happened: Counter[str] = Counter()
    for item in ITEMS:
        case, facts = played(opened(item, drill, at), at, dt.timedelta(milliseconds=250), dt.timedelta(seconds=90))
        assert case.settled, item.number
        happened.update(fact.kind for fact in facts)
    wanted = {"leader_assigned": 2, "interview_held": 4, "interview_missed": 1, "relapsed": 1, "closure_refused": 2}
    assert wanted.items() <= happened.items()
    also = {"extension_granted", "kept_open", "handed_over", "withdrawn", "matter_decided", "commitment_fulfilled"}
    assert also <= happened.keys()


@pytest.mark.parametrize("number", [3, 8, 12])
def test_the_same_script_plays_on_the_real_clock_of_the_county(number: int) -> None:
    at, county = dt.datetime.fromisoformat(STARTS[0]), load_policy(find_policy("county"))
    case, _ = played(opened(ITEMS[number - 1], county, at), at, dt.timedelta(hours=12), dt.timedelta(days=600))
    assert case.outcome == "done"


@pytest.mark.parametrize("preset", REAL)
def test_a_prompt_item_is_done_by_the_same_script_under_every_policy(preset: str) -> None:
    at, policy = dt.datetime.fromisoformat(STARTS[0]), load_policy(find_policy(preset))
    policy = policy.model_copy(update={"evidence": COUNTY.evidence})  # of which the script names each piece
    case, facts = played(opened(ITEMS[0], policy, at), at, dt.timedelta(hours=12), dt.timedelta(days=1200))
    assert case.outcome == "done"
    assert any(isinstance(fact, PublicityPassed) for fact in facts) is (policy.review.publicity is not None)


def test_a_relapse_comes_after_a_look_back_that_passed_and_a_late_item_reaches_its_interview() -> None:
    at, drill = dt.datetime.fromisoformat(STARTS[0]), load_policy(find_policy(PLAY.policy))
    tick, longest = dt.timedelta(milliseconds=250), dt.timedelta(seconds=90)
    case, facts = played(opened(ITEMS[7], drill, at), at, tick, longest)
    kinds = [type(fact) for fact in facts]
    assert kinds.index(LookBackPassed) < kinds.index(Relapsed)
    assert case.round == 2
    _, late = played(opened(ITEMS[2], drill, at), at, tick, longest)
    assert any(isinstance(fact, InterviewHeld) for fact in late)


def test_the_examples_two_files_are_read_by_our_own_readers_without_a_remark() -> None:
    table, notice = read_spreadsheet(EXAMPLE / "feedback.csv"), read_document(EXAMPLE / "notice.txt")
    assert (len(table.items), table.errors, table.warnings, table.mismatches) == (20, (), (), ())
    assert [item.number for item in notice.items] == list(range(1, 13))
    assert (notice.declared.total, notice.declared.done, notice.mismatches) == (12, 8, ())
    named = [assignment_for(ROSTER, item.category or "") for item in table.items]
    assert [number for number, found in enumerate(named, 1) if found is None] == [19, 20]


def test_an_act_is_done_once_for_a_duty_however_often_one_looks() -> None:
    at, drill = dt.datetime.fromisoformat(STARTS[0]), load_policy(find_policy(PLAY.policy))
    case, cues = opened(ITEMS[0], drill, at), Cues(PLAY.acts_for(1), ROSTER)
    first, again = cues.next(case, at), cues.next(case, at)
    assert first is not None
    assert first == again  # not played yet
    assert cues.command(first, case, at).name == "acknowledge"
    cues.played(first)
    assert cues.next(case, at) is None


def test_a_refused_act_is_tried_three_times_under_other_ids_and_then_left() -> None:
    at, drill = dt.datetime.fromisoformat(STARTS[0]), load_policy(find_policy(PLAY.policy))
    case, cues = opened(ITEMS[0], drill, at), Cues(PLAY.acts_for(1), ROSTER)
    ids = set()
    for again in (True, True, False):
        cue = cues.next(case, at)
        assert cue is not None
        ids.add(cues.command(cue, case, at).id)
        assert cues.refused(cue) is again
    assert len(ids) == 3
    assert cues.next(case, at) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("do: submit_plan", "do: submit_plans", "No command “submit_plans”"),
        ("  3: late", "  3: lat", "No pattern “lat”"),
        ("stage: continuing", "stage: continuous", "is “continuing” meant"),
        ("due: $limit", "due: $limits", "“$limits” is unknown"),
        ("with: {finding: ", "with: {findings: ", "pass_look_back takes no “findings”"),
        ("handler: shen-keyuan", "handler: shen-keyuen", "is “shen-keyuan” meant"),
        ("$person deng-keyuan", "$person deng", "“deng” is unknown"),
        ("as: principal", "as: princpal", "is “principal” meant"),
        ("like: [late]", "like: [missed_interview]", "leads back to itself"),
        ("when: {owes: acknowledge}", "when: {stage: acknowledging}", "needs an owes"),
        ("when: {owes: acknowledge}", "when: {left: 1wd}", "need owes beside them"),
        ("when: {owes: acknowledge}", "wen: {owes: acknowledge}", "is “when” meant"),
    ],
)
def test_a_broken_script_is_refused_with_its_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SCRIPT
    path = tmp_path / "script.yaml"
    path.write_text(SCRIPT.replace(old, new, 1), "utf-8")
    with pytest.raises(Refusal) as refused:
        load_play(path, ROSTER)
    assert said in refused.value.reason.en


def test_patterns_that_double_at_each_step_are_read_at_once(tmp_path: Path) -> None:
    written = "".join(f"  p{at}: {{title: {{zh: 一, en: a}}, like: [p{at + 1}, p{at + 1}]}}\n" for at in range(60))
    head = "title: {zh: 一, en: a}\npolicy: fast\nroster: a\nfeedback: b\ndefault: p0\npatterns:\n"
    path = tmp_path / "script.yaml"
    path.write_text(f"{head}{written}  p60: {{title: {{zh: 一, en: a}}}}\n", "utf-8")
    assert load_play(path).acts_for(1) == ()
