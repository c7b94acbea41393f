"""The work itself: progress, milestones, evidence, and the report that it is done."""

import datetime as dt

from rules.deadlines import due_after, due_on, put_off, today
from rules.duties import Owed, discharge, discharge_one, duty_of, owe, owers
from rules.names import listed, name_of
from rules.recusal import not_to_judge
from rules.registry import Facts, actor_of, decides, follows, refusal
from schemas.case import Case, Review, Stage
from schemas.commands import Evidence, ReachMilestone, ReportDone, ReportProgress, Result, SubmitEvidence
from schemas.duty import Deadline, Duty
from schemas.facts import EvidenceSubmitted, ExtensionLapsed, MilestoneReached, ProgressReported, ReportedDone
from schemas.people import Role
from schemas.policy import DutyKind, EvidenceKind
from schemas.words import Text, text

AT_WORK = (Stage.RECTIFYING, Stage.CONTINUING)
MOST_EVIDENCE = 1000  # references: a case must fit into one payload of Temporal's 2 MB
MOST_EVIDENCE_BYTES = 700_000  # of their titles and where they are kept, beside some two hundred bytes for each
WORKERS = (Role.HANDLER, Role.LEAD_UNIT)


def begin_rectifying(case: Case, at: dt.datetime) -> Case:
    """Owe the result by the plan's date within the item's limit, progress reports on the way, and each milestone."""
    case = case.model_copy(update={"stage": Stage.RECTIFYING})
    plan, limit = case.plan, limit_now(case, at)
    planned = due_on(case, today(case, plan.due), at, "plan") if plan else limit
    due = min(planned, limit, key=lambda deadline: deadline.at)  # a plan moves no limit that has passed
    original, stood = first_limit(case, at), _stood_this_round(case)
    case = owe(case, DutyKind.RECTIFY, at, Owed(deadline=due, original=original, put_off_seconds=stood))
    for milestone in plan.milestones if plan else ():
        due = due_on(case, milestone.due, at, "plan")
        case = owe(case, DutyKind.MILESTONE, at, Owed(subject=milestone.name, deadline=due))
    return owe_progress(case, at)


def item_deadline(case: Case, at: dt.datetime) -> Deadline:
    """Return the item's limit: the feedback's own date, the speed's limit from the feedback, or the relapse's."""
    if case.round > 1:
        return due_after(case, case.policy.relapse.due, case.reopened_at or at, "relapse.due")
    if case.item.due:
        return due_on(case, case.item.due, case.opening.fed_back_at, "feedback")
    speed = case.item.speed
    return due_after(case, case.policy.speeds[speed].due, case.opening.fed_back_at, f"speeds.{speed}.due")


def first_limit(case: Case, at: dt.datetime) -> Deadline:
    """Return the item's limit as this round began with it, whatever policy was adopted since."""
    return case.first_limit or item_deadline(case, at)


def limit_now(case: Case, at: dt.datetime) -> Deadline:
    """Return the item's limit, put off by the suspensions of this round."""
    limit, stood = item_deadline(case, at), _stood_this_round(case)
    return put_off(case, limit, dt.timedelta(seconds=stood), "suspension") if stood else limit


def _stood_this_round(case: Case) -> int:
    return case.suspended_seconds - case.suspended_before


def owe_progress(case: Case, at: dt.datetime) -> Case:
    """Owe the next report, as often as the speed, or the way in which the case was kept open, asks."""
    speed, continuing = case.item.speed, case.policy.continuing
    span, rule = case.policy.speeds[speed].reports, f"speeds.{speed}.reports"
    if case.stage is Stage.CONTINUING:
        long_term = case.kept_open is Result.LONG_TERM
        span = continuing.long_term if long_term else continuing.basically_done
        rule = f"continuing.{case.kept_open}"
    return owe(case, DutyKind.PROGRESS, at, Owed(deadline=due_after(case, span, at, rule)))


@decides(ReportProgress, when=AT_WORK, by=owers(DutyKind.PROGRESS, also=WORKERS))
def report_progress(case: Case, command: ReportProgress, at: dt.datetime) -> Facts:
    """Say how the work goes."""
    return (ProgressReported(by=actor_of(case, command), text=command.text),)


@follows(ProgressReported)
def progress_reported(case: Case, fact: ProgressReported, at: dt.datetime) -> Case:
    """Owe the next report."""
    return owe_progress(discharge(case, DutyKind.PROGRESS), at)


@decides(ReachMilestone, when=(Stage.RECTIFYING,), by=owers(DutyKind.MILESTONE, also=WORKERS))
def reach_milestone(case: Case, command: ReachMilestone, at: dt.datetime) -> Facts:
    """Tick a milestone off."""
    open_ones = _open_milestones(case)
    duty = next((duty for duty in open_ones if duty.subject == command.milestone), None)
    if duty is None:
        names = _subjects(open_ones)
        why = text(
            f"没有名为“{command.milestone}”的未完成节点；未完成的有：{names.zh or '无'}",
            f"no open milestone is called “{command.milestone}”; open are: {names.en or 'none'}",
        )
        raise refusal(command, why)
    by = actor_of(case, command)
    return (MilestoneReached(by=by, duty=duty.id, milestone=command.milestone, text=command.text),)


