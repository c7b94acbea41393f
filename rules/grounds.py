"""The grounds of a deadline (依据) in words: the policy's number, or whose decision, and what does not count."""

import re
from collections.abc import Callable

from rules.names import name_of
from schemas.case import Case
from schemas.commands import Result
from schemas.duty import Deadline
from schemas.policy import DutyKind, Speed
from schemas.time import Span
from schemas.words import Text, text

_DECIDED = {
    "plan": text("方案确定", "set by the plan"),
    "feedback": text("反馈意见确定", "set by the feedback"),
    "commitment": text("约谈时承诺", "promised at the interview"),
}
_NOT_COUNTED = {
    "review": text("审核期间不计", "the review not counted"),
    "suspension": text("挂起期间不计", "the suspension not counted"),
}
_NUMBER = re.compile(r"(?P<policy>[^:]*):(?P<key>[^=]+)=(?P<span>.+)")
_EXTENSION = re.compile(r"extension (?P<number>[0-9]+)")
_SATURDAY = 5
_OF = {
    "speeds": lambda speed: name_of(Speed(speed)),
    "continuing": lambda result: name_of(Result(result)),
    "relapse": lambda _: text("反弹后重新整改", "rectifying after a relapse"),
    "look_backs": lambda _: name_of(DutyKind.LOOK_BACK),
}


def grounds(case: Case, rule: str) -> Text:
    """Return a deadline's rule as a clerk would say it; a key that no edition knows any more is shown as it is."""
    first, *uncounted = rule.split(";")
    said = [_ground(case, first), *(_NOT_COUNTED.get(part, text(part, part)) for part in uncounted)]
    return text("，".join(part.zh for part in said), ", ".join(part.en for part in said))


def moved_on(case: Case, deadline: Deadline) -> Text | None:
    """Say that a date which somebody named is a day off, so that the deadline is the next working day; None else."""
    named, due = deadline.named, case.policy.clock.date_of(deadline.at)
    if named is None or due == named or deadline.put_offs:
        return None
    off = text("周末", "a weekend") if named.weekday() >= _SATURDAY else text("节假日", "a holiday")
    return text(f"{named}逢{off.zh}，顺延至{due}", f"{named} is {off.en}, moved on to {due}")


def _ground(case: Case, rule: str) -> Text:
    if found := _NUMBER.fullmatch(rule):
        return _number(case, found["policy"], found["key"], found["span"])
    if found := _EXTENSION.fullmatch(rule):
        return text(f"第{found['number']}次延期", f"extension {found['number']}")
    return _DECIDED.get(rule, text(rule, rule))


def _number(case: Case, policy: str, key: str, span: str) -> Text:
    what, title, length = _subject(key), _title(case, policy), Span.parse(span)
    return text(f"依据《{title.zh}》{what.zh}：{length.speak()}", f"by “{title.en}”{what.en}: {length.speak('en')}")


def _title(case: Case, name: str) -> Text:
    """Return the title of the policy that a number stands in: a case may have adopted another since."""
    known = {policy.name: policy.title for policy in (case.opening.policy, case.policy)}
    return known.get(name, text(name, name))


def _subject(key: str) -> Text:
    """Say which number it is; a duty's own needs no saying, for it stands beside the duty."""
    part, name, *of = key.split(".")
    if part in {"duties", "steps"}:
        return text("", "")
    say: Callable[[str], Text] | None = _OF.get(part)
    said = say(name) if say else text(key, key)
    every = text("报送进展", " reports") if of == ["reports"] else text("", "")
    return text(f"，{said.zh}{every.zh}", f", {said.en}{every.en}")
