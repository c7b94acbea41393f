"""What happened, told in one sentence for people."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from rules.duties import duty_by_id
from rules.names import called, command_name, duty_name, listed, name_of
from schemas import facts, steps
from schemas.case import Case
from schemas.commands import Evidence
from schemas.facts import Fact, Opening
from schemas.people import Assignment, Person
from schemas.policy import Policy
from schemas.time import Clock, WorkCalendar
from schemas.values import Record
from schemas.words import Language, Text, text

TOLD: dict[type[Record], Text] = {
    facts.CaseOpened: text("立项：第{opening}号问题", "opened: problem {opening}"),
    facts.LeaderAssigned: text("{by}确定：{assignment}", "{by} named {assignment}"),
    facts.Acknowledged: text("{by}签收", "{by} acknowledged receipt"),
    facts.PlanSubmitted: text("{by}报送整改方案，时限{due}", "{by} submitted a plan due {due}"),
    facts.PlanApproved: text("{by}批准整改方案", "{by} approved the plan"),
    facts.PlanReturned: text("{by}退回整改方案：{reason}", "{by} sent the plan back: {reason}"),
    facts.ProgressReported: text("{by}报送进展：{text}", "{by} reported progress: {text}"),
    facts.MilestoneReached: text("{by}完成节点“{milestone}”", "{by} reached “{milestone}”"),
    facts.EvidenceSubmitted: text("{by}提交佐证材料：{evidence}", "{by} submitted evidence: {evidence}"),
    facts.ReportedDone: text("{by}申请销号：{statement}", "{by} reported it done: {statement}"),
    facts.LevelApproved: text("{level}审核通过（{by}）", "the {level} approved ({by})"),
    facts.ClosureRefused: text("{level}审核退回（{by}）：{reason}", "the {level} refused ({by}): {reason}"),
    facts.PublicityOpened: text(
        "{by}核准，销号公示至{until}", "{by} found it done; the closure is shown to the public until {until}"
    ),
    facts.PublicityPassed: text(
        "{by}登记公示无异议（{where}）：{finding}", "{by} found no objection that stands ({where}): {finding}"
    ),
    facts.ObjectionUpheld: text(
        "{by}登记公示异议成立（{where}），退回：{finding}", "{by} upheld an objection ({where}), sent back: {finding}"
    ),
    facts.Closed: text("{by}核准，予以销号", "closed by {by}"),
    facts.KeptOpen: text("{by}认定为{result}，继续整改", "{by} found it {result}; kept open"),
    facts.Published: text("{by}登记公开：{where}", "{by} recorded the publication: {where}"),
    facts.LookBackOpened: text("第{number}次回头看到期，应开展", "look-back {number} is to be made"),
    facts.LookBackPassed: text("{by}：第{number}次回头看通过：{finding}", "{by} passed look-back {number}: {finding}"),
    facts.Relapsed: text("{by}发现反弹，重新整改：{finding}", "{by} found a relapse, reopened: {finding}"),
    facts.ReturnedAgain: text(
        "{what}（累计{times}次），提请{to}决定如何办理", "{what} ({times} by now): the {to} decides how to go on"
    ),
    facts.RungClimbed: text("{colour}预警“{duty}”，告知{told}", "{colour} warning to {duty}, told {told}"),
    facts.InterviewCalled: text(
        "第{number}次约谈通知{letter_number}：约谈{interviewee}",
        "interview {number} of the {interviewee} called, {letter_number}",
    ),
    facts.InterviewDeclined: text("{by}决定不予约谈：{reason}", "{by} declined the interview: {reason}"),
    facts.NoticeAcknowledged: text(
        "{by}签收第{number}次约谈通知", "{by} acknowledged the notice of interview {number}"
    ),
    facts.InterviewHeld: text(
        "第{number}次约谈于{held_on}在{place}进行，承诺{commitments}项",
        "interview {number} held on {held_on} at {place}, {commitments} commitments",
    ),
    facts.InterviewMissed: text("第{number}次约谈缺席：{reason}", "interview {number} was missed: {reason}"),
    facts.CommitmentFulfilled: text("{by}兑现承诺：{text}", "{by} kept a commitment: {text}"),
    facts.ExtensionRequested: text("{by}申请延期至{due}：{reason}", "{by} asked for {due}: {reason}"),
    facts.ExtensionGranted: text("{by}批准延期：{reason}", "{by} granted the extension: {reason}"),
    facts.ExtensionDenied: text("{by}不批准延期：{reason}", "{by} denied the extension: {reason}"),
    facts.ExtensionLapsed: text("{by}已办毕，延期申请不再审批", "{by} has done it: the request for more time lapsed"),
    facts.Suspended: text("{by}挂起至{until}：{reason}", "{by} suspended it until {until}: {reason}"),
    facts.Resumed: text("{by}恢复办理：{reason}", "{by} resumed it: {reason}"),
    facts.HandedOver: text("{leaver}的职责移交{successor}：{reason}", "{leaver} handed over to {successor}: {reason}"),
    facts.NoteLeft: text("{by}批示：{text}", "{by} noted: {text}"),
    facts.WithdrawalRequested: text("{by}申请撤销：{reason}", "{by} asked for withdrawal: {reason}"),
    facts.WithdrawalDenied: text("{by}不批准撤销：{reason}", "{by} denied the withdrawal: {reason}"),
    facts.Withdrawn: text("{by}批准撤销：{reason}", "{by} granted the withdrawal: {reason}"),
    facts.MatterRaised: text("{by}提请{to}会诊：{matter}", "{by} raised a matter with the {to}: {matter}"),
    facts.MatterDecided: text("{by}会诊决定：{decision}", "{by} decided: {decision}"),
    facts.PolicyAdopted: text("{by}决定改按{policy}办理：{reason}", "{by} put it under {policy}: {reason}"),
    facts.CalendarAdopted: text(
        "{by}启用工作日历{calendar}：{reason}", "{by} adopted the calendar {calendar}: {reason}"
    ),
    facts.CommandRefused: text("未受理“{command}”：{reason_zh}", "“{command}” was refused: {reason_en}"),
    steps.StepOpened: text("进入“{title}”", "“{title}” began"),
    steps.StepPlanned: text("“{title}”自{at}起办理", "“{title}” is due to begin on {at}"),
    steps.StepDone: text("{by}办理“{title}”", "{by} did “{title}”"),
    steps.StepLapsed: text("“{title}”不再需要", "“{title}” is not needed any more"),
    facts.Settled: text("办结（{outcome}）", "settled ({outcome})"),
}

SHANGHAI_TIME = Clock()

_ITSELF = text("系统", "the clock")
_ROSTER = text("名册", "the roster")
_EXPIRED = text("挂起期满", "the suspension ended")
_OUTCOMES = {"done": text("完成整改", "done"), "withdrawn": text("撤销", "withdrawn")}


def tell_in(case: Case, fact: Fact) -> Text:
    """Return one sentence for a fact of a case, its dates by the case's clock, its steps by their titles.

    What is late is named with what it is about, while it is owed: parallel steps are told apart by that.
    """
    if isinstance(fact, facts.RungClimbed) and (duty := duty_by_id(case, fact.duty)):
        return _warning(fact, called(duty, case.definition))
    return tell(fact, case.policy.clock, case.definition)


def tell(fact: Fact, clock: Clock = SHANGHAI_TIME, definition: str | None = None) -> Text:
    """Return one sentence for a fact, its dates by the clock of its case, its duties as its definition calls them."""
    if isinstance(fact, facts.RungClimbed):
        return _warning(fact, duty_name(fact.duty, definition))
    said = TOLD[type(fact)]
    zh, en = (said.speak(language).format_map(_fields(fact, language, clock, definition)) for language in ("zh", "en"))
    if isinstance(fact, facts.PolicyAdopted | facts.CalendarAdopted):
        more = _what_moved(fact, definition)
        return text(zh + more.zh, en + more.en)
    if isinstance(fact, steps.StepDone) and fact.said:
        return text(f"{zh}：{fact.said.zh}", f"{en}: {fact.said.en}")
    return text(zh, en)


def names(people: tuple[Person, ...]) -> str:
    """Return persons' names in a row, as Chinese writes it."""
    return people_named(people).zh


