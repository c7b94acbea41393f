"""Who is told or acts before anybody is assigned, and whom a ladder sends to an interview."""

from collections.abc import Iterator, Mapping

from rules.names import listed, name_of
from rules.recusal import ANSWERABLE
from rules.soundness.findings import Code, Finding, found
from rules.soundness.uses import Use
from schemas.misreading import quote
from schemas.policy import DutyKind, Policy

_NEVER_CALL = (DutyKind.NOTICE, DutyKind.INTERVIEW, DutyKind.CALL_INTERVIEW)  # an interview does not call another one


def unassigned(policy: Policy) -> Iterator[Finding]:
    """Find who is told of the assignment, or owes it, and is only named by it."""
    rule = policy.duties[DutyKind.ASSIGN]
    if (owner := policy.owner(DutyKind.ASSIGN)) in ANSWERABLE:
        name = name_of(owner)
        yield found(
            Code.OWNER_NOT_ASSIGNED,
            f"责任分工写的是由{name.zh}承担，可是分工之前还没有{name.zh}；应由 office 或 principal 承担。",
            f"The assignment is owed by the {name.en}, who is only named by it; let office or principal owe it.",
            ("duties", "assign", "owed_by"),
        )
    for index, rung in enumerate(policy.ladders[rule.ladder].rungs):
        early = tuple(role for role in rung.tell if role in ANSWERABLE)
        if early:
            names = listed(tuple(map(name_of, early)))
            yield found(
                Code.ADDRESSEE_NOT_ASSIGNED,
                f"“确定责任分工”走这架阶梯，此时还没有{names.zh}，函件只会落到整改办；请只告知 office、principal、committee、"
                f"higher、supervisor，或为分工另写一架阶梯（现在是{quote(rule.ladder)}）。",
                f"The assignment climbs this ladder, when there is no {names.en} yet, so that the office gets the letter; "
                "tell standing roles only, or give the assignment a ladder of its own.",
                ("ladders", rule.ladder, "rungs", index, "tell"),
                ("duties", "assign", "ladder"),
            )


def interviews(policy: Policy, uses: Mapping[str, list[Use]]) -> Iterator[Finding]:
    """Find rungs that call an interview which is never held, or one of somebody who answers for no item."""
    for name, ladder in policy.ladders.items():
        calling = [index for index, rung in enumerate(ladder.rungs) if rung.interview]
        climbing = uses.get(name, [])
        for index in calling if climbing else ():
            steps = ("ladders", name, "rungs", index, "interview")
            yield from _interview([use for use in climbing if use.kind not in _NEVER_CALL], steps)


def _interview(climbing: list[Use], steps: tuple[str | int, ...]) -> Iterator[Finding]:
    if not climbing:
        yield found(
            Code.INTERVIEW_WITHOUT_EFFECT,
            "这一级提出约谈，但走这架阶梯的都是约谈本身的责任，约谈不再引出约谈，这里写了也不起作用；请改为发函或提请会诊（decision）。",
            "It calls an interview, but only the duties of an interview itself climb this ladder, and those call none; "
            "send a letter, or write decision: true.",
            steps,
        )
        return
    judges = [(use, role) for use in climbing for role in use.owners if role not in ANSWERABLE]
    if judges:
        use, role = judges[0]
        kind, name = use.called, name_of(role)
        yield found(
            Code.INTERVIEW_OF_A_JUDGE,
            f"“{kind.zh}”由{name.zh}承担，这一级会约谈{name.zh}，而约谈的对象通常是责任领导、牵头单位、责任人；请改为发函或提请会诊（decision）。",
            f"“{kind.en}” is owed by the {name.en}, who would be interviewed, and not somebody who answers for the item; "
            "send a letter, or write decision: true.",
            steps,
            (*use.rule, "ladder"),
        )
