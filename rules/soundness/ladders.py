"""A ladder is heard: each rung is reached, overdue never goes quiet, and somebody else than the debtor hears of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from rules.names import listed, name_of
from rules.soundness.findings import Code, Finding, found
from rules.soundness.lengths import about, days, longest, move, moved, sample
from rules.soundness.uses import Use
from schemas.misreading import quote
from schemas.policy import Ladder, Policy
from schemas.time import Span, Unit, WorkCalendar

LONGEST_SILENCE: Final = 92  # days: overdue is heard of in every quarter
OFTEN: Final = 0.2  # of all due days
RARELY: Final = 0.05  # of all days on which a duty can begin
_FAR_APART: Final = 14  # days: no holiday is so long that rungs so far apart could often meet


def silences(policy: Policy) -> Iterator[Finding]:
    """Find ladders on which overdue is not said, or not said again for a long time."""
    for name, ladder in policy.ladders.items():
        late = [(index, days(rung.at)) for index, rung in enumerate(ladder.rungs) if rung.at.count >= 0]
        if not late:
            yield found(
                Code.LADDER_NEVER_OVERDUE,
                "每一级都在到期之前：逾期以后只会重复到期前的提醒。请加上 0d 或以后的级。",
                "Every rung lies before the due time: overdue merely repeats the last reminder. Add rungs at 0d or later.",
                ("ladders", name, "rungs"),
            )
            continue
        before = 0.0
        for index, at in late:
            if at - before > LONGEST_SILENCE:
                yield _silent(name, ladder.rungs[index].at, at - before, ("rungs", index, "at"))
            before = at
        if days(ladder.repeat) > LONGEST_SILENCE:
            yield _silent(name, ladder.repeat, days(ladder.repeat), ("repeat",))


def unheard(policy: Policy, uses: Mapping[str, list[Use]]) -> Iterator[Finding]:
    """Find ladders whose last rung, which repeats for ever, tells only whoever owes the duty."""
    for name, ladder in policy.ladders.items():
        told = set(ladder.rungs[-1].tell)
        for use in uses.get(name, []):
            if len(told) == 1 and told <= set(use.owners):
                role, kind = name_of(ladder.rungs[-1].tell[0]), use.called
                yield found(
                    Code.LADDER_TELLS_NOBODY_ELSE,
                    f"“{kind.zh}”由{role.zh}承担，阶梯{quote(name)}最后一级（以后一直重复）也只告知{role.zh}自己；请加上更高一级的人。",
                    f"“{kind.en}” is owed by the {role.en}, and the last rung of {quote(name)}, which repeats for ever, tells "
                    "nobody else; add somebody higher.",
                    ("ladders", name, "rungs", len(ladder.rungs) - 1, "tell"),
                    (*use.rule, "owed_by"),
                    (*use.rule, "ladder"),
                )
                break


def unreached(policy: Policy, calendar: WorkCalendar, uses: Mapping[str, list[Use]]) -> Iterator[Finding]:
    """Find rungs that lie before each duty of their ladder begins."""
    for name, ladder in policy.ladders.items():
        climbing = uses.get(name, [])
        given = tuple(span for use in climbing for span in use.given)
        if not given or not all(use.given for use in climbing):
            continue
        for index, rung in enumerate(ladder.rungs):
            if rung.at.count >= 0:
                continue
            reached = max(_days_with_time(calendar, span, rung.at) for span in dict.fromkeys(given))
            if reached <= RARELY * len(sample(calendar)):
                yield _before_duty((name, index), rung.at, climbing, rarely=bool(reached))


def swallowed(policy: Policy, calendar: WorkCalendar) -> Iterator[Finding]:
    """Find rungs that are passed over, because the next one is reached at the same instant or sooner."""
    for name, ladder in policy.ladders.items():
        for index in range(len(ladder.rungs) - 1):
            yield from _swallowed(name, ladder, index, calendar)


def unused(policy: Policy) -> Iterator[Finding]:
    """Find ladders that no duty names."""
    for name in policy.ladders:
        if name not in policy.ladders_named:
            yield found(
                Code.LADDER_UNUSED,
                f"没有任何责任使用阶梯{quote(name)}，它不会有任何作用；请在 duties 或 relapse.ladders 中写上它，或删去。",
                f"No duty climbs {quote(name)}, so it has no effect; name it in duties or relapse.ladders, or drop it.",
                ("ladders", name),
            )


def _silent(name: str, span: Span, length: float, steps: Sequence[str | int]) -> Finding:
    said = about(length)
    return found(
        Code.LADDER_FALLS_SILENT,
        f"“{span}”之前{said.zh}没有任何人再得知逾期；逾期至少每季度（{LONGEST_SILENCE}天）要有一次声音，请加密。",
        f"For {said.en} up to “{span}” nobody hears of the delay; overdue is to be heard of in every quarter.",
        ("ladders", name, *steps),
    )


def _days_with_time(calendar: WorkCalendar, span: Span, at: Span) -> int:
    """Return on how many days of the sample a duty that is given so long begins before the rung, or enough of them."""
    days_on = zip(sample(calendar), moved(calendar, span), strict=True)
    in_time = (began for began, due in days_on if move(calendar, due, at) > began)
    return sum(1 for _ in islice(in_time, int(RARELY * len(sample(calendar))) + 1))


def _before_duty(place: tuple[str, int], at: Span, climbing: Sequence[Use], *, rarely: bool) -> Finding:
    name, index = place
    kinds = listed(tuple(dict.fromkeys(use.called for use in climbing)))
    most = longest(tuple(span for use in climbing for span in use.given))
    zh, en = ("几乎（除了长假前后）", "hardly ever, but around long holidays,") if rarely else ("永远", "never")
    return found(
        Code.RUNG_BEFORE_DUTY,
        f"阶梯{quote(name)}{at.speak()}的提醒{zh}到不了：走它的“{kinds.zh}”最长只有{most.speak()}，责任产生时这一级已过。请在阶梯中缩短提前量，或删去。",
        f"Ladder {quote(name)}: {at.speak('en')} is {en} reached: “{kinds.en}” is given {most.speak('en')} at most, so "
        "the rung is past when the duty begins. Bring it nearer in the ladder, or drop it.",
        ("ladders", name, "rungs", index, "at"),
        *(entry for use in climbing for entry in use.entries),
    )


def _swallowed(name: str, ladder: Ladder, index: int, calendar: WorkCalendar) -> Iterator[Finding]:
    here, after = ladder.rungs[index].at, ladder.rungs[index + 1].at
    if here.unit is after.unit is Unit.WORKING_DAYS or days(after) - days(here) > _FAR_APART:
        return
    met = [
        (due, reached)
        for due, reached, then in zip(sample(calendar), moved(calendar, here), moved(calendar, after), strict=True)
        if (then, after.count == 0) <= (reached, here.count == 0)
    ]
    share = len(met) / len(sample(calendar))
    if share < OFTEN:
        return
    steps, rest = (
        ("ladders", name, "rungs", index, "at"),
        "passed over with its letter. Space them out, best in one unit.",
    )
    if share == 1:
        yield found(
            Code.RUNG_SWALLOWED,
            f"“{here}”这一级从来不早于下一级“{after}”，会被跳过，函件不会发出。请拉开距离，最好用同一种单位。",
            f"“{here}” is never reached sooner than the next rung “{after}”, and is {rest}",
            steps,
        )
        return
    due, reached = met[0]
    yield found(
        Code.RUNG_OFTEN_SWALLOWED,
        f"“{here}”这一级常常不早于下一级“{after}”（一百个到期日中有{share * 100:.0f}个，如{due}到期，这一级在{reached}），"
        "会被跳过，函件不会发出。请拉开距离，最好用同一种单位。",
        f"“{here}” is often reached no sooner than the next rung “{after}” (on {share * 100:.0f} of a hundred due days; "
        f"due {due}, on {reached}), and is then {rest}",
        steps,
    )
