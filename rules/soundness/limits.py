"""Lengths that must fit into each other: the plan before the limit, reports within it, review and relapse beside it."""

from collections.abc import Iterator
from itertools import pairwise

from rules.names import listed, name_of
from rules.soundness.findings import Code, Finding, Steps, found
from rules.soundness.lengths import about, days
from schemas.policy import DutyKind, Policy, Speed
from schemas.time import Span
from schemas.words import Text

_TO_THE_WORK = (DutyKind.ASSIGN, DutyKind.ACKNOWLEDGE)
_TO_THE_PLAN = (DutyKind.PLAN, DutyKind.PLAN_REVIEW)


def limits(policy: Policy) -> Iterator[Finding]:
    """Find lengths that cross."""
    for speed, rule in policy.speeds.items():
        kinds = (*_TO_THE_WORK, *_TO_THE_PLAN) if rule.plan else _TO_THE_WORK
        yield from _too_late(policy, kinds, (name_of(speed), rule.due), ("speeds", speed.value, "due"))
        yield from _reports(speed, rule.due, rule.reports)
    if any(rule.plan for rule in policy.speeds.values()):
        again = Text(zh="反弹后重新整改", en="rectifying after a relapse")
        yield from _too_late(policy, _TO_THE_PLAN, (again, policy.relapse.due), ("relapse", "due"))
    yield from _speeds(policy)
    yield from _review(policy)
    yield from _relapse(policy)
    yield from _notice(policy)


def _too_late(
    policy: Policy, kinds: tuple[DutyKind, ...], limited: tuple[Text, Span], steps: Steps
) -> Iterator[Finding]:
    what, limit = limited
    spent = sum(days(policy.given(kind)) for kind in kinds)
    if spent < days(limit):
        return
    said, names, where = about(spent), listed(tuple(map(name_of, kinds))), ".".join(map(str, steps))
    parts = "+".join(str(policy.given(kind)) for kind in kinds)
    yield found(
        Code.PLAN_AFTER_LIMIT,
        f"{what.zh}的期限只有{limit.speak()}，而{names.zh}各按时办完就要{said.zh}（{parts}），还没动手期限就到了。"
        f"请缩短这些责任（duties），或放宽 {where}。",
        f"The limit of {what.en} is {limit.speak('en')}, but {names.en}, each in time, take {said.en} ({parts}): it runs "
        f"out before the work begins. Shorten those duties, or lengthen {where}.",
        steps,
        *(("duties", kind.value, "due") for kind in kinds),
    )


def _reports(speed: Speed, limit: Span, every: Span) -> Iterator[Finding]:
    if days(every) >= days(limit):
        name = name_of(speed)
        yield found(
            Code.REPORTS_MISS_LIMIT,
            f"{name.zh}每{every.speak()}报告一次，而期限只有{limit.speak()}，到期之前一次报告也没有；请报得密些。",
            f"{name.en}: one report every {every.speak('en')} within a limit of {limit.speak('en')}: none falls due before "
            "it; ask for reports more often.",
            ("speeds", speed.value, "reports"),
            ("speeds", speed.value, "due"),
        )


def _speeds(policy: Policy) -> Iterator[Finding]:
    for quick, slow in pairwise(Speed):
        if days(policy.speeds[quick].due) > days(policy.speeds[slow].due):
            first, second = name_of(quick), name_of(slow)
            yield found(
                Code.SPEEDS_OUT_OF_ORDER,
                f"{first.zh}的期限{policy.speeds[quick].due.speak()}比{second.zh}的{policy.speeds[slow].due.speak()}还长；请调整其中一个。",
                f"{first.en} is given {policy.speeds[quick].due.speak('en')}, more than {second.en} with "
                f"{policy.speeds[slow].due.speak('en')}; change one of them.",
                ("speeds", quick.value, "due"),
                ("speeds", slow.value, "due"),
            )


def _review(policy: Policy) -> Iterator[Finding]:
    levels, each, (limit, where) = len(policy.review.levels), policy.given(DutyKind.REVIEW), longest_limit(policy)
    if levels * days(each) > days(limit):
        said = about(levels * days(each))
        yield found(
            Code.REVIEW_EXCEEDS_LIMIT,
            f"{levels}级审核各{each.speak()}，合计{said.zh}，超过最长的整改期限{limit.speak()}；"
            "请减少层级，或缩短 duties.review.due。",
            f"{levels} levels with {each.speak('en')} each take {said.en}, longer than the longest limit of "
            f"{limit.speak('en')}; have fewer levels, or shorten duties.review.due.",
            ("duties", "review", "due"),
            ("review", "levels"),
            where,
        )


def _relapse(policy: Policy) -> Iterator[Finding]:
    limit, where = longest_limit(policy)
    if days(policy.relapse.due) > days(limit):
        yield found(
            Code.RELAPSE_EXCEEDS_LIMIT,
            f"反弹后重新整改有{policy.relapse.due.speak()}，比原来最长的期限{limit.speak()}还宽；请缩短 relapse.due。",
            f"After a relapse there are {policy.relapse.due.speak('en')}, more than the longest limit of "
            f"{limit.speak('en')} was; a relapse is to be stricter: shorten relapse.due.",
            ("relapse", "due"),
            where,
        )


def _notice(policy: Policy) -> Iterator[Finding]:
    notice, interview = policy.given(DutyKind.NOTICE), policy.given(DutyKind.INTERVIEW)
    if days(notice) > days(interview):
        said = Text(zh=f"{notice.speak()}、{interview.speak()}", en=f"{notice.speak('en')}, {interview.speak('en')}")
        yield found(
            Code.NOTICE_AFTER_INTERVIEW,
            f"约谈通知的签收期限晚于约谈本身的期限（{said.zh}，都从发出通知起算）；请缩短前者。",
            f"The notice is to be acknowledged later than the interview is to be held ({said.en}, both from the call); "
            "shorten the former.",
            ("duties", "notice", "due"),
            ("duties", "interview", "due"),
        )


def longest_limit(policy: Policy) -> tuple[Span, Steps]:
    """Return the longest limit of any speed, and where it stands."""
    speed = max(policy.speeds, key=lambda speed: days(policy.speeds[speed].due))
    return policy.speeds[speed].due, ("speeds", speed.value, "due")
