"""What may be asked for again and again has an end that holds."""

from collections.abc import Iterator
from typing import Final

from rules.deadlines import FARTHEST
from rules.names import name_of
from rules.soundness.escalation import RANKS
from rules.soundness.findings import Code, Finding, found
from rules.soundness.lengths import about, days
from rules.soundness.limits import longest_limit
from schemas.misreading import quote
from schemas.people import Role
from schemas.policy import Policy
from schemas.returns import Returning

_RAREST_REPORTS: Final = 366  # days
_SOONEST_INTERVIEW: Final = 28  # days: what was promised at one interview needs some time
_MOST_RETURNS: Final = 10  # nobody sends a plan back so often before he asks somebody


def caps(policy: Policy) -> Iterator[Finding]:
    """Find loops without a cap that holds, and deciders whose turn never comes."""
    yield from _extensions(policy)
    yield from _deciders(policy)
    yield from _suspensions(policy)
    yield from _kept_open(policy)
    yield from _returns(policy)
    yield from _interviews(policy)


def _extensions(policy: Policy) -> Iterator[Finding]:
    rule, (limit, where) = policy.extension, longest_limit(policy)
    if not rule.most:
        return
    if days(rule.longest) >= days(FARTHEST):
        yield _no_cap("extension", rule.longest.speak(), rule.longest.speak("en"))
    elif rule.most > days(rule.longest):
        yield found(
            Code.LOOP_WITHOUT_CAP,
            f"最多{rule.most}次等于没有次数上限：延期合计才{rule.longest.speak()}，每次至少一天，次数用不完；请改小，如 2。",
            f"{rule.most} extensions are no cap: they last {rule.longest.speak('en')} in all, a day each at least. Write a "
            "number that holds, as 2.",
            ("extension", "most"),
        )
    elif days(rule.longest) > days(limit):
        yield found(
            Code.EXTENSION_EXCEEDS_LIMIT,
            f"延期合计可达{rule.longest.speak()}，比最长的整改期限{limit.speak()}还长；请缩短 extension.longest。",
            f"All extensions may last {rule.longest.speak('en')}, longer than the longest limit of {limit.speak('en')}; "
            "shorten extension.longest.",
            ("extension", "longest"),
            where,
        )
    if rule.after_overdue:
        yield found(
            Code.EXTENSION_AFTER_OVERDUE,
            "逾期以后还可以申请延期，一批准逾期就不再是逾期；请写 false，或明知如此再用。",
            "Extensions may be asked for after the due time, and once granted the delay is no delay any more; write false, "
            "unless it is meant.",
            ("extension", "after_overdue"),
        )


def _deciders(policy: Policy) -> Iterator[Finding]:
    deciders, most = policy.extension.deciders, policy.extension.most
    for index in range(1, min(most, len(deciders))):
        if RANKS[deciders[index]] < RANKS[deciders[index - 1]] and Role.OFFICE not in deciders[index - 1 : index + 1]:
            now, then = name_of(deciders[index]), name_of(deciders[index - 1])
            yield found(
                Code.DECIDERS_FALL,
                f"第{index}次延期由{then.zh}审批，第{index + 1}次反而由低一级的{now.zh}审批；审批应逐次升级，请调换。",
                f"Extension {index} is for the {then.en}, the next one for the {now.en} below; let each rise.",
                ("extension", "deciders", index),
            )
    if most and len(deciders) > most:
        name = name_of(deciders[most])
        yield found(
            Code.DECIDER_UNUSED,
            f"最多延期{most}次，轮不到第{most + 1}个审批人（{name.zh}）；请删去，或改 most。",
            f"With extensions capped at {most}, the turn of decider {most + 1} (the {name.en}) never comes; drop it, or change "
            "most.",
            ("extension", "deciders", most),
        )


def _suspensions(policy: Policy) -> Iterator[Finding]:
    allowed, (limit, where) = policy.suspension.longest, longest_limit(policy)
    if days(allowed) >= days(FARTHEST):
        yield _no_cap("suspension", allowed.speak(), allowed.speak("en"))
    elif days(allowed) > days(limit):
        yield found(
            Code.SUSPENSION_EXCEEDS_LIMIT,
            f"挂起合计可达{allowed.speak()}，比最长的整改期限{limit.speak()}还长；请缩短 suspension.longest。",
            f"Suspensions may last {allowed.speak('en')} in all, longer than the longest limit of {limit.speak('en')}; "
            "shorten suspension.longest.",
            ("suspension", "longest"),
            where,
        )


def _no_cap(part: str, zh: str, en: str) -> Finding:
    return found(
        Code.LOOP_WITHOUT_CAP,
        f"{zh}等于没有上限：这么久以后，没有人还会来问。请写一个实际的上限，如 3mo。",
        f"{en} is as good as no cap: by then nobody asks any more. Write one that holds, as 3mo.",
        (part, "longest"),
    )


def _kept_open(policy: Policy) -> Iterator[Finding]:
    for name in ("basically_done", "long_term"):
        every = getattr(policy.continuing, name)
        if days(every) > _RAREST_REPORTS:
            said = about(days(every))
            yield found(
                Code.RARE_REPORTS,
                f"持续整改没有期限，只靠按期报告；{said.zh}才报一次，等于放下不管。请写至多一年，通常每季度（3mo）。",
                f"What is kept open has no limit, only reports, and {said.en} from one to the next is as good as dropped; "
                "write a year at most, usually 3mo.",
                ("continuing", name),
            )


def _returns(policy: Policy) -> Iterator[Finding]:
    for returning in Returning:
        rule, name = policy.returns.of(returning), name_of(returning)
        if rule is None:
            yield found(
                Code.LOOP_WITHOUT_CAP,
                f"{name.zh}，没有写第几次起由上面过问，可以没完没了；请写上 returns.{returning}: {{times: 3, to: principal}}。",
                f"Without a number from which on those above decide, {name.en} may go on for ever; write one, as "
                f"returns.{returning}: {{times: 3, to: principal}}.",
                ("returns", returning.value),
                ("returns",),
            )
        elif rule.times > _MOST_RETURNS:
            yield found(
                Code.LOOP_WITHOUT_CAP,
                f"到第{rule.times}次才由上面过问，等于没有上限；请改小，如 3。",
                f"That those above are asked at time {rule.times} only is as good as no cap; write less, as 3.",
                ("returns", returning.value, "times"),
            )


def _interviews(policy: Policy) -> Iterator[Finding]:
    called = (name for name, ladder in policy.ladders.items() if ladder.rungs[-1].interview)
    name, again = next((name for name in called if name in policy.ladders_named), None), policy.interview_again
    if name and again is None:
        yield found(
            Code.LOOP_WITHOUT_CAP,
            f"阶梯{quote(name)}最后一级提出约谈，每次重复都会再约谈，可以没完没了；请写上 interview_again: 3mo"
            "（约谈以后至少隔多久才再约谈）。",
            f"The last rung of ladder {quote(name)} calls an interview, and another one each time it repeats, for ever; write "
            "how long after one, as interview_again: 3mo.",
            ("interview_again",),
            ("ladders", name, "rungs", len(policy.ladders[name].rungs) - 1, "interview"),
        )
    elif name and again and days(again) < _SOONEST_INTERVIEW:
        yield found(
            Code.LOOP_WITHOUT_CAP,
            f"约谈以后才隔{again.speak()}就可以再约谈，等于没有上限；请改长，如 3mo。",
            f"That {again.speak('en')} after an interview another may be called is as good as no cap; write more, as 3mo.",
            ("interview_again",),
        )