def people_named(people: tuple[Person, ...]) -> Text:
    """Return persons' names in a row."""
    return listed(tuple(text(person.name, person.name) for person in people))


def _fields(fact: Fact, language: Language, clock: Clock, definition: str | None) -> dict[str, str]:
    fields = {name: _say(_dated(getattr(fact, name), clock), language) for name in type(fact).model_fields}
    if "by" in fields and not fields["by"]:
        fields["by"] = (_ROSTER if isinstance(fact, facts.LeaderAssigned) else _ITSELF).speak(language)
    if isinstance(fact, facts.CommandRefused):
        fields["command"] = command_name(fact.command, definition).speak(language)
    if isinstance(fact, facts.Resumed) and fact.by is None:
        fields["reason"] = _EXPIRED.speak(language)
    if isinstance(fact, facts.Settled):
        said = fact.said or _OUTCOMES.get(fact.outcome)
        fields["outcome"] = said.speak(language) if said else fact.outcome
    if isinstance(fact, facts.InterviewHeld):
        fields["commitments"] = str(len(fact.commitments))
    return fields


def _dated(value: object, clock: Clock) -> object:
    return clock.date_of(value) if isinstance(value, dt.datetime) else value


def _say(value: object, language: Language) -> str:
    """Return how a fact's field is said to people."""
    if isinstance(value, StrEnum):
        return name_of(value).speak(language)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(_say(part, language) for part in value)
    for kind, say in _SAYERS.items():
        if isinstance(value, kind):
            return say(value, language)
    return "" if value is None else str(value)


