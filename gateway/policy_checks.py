"""What a policy's numbers must hold among each other, said with the line where they don't."""

from collections.abc import Iterator

from gateway.yaml_files import Problem, Steps, Written
from gateway.yaml_models import unknown
from schemas.miswritten import Miswritten
from schemas.policy import RULED, Speed
from schemas.time import Span, Unit
from schemas.words import text

LONGEST_TITLE = 200
_FORWARD = (
    ("speeds", "*", "due"),
    ("speeds", "*", "reports"),
    ("ladders", "*", "repeat"),
    ("extension", "longest"),
    ("suspension", "longest"),
    ("look_backs", "after", "*"),
    ("continuing", "*"),
    ("relapse", "due"),
    ("steps", "*", "after"),
)
_SHORTEST = {Unit.WORKING_DAYS: 1, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.YEARS: 365}
_LONGEST = {Unit.WORKING_DAYS: 10, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31, Unit.YEARS: 366}


def policy_problems(written: Written) -> list[Problem]:
    """Return what is missing, misnamed, out of order or without a future in a policy file."""
    return [
        *_missing(written),
        *_too_long(written),
        *_ladders(written),
        *_backward(written),
        *_out_of_order(written),
    ]


def _too_long(written: Written) -> Iterator[Problem]:
    # The title stands on each case's own page, of which Temporal takes 20,000 bytes.
    for language in written.names("title"):
        if isinstance(title := written.at("title", language), str) and len(title) > LONGEST_TITLE:
            yield written.problem(
                ("title", language),
                text(f"最多{LONGEST_TITLE}个字。", f"At most {LONGEST_TITLE} characters are allowed."),
            )


def _missing(written: Written) -> Iterator[Problem]:
    for part, kinds in (("duties", RULED), ("speeds", Speed)):
        if not isinstance(written.at(part), dict):
            continue
        for kind in kinds:
            if kind.value not in written.names(part):
                yield written.problem((part, kind.value), text("缺少这一项。", "It is missing."))


def _ladders(written: Written) -> Iterator[Problem]:
    known = written.names("ladders")
    named: list[Steps] = [("duties", kind, "ladder") for kind in written.names("duties")]
    named += [("steps", step, "ladder") for step in written.names("steps")]
    named += [("relapse", "ladders", ladder) for ladder in written.names("relapse", "ladders")]
    for steps in named:
        if isinstance(name := written.at(*steps), str) and name not in known:
            yield written.problem(steps, unknown(name, known))
    for ladder in written.names("relapse", "ladders"):
        if ladder not in known:
            yield written.problem(("relapse", "ladders", ladder), unknown(ladder, known))


def _backward(written: Written) -> Iterator[Problem]:
    for pattern in _FORWARD:
        for steps in _matching(written, pattern):
            span = _span(written, steps)
            if span and span.count <= 0:
                yield written.problem(
                    steps,
                    text(f"“{span}”须在将来，至少 1{span.unit}。", f"“{span}” must lie ahead: 1{span.unit} or more."),
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
