"""What an operator sees of a case in the Temporal UI and a clerk on the terminal: Markdown without tables."""

from collections.abc import Iterator

from rules.cases import LOOK_BACK, RESUME, STEP, next_alarm
from rules.deadlines import today
from rules.duties import duty_by_id, duty_of
from rules.grounds import grounds, moved_on
from rules.ladders import rung_of
from rules.names import called, listed, name_of
from rules.rectifying import AT_WORK, missing_evidence
from rules.recusal import debtors
from rules.repertoire import step_title
from rules.sentences import people_named
from rules.summary import LIMIT_UNOWED, item_limit
from schemas.case import Alarm, Case, LookBackState
from schemas.duty import Deadline, Duty, kind_and_step
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.values import DutyId, Instant
from schemas.words import Language, Text, text

_PROVISIONAL = text("，放假安排未公布，暂定", ", provisional: the days off are not published")


def board(case: Case, language: Language = "zh", *, runs: bool = True, at: Instant | None = None) -> str:
    """Return where a case stands, who owes what by when and why then, what is missing and what comes next.

    Nothing comes next where its workflow does not run. What no duty tells is overdue by an instant, or by the last fact.
    """
    return "\n".join(line.speak(language) for line in _lines(case, runs=runs, at=at))


def stage_line(case: Case) -> Text:
    """Return the stage, and the round where it is not the first."""
    stage = name_of(case.stage)
    again = text(f"（第{case.round}轮）", f" (round {case.round})") if case.round > 1 else text("", "")
    return text(stage.zh + again.zh, stage.en + again.en)


def headline(case: Case) -> Text:
    """Return one short line: stage, round, for whom it waits."""
    stage = stage_line(case)
    roles = listed(tuple(name_of(role) for role in dict.fromkeys(duty.owed_by for duty in case.duties)))
    waits = text(f"，待{roles.zh}", f", waits for {roles.en}") if case.duties else text("", "")
    return text(stage.zh + waits.zh, stage.en + waits.en)


def alarm_line(case: Case, alarm: Alarm) -> Text:
    """Return what rings next, and when, by the case's own clock."""
    on = _when(case, alarm.at)
    if alarm.what == RESUME:
        return text(f"{on} 挂起期满", f"{on} the suspension ends")
    if alarm.what == LOOK_BACK:
        return text(f"{on} 回头看到期", f"{on} a look-back is due")
    if alarm.what == STEP:
        title = min(case.planned, key=lambda step: step.at).title
        return text(f"{on} 开始“{title.zh}”", f"{on} “{title.en}” begins")
    if not (duty := duty_by_id(case, DutyId(alarm.what))):
        return text(f"{on} 提醒“{alarm.what}”", f"{on} a reminder to {alarm.what}")
    rung, kind = rung_of(case, duty.ladder, duty.rung), called(duty, case.definition)
    colour, letter = name_of(rung.colour), name_of(rung.letter) if rung.letter else None
    return text(
        f"{on} {colour.zh}预警“{kind.zh}”" + (f"，发{letter.zh}" if letter else ""),
        f"{on} a {colour.en} warning to {kind.en}" + (f", {letter.en}" if letter else ""),
    )


def duty_line(case: Case, duty: Duty) -> Text:
    """Return who owes what by when, and why then."""
    what, who, people = _called(case, duty), name_of(duty.owed_by), people_named(debtors(case, duty))
    about, marks, why = _about(case, duty), _marks(case, duty), _why(case, duty)
    due = f"**{_when(case, duty.deadline.at)}**"
    return text(
        f"**{who.zh}** {people.zh}：{what.zh}{about.zh}，{due} 前{marks.zh}（{why.zh}）",
        f"**{who.en}** {people.en}: {what.en}{about.en} by {due}{marks.en} ({why.en})",
    )


def limit_line(case: Case, at: Instant | None = None) -> Text | None:
    """Return the item's own limit and why then, while no duty tells it; None where one does, or there is none.

    It is overdue by an instant, or else by the time of the last fact.
    """
    limit = item_limit(case)
    if limit is None or duty_of(case, DutyKind.RECTIFY):
        return None
    rule, on, moved = grounds(case, limit.rule), _when(case, limit.at), moved_on(case, limit) or text("", "")
    unsure = _PROVISIONAL if limit.provisional else text("", "")
    comma = text("，", ", ") if moved.zh else text("", "")
    runs, by = case.stage in LIMIT_UNOWED and not case.suspension, at or case.last_fact_at
    late = text("，已逾期", ", overdue") if runs and by and limit.at <= by else text("", "")
    return text(
        f"整改时限：{on} 前{late.zh}（{rule.zh}{comma.zh}{moved.zh}{unsure.zh}）",
        f"limit of the item: by {on}{late.en} ({rule.en}{comma.en}{moved.en}{unsure.en})",
    )


