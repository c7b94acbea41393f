"""What a policy's numbers must hold among each other, said with the line where they don't."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.policy_words import OWED_BY, TIMED_BY
from gateway.yaml_files import Problem, Steps, Written
from gateway.yaml_models import MISSING, UNKNOWN_NAME, unknown
from schemas.miswritten import Miswritten
from schemas.policy import RULED, DutyKind, Speed, owed_where
from schemas.time import Span, Unit
from schemas.words import text

LONGEST_TITLE = 200
FORWARD = (
    ("speeds", "*", "due"),
    ("speeds", "*", "reports"),
    ("ladders", "*", "repeat"),
    ("extension", "longest"),
    ("suspension", "longest"),
    ("look_backs", "after", "*"),
    ("continuing", "*"),
    ("relapse", "due"),
    ("review", "publicity"),
    ("interview_again",),
    ("steps", "*", "after"),
)
_SHORTEST = {Unit.WORKING_DAYS: 1, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.YEARS: 365}
_LONGEST = {Unit.WORKING_DAYS: 10, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}
BACKWARD: Final = "backward"
OUT_OF_ORDER: Final = "out-of-order"
APPROVAL_BY_SILENCE: Final = "approval-by-silence"
# How offices write that no answer counts as yes; no entry that we know is called so.
_TACIT = re.compile(
    r"silen|auto|tacit|deem|default|timeout|expir|no_?(answer|reply|objection)|默|视|超时|不答|不批", re.I
)


def policy_problems(written: Written) -> list[Problem]:
    """Return what is missing, misnamed, out of order or without a future in a policy file."""
    return [
        *_by_silence(written),
        *_missing(written),
        *_too_long(written),
        *_ladders(written),
        *_backward(written),
        *_out_of_order(written),
    ]


def _by_silence(written: Written) -> Iterator[Problem]:
    for steps in written.places:
        if steps and isinstance(steps[-1], str) and _TACIT.search(steps[-1]) and "ladders" not in steps[-2:-1]:
            yield written.problem(
                steps,
                text(
                    "本软件没有默示同意：不答复就是没有批准，原定期限照旧，催办阶梯继续。请删去这一项；"
                    "怕久拖不决，请缩短该项责任的 due。",
                    "There is no approval by silence: no answer is no approval, the old date holds and the ladder climbs. "
                    "Drop this entry; against delay, shorten the duty's due.",
                ),
                APPROVAL_BY_SILENCE,
            )


def _too_long(written: Written) -> Iterator[Problem]:
    # The title stands on each case's own page, of which Temporal takes 20,000 bytes.
    for language in written.names("title"):
        if isinstance(title := written.at("title", language), str) and len(title) > LONGEST_TITLE:
            yield written.problem(
                ("title", language),
                text(f"最多{LONGEST_TITLE}个字。", f"At most {LONGEST_TITLE} characters are allowed."),
            )


def _missing(written: Written) -> Iterator[Problem]:
    owed = owed_where(shown=written.at("review", "publicity") is not None)
    for part, kinds in (("duties", owed), ("speeds", tuple(Speed))):
        if not isinstance(written.at(part), dict):
            continue
        for kind in kinds:
            if kind.value not in written.names(part):
                yield written.problem((part, kind.value), text("缺少这一项。", "It is missing."), MISSING)
    for kind in RULED:
        if isinstance(written.at("duties", kind.value), dict):
            yield from _of_duty(written, kind)
    if DutyKind.STEP.value in written.names("duties"):  # whose rules stand under `steps`, each by its name
        why = unknown(DutyKind.STEP.value, [kind.value for kind in RULED])
        yield written.problem(("duties", DutyKind.STEP.value), why, UNKNOWN_NAME)


def _of_duty(written: Written, kind: DutyKind) -> Iterator[Problem]:
    """Find what a duty's rule lacks, or says though something else decides it: it would have no effect."""
    for entry, elsewhere in (("due", TIMED_BY), ("owed_by", OWED_BY)):
        steps, is_there = ("duties", kind.value, entry), entry in written.names("duties", kind.value)
        if kind not in elsewhere and not is_there:
            yield written.problem(steps, text("缺少这一项。", "It is missing."), MISSING)
        elif kind in elsewhere and is_there:
            holds = elsewhere[kind]
            why = text(
                f"写在这里不起作用（{holds.zh}），请删去。", f"Written here it has no effect ({holds.en}); drop it."
            )
            yield written.problem(steps, why, UNKNOWN_NAME)


def _ladders(written: Written) -> Iterator[Problem]:
    known = written.names("ladders")
    named: list[Steps] = [("duties", kind, "ladder") for kind in written.names("duties")]
    named += [("steps", step, "ladder") for step in written.names("steps")]
    named += [("relapse", "ladders", ladder) for ladder in written.names("relapse", "ladders")]
    for steps in named:
        if isinstance(name := written.at(*steps), str) and name not in known:
            yield written.problem(steps, unknown(name, known), UNKNOWN_NAME)
    for ladder in written.names("relapse", "ladders"):
        if ladder not in known:
            yield written.problem(("relapse", "ladders", ladder), unknown(ladder, known), UNKNOWN_NAME)


def _backward(written: Written) -> Iterator[Problem]:
    for pattern in FORWARD:
        for steps in _matching(written, pattern):
            span = _span(written, steps)
            if span and span.count <= 0:
                yield written.problem(
                    steps,
                    text(f"“{span}”须在将来，至少 1{span.unit}。", f"“{span}” must lie ahead: 1{span.unit} or more."),
                    BACKWARD,
                )
    for steps in (*_matching(written, ("duties", "*", "due")), *_matching(written, ("steps", "*", "due"))):
        span = _span(written, steps)
        if span and span.count < 0:
            yield written.problem(
                steps,
                text(
                    f"“{span}”不能早于责任产生之日。",
                    f"“{span}” lies before the duty begins; write 0{span.unit} or more.",
                ),
                BACKWARD,
            )


def _out_of_order(written: Written) -> Iterator[Problem]:
    rows: list[tuple[Steps, Steps]] = [(("ladders", name, "rungs"), ("at",)) for name in written.names("ladders")]
    for steps, rest in [*rows, (("look_backs", "after"), ())]:
        listed = written.at(*steps)
        for index in range(1, len(listed) if isinstance(listed, list) else 0):
            before, here = (_span(written, (*steps, i, *rest)) for i in (index - 1, index))
            if before and here and not _may_follow(here, before):
                yield written.problem(
                    (*steps, index, *rest),
                    text(f"“{here}”须晚于上一级的“{before}”。", f"“{here}” must come later than “{before}” before it."),
                    OUT_OF_ORDER,
                )


def _may_follow(later: Span, earlier: Span) -> bool:
    # Units differ in length: only what can never be in order is objected to.
    if later.unit is earlier.unit:
        return later > earlier
    return _furthest(later) > -_furthest(-earlier)


def _furthest(span: Span) -> int:
    return span.count * (_LONGEST if span.count > 0 else _SHORTEST)[span.unit]


def _matching(written: Written, pattern: tuple[str, ...], done: Steps = ()) -> Iterator[Steps]:
    if not pattern:
        yield done
        return
    found = written.at(*done)
    steps: list[str | int] = [pattern[0]]
    if pattern[0] == "*":
        steps = list(found) if isinstance(found, dict) else list(range(len(found))) if isinstance(found, list) else []
    for step in steps:
        yield from _matching(written, pattern[1:], (*done, step))


def _span(written: Written, steps: Steps) -> Span | None:
    try:
        return Span.parse(written.at(*steps))
    except Miswritten:
        return None  # the model itself says so
