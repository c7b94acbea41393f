"""What a policy says in two places must be the same in both: the engine goes by one of them."""

from collections.abc import Iterator

from rules.names import name_of
from rules.soundness.findings import Code, Finding, found
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from schemas.time import Span
from schemas.words import Text, text


def doubles(policy: Policy) -> Iterator[Finding]:
    """Find a duty's own number or owner where another entry decides, and says something else."""
    yield from _owners(policy)
    yield from _lengths(policy)


def _owners(policy: Policy) -> Iterator[Finding]:
    rules: dict[DutyKind, Role] = {
        DutyKind.REVIEW: policy.review.levels[0],
        DutyKind.EXTENSION: policy.extension.deciders[0],
        DutyKind.WITHDRAWAL: policy.withdrawal,
    }
    for kind, holds in rules.items():
        said = policy.duties[kind].owed_by
        if said is not holds:
            yield _double(kind, "owed_by", name_of(said), name_of(holds))


def _lengths(policy: Policy) -> Iterator[Finding]:
    speeds, continuing = policy.speeds, policy.continuing
    limits = {f"speeds.{speed}.due": rule.due for speed, rule in speeds.items()}
    reports = {f"speeds.{speed}.reports": rule.reports for speed, rule in speeds.items()}
    reports |= {"continuing.basically_done": continuing.basically_done, "continuing.long_term": continuing.long_term}
    for kind, hold in ((DutyKind.RECTIFY, limits), (DutyKind.PROGRESS, reports)):
        said = policy.duties[kind].due
        if said not in hold.values():
            yield _double(kind, "due", _spoken(said), _all(hold))
    milestone = policy.duties[DutyKind.MILESTONE].due
    if milestone.count:
        yield _double(DutyKind.MILESTONE, "due", _spoken(milestone), text("方案写明的日期", "the date in the plan"))


def _spoken(span: Span) -> Text:
    return text(span.speak(), span.speak("en"))


def _all(hold: dict[str, Span]) -> Text:
    listed = ", ".join(f"{name} = {span}" for name, span in hold.items())
    return text(listed, listed)


def _double(kind: DutyKind, field: str, said: Text, holds: Text) -> Finding:
    duty = name_of(kind)
    return found(
        Code.SAID_TWICE,
        f"duties.{kind}.{field}（{duty.zh}）写的是{said.zh}，但不起作用，起作用的是：{holds.zh}。看的人会误读，请把前者改成与后者一致。",
        f"duties.{kind}.{field} ({duty.en}) says {said.en} but has no effect; what holds is: {holds.en}. Readers are "
        "misled: make the former agree with the latter.",
        ("duties", kind.value, field),
    )