def _called(case: Case, duty: Duty) -> Text:
    if duty.kind is not DutyKind.STEP:
        return name_of(duty.kind)
    title = duty.subject.partition("：")[0]  # where this process does not know the definition
    return step_title(kind_and_step(duty.id)[1], case.definition) or text(title, title)


def _marks(case: Case, duty: Duty) -> Text:
    """Say whether a duty was late when something last happened, and its colour."""
    late = case.last_fact_at is not None and duty.deadline.at <= case.last_fact_at
    words = [text("已逾期", "overdue")] if late else []
    if duty.colour:
        colour = name_of(duty.colour)
        words.append(text(f"{colour.zh}预警", f"warning colour {colour.en}"))
    return text("".join(f"，{word.zh}" for word in words), "".join(f", {word.en}" for word in words))


def _about(case: Case, duty: Duty) -> Text:
    """Say what a duty is about: which level where it fell to another, which milestone, the how-manieth look-back."""
    if duty.kind is DutyKind.STEP:
        about = duty.subject.removeprefix(_called(case, duty).zh).removeprefix("：")
        return text(f"（{about}）", f" ({about})") if about else text("", "")
    if not duty.subject or duty.subject == duty.owed_by:
        return text("", "")
    if duty.kind is DutyKind.REVIEW:
        level = name_of(Role(duty.subject))
        return text(f"（代{level.zh}）", f" (in place of the {level.en})")
    if duty.subject.isdigit():
        return text(f"（第{duty.subject}次）", f" {duty.subject}")
    return text(f"（{duty.subject}）", f" ({duty.subject})")


def _lines(case: Case, *, runs: bool, at: Instant | None) -> Iterator[Text]:
    head = headline(case)
    yield text(f"### {head.zh}", f"### {head.en}")
    yield from _ending(case)
    if case.suspension:
        until = _when(case, case.suspension.until)
        yield text(f"- 挂起至 {until}", f"- suspended until {until}")
    if case.review and case.review.shown_until:
        until = _when(case, case.review.shown_until)
        yield text(
            f"- 销号公示至 {until}，期满须登记结果", f"- shown to the public until {until}; then the result is recorded"
        )
    for duty in sorted(case.duties, key=lambda duty: duty.deadline.at):
        line = duty_line(case, duty)
        yield text(f"- {line.zh}", f"- {line.en}")
    if limit := limit_line(case, at):
        yield text(f"- {limit.zh}", f"- {limit.en}")
    if case.stage in AT_WORK and (missing := missing_evidence(case)):
        kinds = listed(tuple(map(name_of, missing)))
        yield text(f"- 还缺佐证材料：{kinds.zh}", f"- evidence missing: {kinds.en}")
    if runs and (alarm := next_alarm(case)):
        line = alarm_line(case, alarm)
        yield text(f"- 下一提醒：{line.zh}", f"- next: {line.en}")
    if case.refusals or case.extensions:
        yield text(
            f"- 退回{case.refusals}次，延期{case.extensions}次",
            f"- refused {case.refusals}×, extended {case.extensions}×",
        )
    if case.last_fact_at:
        last, number = _when(case, case.last_fact_at), case.head.number
        yield text(f"- 最近登记：{last}（第{number}条）", f"- last entry: {last} (number {number})")


def _ending(case: Case) -> Iterator[Text]:
    """Say when a case was closed, and how often somebody looked back; or that it was withdrawn."""
    if case.closure:
        on, looked = _when(case, case.closure.at), sum(look.state is LookBackState.PASSED for look in case.look_backs)
        yield text(f"- {on} 销号，回头看通过{looked}次", f"- closed on {on}, look-backs passed: {looked}")
    elif case.said:
        yield text(f"- 结果：{case.said.zh}", f"- outcome: {case.said.en}")
    elif case.outcome == "withdrawn":
        yield text("- 已批准撤销", "- withdrawn")


def _why(case: Case, duty: Duty) -> Text:
    rule = grounds(case, duty.deadline.rule)
    since = today(case, duty.deadline.counted_from)
    original = _moved(case, duty.original, duty.deadline)
    unsure = _PROVISIONAL if duty.deadline.provisional else text("", "")
    return text(f"{rule.zh}，自{since}起{original.zh}{unsure.zh}", f"{rule.en}, from {since}{original.en}{unsure.en}")


def _moved(case: Case, original: Deadline, current: Deadline) -> Text:
    if original.at == current.at:
        return text("", "")
    was = today(case, original.at)
    if original.at > current.at:
        return text(f"，事项时限{was}", f", the item's limit is {was}")
    return text(f"，原时限{was}", f", originally {was}")


def _when(case: Case, at: Instant) -> str:
    return today(case, at).isoformat()