def _say_assignment(assignment: Assignment, language: Language) -> str:
    leader, unit, handler = assignment.leader.name, assignment.lead_unit, assignment.handler.name
    return text(
        f"责任领导{leader}，牵头单位{unit}，责任人{handler}", f"leader {leader}, lead unit {unit}, handler {handler}"
    ).speak(language)


_SAYERS: dict[type, Callable[[Any, Language], str]] = {
    Person: lambda person, _: person.name,
    Evidence: lambda evidence, _: evidence.title,
    Opening: lambda opening, _: str(opening.item.number),
    Assignment: _say_assignment,
    Policy: lambda policy, language: _say_policy(policy).speak(language),
    WorkCalendar: lambda calendar, _: calendar.version,
    Text: lambda said, language: said.speak(language),
}


def _say_policy(policy: Policy) -> Text:
    return text(f"《{policy.title.zh}》（版本{policy.version}）", f"“{policy.title.en}” (version {policy.version})")


def _what_moved(fact: facts.PolicyAdopted | facts.CalendarAdopted, definition: str | None) -> Text:
    """Say how many due times moved, and name each duty that was overdue and is not any more."""
    moved = sum(effect.moved for effect in fact.duties) + sum(effect.moved for effect in fact.steps)
    said = text(f"，{moved}项时限变动", f", {moved} due times moved") if moved else text("", "")
    relieved = listed(tuple(duty_name(effect.duty, definition) for effect in fact.duties if effect.no_longer_overdue))
    if not relieved.zh:
        return said
    return text(
        f"{said.zh}；原已逾期、改后不再逾期：{relieved.zh}",
        f"{said.en}; overdue before and not any more: {relieved.en}",
    )


def _warning(fact: facts.RungClimbed, late: Text) -> Text:
    said, colour, told = TOLD[facts.RungClimbed], name_of(fact.colour), people_named(fact.told)
    zh = said.zh.format(colour=colour.zh, duty=late.zh, told=told.zh)
    en = said.en.format(colour=colour.en, duty=late.en, told=told.en)
    if fact.letter:
        name = name_of(fact.letter)
        zh, en = f"{zh}，发{name.zh}{fact.letter_number}", f"{en}, {name.en} {fact.letter_number}"
    if fact.propose_decision:
        zh, en = f"{zh}，建议提请会诊", f"{en}, a decision above is proposed"
    return text(zh, en)
