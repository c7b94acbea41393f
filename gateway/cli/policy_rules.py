"""The single rules of a policy, each as a line: what it is about, what holds, and where it stands in the file."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from gateway.yaml_files import Steps
from rules.names import listed, name_of
from schemas.policy import Policy
from schemas.returns import Returning
from schemas.time import Span
from schemas.words import Text, text


class Rule(NamedTuple):
    """One line."""

    about: Text
    holds: Text
    steps: Steps


def single_rules(policy: Policy) -> Iterator[Rule]:
    """Yield all that a policy says beside its duties, speeds and ladders, in the order of the file."""
    yield from _of_the_day(policy)
    yield from _of_closure(policy)
    yield from _of_delay(policy)
    yield from _of_what_comes_after(policy)
    yield from _of_returns(policy)
    yield from _of_interviews(policy)


def length(span: Span) -> Text:
    """Say a span in both languages."""
    return text(span.speak("zh"), span.speak("en"))


def names(values: Iterable[StrEnum]) -> Text:
    """Say the names of some roles or kinds in both languages."""
    return listed(tuple(map(name_of, values)))


def _of_the_day(policy: Policy) -> Iterator[Rule]:
    clock = policy.clock
    opens, ends = f"{clock.office_opens:%H:%M}", f"{clock.day_ends:%H:%M}"
    if clock.runs_fast:
        seconds = f"{clock.day_length.total_seconds():g}"
        yield Rule(text("一天", "A day"), text(f"{seconds} 秒", f"{seconds} s"), ("clock", "day"))
    yield Rule(text("提醒在几点发出", "Alarms ring at"), text(opens, opens), ("clock", "office_opens"))
    yield Rule(text("当日几点到期", "A day's duties are due at"), text(ends, ends), ("clock", "day_ends"))


def _of_closure(policy: Policy) -> Iterator[Rule]:
    review = policy.review
    checklist = text("；".join(line.zh for line in review.checklist), "; ".join(line.en for line in review.checklist))
    yield Rule(text("佐证材料", "Evidence"), names(policy.evidence), ("evidence",))
    yield Rule(text("审核层级", "Levels of review"), names(review.levels), ("review", "levels"))
    if review.publicity:
        yield Rule(text("销号公示", "Public notice of a closure"), length(review.publicity), ("review", "publicity"))
    yield Rule(text("末级须逐条回答", "The last level answers"), checklist, ("review", "checklist"))


def _of_delay(policy: Policy) -> Iterator[Rule]:
    extension, suspension = policy.extension, policy.suspension
    after = text("受理", "is taken") if extension.after_overdue else text("不受理", "is refused")
    most = str(extension.most)
    yield Rule(text("延期由谁批", "Extensions are decided by"), names(extension.deciders), ("extension", "deciders"))
    yield Rule(text("延期最多几次", "Extensions at most"), text(most, most), ("extension", "most"))
    yield Rule(text("延期合计最长", "All extensions at most"), length(extension.longest), ("extension", "longest"))
    yield Rule(text("逾期后申请延期", "An extension once overdue"), after, ("extension", "after_overdue"))
    yield Rule(text("挂起由谁批", "Suspensions are decided by"), names([suspension.decider]), ("suspension", "decider"))
    yield Rule(text("挂起合计最长", "All suspensions at most"), length(suspension.longest), ("suspension", "longest"))
    yield Rule(text("撤销由谁批", "Withdrawals are decided by"), names([policy.withdrawal]), ("withdrawal",))


def _of_what_comes_after(policy: Policy) -> Iterator[Rule]:
    continuing, relapse = policy.continuing, policy.relapse
    after = listed(tuple(map(length, policy.look_backs.after)))
    strict = ", ".join(f"{ladder} → {stricter}" for ladder, stricter in relapse.ladders.items())
    yield Rule(text("销号后多久回头看", "Look-backs after closure"), after, ("look_backs", "after"))
    yield Rule(
        text("基本完成的多久报告", "Basically done: reports"),
        length(continuing.basically_done),
        ("continuing", "basically_done"),
    )
    yield Rule(
        text("长期坚持的多久报告", "Long-term: reports"), length(continuing.long_term), ("continuing", "long_term")
    )
    yield Rule(text("反弹后的期限", "The limit after a relapse"), length(relapse.due), ("relapse", "due"))
    yield Rule(text("反弹后改走的阶梯", "Ladders after a relapse"), text(strict, strict), ("relapse", "ladders"))


def _of_returns(policy: Policy) -> Iterator[Rule]:
    for returning in Returning:
        if rule := policy.returns.of(returning):
            to, call = name_of(rule.to), text("，并约谈责任领导", ", and the leader is interviewed")
            more = call if rule.interview else text("", "")
            holds = text(
                f"第{rule.times}次起提请{to.zh}决定{more.zh}", f"from time {rule.times} on the {to.en} decides{more.en}"
            )
            yield Rule(name_of(returning), holds, ("returns", returning.value))


def _of_interviews(policy: Policy) -> Iterator[Rule]:
    if again := policy.interview_again:
        holds = text(f"至少隔{again.speak()}", f"{again.speak('en')} after the former one at least")
        yield Rule(text("就同一件事再次约谈", "Another interview about the same"), holds, ("interview_again",))