@follows(MilestoneReached)
def milestone_reached(case: Case, fact: MilestoneReached, at: dt.datetime) -> Case:
    """Discharge the milestone."""
    return discharge_one(case, fact.duty)


@decides(SubmitEvidence, when=(*AT_WORK, Stage.REVIEWING), by=(*WORKERS, Role.LEADER))
def submit_evidence(case: Case, command: SubmitEvidence, at: dt.datetime) -> Facts:
    """Hand proof in by reference; the same file proves nothing twice, and nothing proves the future."""
    if len(case.evidence) + len(command.evidence) > MOST_EVIDENCE:
        why = text(
            f"一个事项最多登记{MOST_EVIDENCE}份佐证材料，已有{len(case.evidence)}份；请合并成册后提交",
            f"a case holds {MOST_EVIDENCE} pieces of evidence at most, {len(case.evidence)} are there; bind some",
        )
        raise refusal(command, why)
    if sum(map(_bytes, (*case.evidence, *command.evidence))) > MOST_EVIDENCE_BYTES:
        why = text(
            f"佐证材料的名称和存放位置合计不能超过{MOST_EVIDENCE_BYTES // 1000}千字节；请写短些，或合并成册后提交",
            f"titles and references of all evidence may take {MOST_EVIDENCE_BYTES // 1000} KB; write less, or bind some",
        )
        raise refusal(command, why)
    known = {evidence.sha256: evidence.title for evidence in case.evidence}
    for evidence in command.evidence:
        if evidence.sha256 in known:
            why = text(
                f"“{evidence.title}”与已提交的“{known[evidence.sha256]}”是同一文件（SHA-256 相同）",
                f"“{evidence.title}” is the same file as “{known[evidence.sha256]}” (same SHA-256)",
            )
            raise refusal(command, why)
        if evidence.effective > today(case, at):
            why = text(
                f"“{evidence.title}”的生效日期{evidence.effective}在将来，不能作为佐证",
                f"“{evidence.title}” is dated {evidence.effective}, in the future",
            )
            raise refusal(command, why)
        known[evidence.sha256] = evidence.title
    return (EvidenceSubmitted(by=actor_of(case, command), evidence=command.evidence),)


@follows(EvidenceSubmitted)
def evidence_submitted(case: Case, fact: EvidenceSubmitted, at: dt.datetime) -> Case:
    """Keep the references."""
    return case.model_copy(update={"evidence": (*case.evidence, *fact.evidence)})


def _bytes(evidence: Evidence) -> int:
    return len(evidence.title.encode()) + len(evidence.reference.encode())


def missing_evidence(case: Case) -> tuple[EvidenceKind, ...]:
    """Return the kinds that the policy requires and this round has not brought yet."""
    brought = {evidence.kind for evidence in case.evidence[case.evidence_before :]}
    return tuple(kind for kind in case.policy.evidence if kind not in brought)


@decides(ReportDone, when=AT_WORK, by=owers(DutyKind.RECTIFY, also=WORKERS))
def report_done(case: Case, command: ReportDone, at: dt.datetime) -> Facts:
    """Ask for closure, never while evidence or milestones are missing; who is done needs no more time."""
    if missing := missing_evidence(case):
        kinds = listed(tuple(map(name_of, missing)))
        raise refusal(command, text(f"还缺佐证材料：{kinds.zh}", f"evidence is missing: {kinds.en}"), case)
    if open_ones := _open_milestones(case):
        names = _subjects(open_ones)
        raise refusal(command, text(f"还有节点未完成：{names.zh}", f"milestones are open: {names.en}"), case)
    by = actor_of(case, command)
    reported = ReportedDone(by=by, statement=command.statement)
    return (ExtensionLapsed(by=by), reported) if case.extension else (reported,)


@follows(ReportedDone)
def reported_done(case: Case, fact: ReportedDone, at: dt.datetime) -> Case:
    """Begin the review; the work's own duty waits, for a refusal brings it back."""
    review = Review(reported_by=fact.by.id, reported_at=at, returning=duty_of(case, DutyKind.RECTIFY))
    idle = discharge(case, DutyKind.RECTIFY, DutyKind.PROGRESS)
    return owe_review(idle.model_copy(update={"stage": Stage.REVIEWING, "review": review}), at)


def owe_review(case: Case, at: dt.datetime) -> Case:
    """Owe the next level's review; it falls to the level above where only who reported or did the work is there."""
    assert case.review is not None  # noqa: S101 - a review is owed only while one runs
    level = review_levels(case)[len(case.review.approvals)]
    barred = not_to_judge(case, case.review, level)
    return owe(case, DutyKind.REVIEW, at, Owed(subject=level.value, owed_by=level, barred=barred))


def review_levels(case: Case) -> tuple[Role, ...]:
    """Return the levels that a closure passes; a review that runs ends under those that it began with."""
    return (case.review.levels if case.review else ()) or case.policy.review.levels


def _open_milestones(case: Case) -> tuple[Duty, ...]:
    return tuple(duty for duty in case.duties if duty.kind is DutyKind.MILESTONE)


def _subjects(duties: tuple[Duty, ...]) -> Text:
    return listed(tuple(text(duty.subject, duty.subject) for duty in duties))
