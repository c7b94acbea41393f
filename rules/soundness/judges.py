"""Nobody judges what he does himself: levels, plans, deadlines, look-backs, interviews."""

from collections.abc import Iterator

from rules.names import name_of
from rules.rectifying import WORKERS
from rules.recusal import ANSWERABLE
from rules.soundness.escalation import RANKS
from rules.soundness.findings import Code, Finding, Steps, found
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from schemas.returns import Returning
from schemas.words import Text, text


def judges(policy: Policy) -> Iterator[Finding]:
    """Find who would decide about his own work, request or closure."""
    yield from _levels(policy)
    yield from _decisions(policy)
    yield from _look_backs(policy)
    yield from _interviewers(policy)


def _levels(policy: Policy) -> Iterator[Finding]:
    levels, worker = policy.review.levels, policy.owner(DutyKind.RECTIFY)
    for index, level in enumerate(levels):
        if level in (Role.HANDLER, worker):
            why = text("整改并申请销号", "does the work and reports it done")
            yield _own(("review", "levels", index), level, why, ("duties", "rectify", "owed_by"))
        elif level in levels[:index]:
            name = name_of(level)
            yield found(
                Code.LEVEL_TWICE,
                f"{name.zh}在审核层级中写了两次，同一个人会审核两次；请只写一次。",
                f"The {name.en} stands among the levels twice, so that one person approves twice; write it once.",
                ("review", "levels", index),
            )
        elif index and _is_below(level, levels[index - 1]):
            now, then = name_of(level), name_of(levels[index - 1])
            yield found(
                Code.LEVELS_FALL,
                f"{then.zh}审核之后又由低一级的{now.zh}审核；审核应逐级向上，请调换次序。",
                f"After the {then.en} a lower level, the {now.en}, would review; let levels rise.",
                ("review", "levels", index),
            )
    if set(levels) <= set(WORKERS) and not {Role.HANDLER, worker} & set(levels):
        yield found(
            Code.SELF_APPROVAL,
            "审核只有整改单位自己的一级：谁整改谁审核。请至少再加一级，如 office 或 committee。",
            "The unit that does the work is the only level that reviews it; add another one, as office or committee.",
            ("review", "levels"),
        )


def _decisions(policy: Policy) -> Iterator[Finding]:
    own = {*WORKERS, policy.owner(DutyKind.RECTIFY)}
    reviewer = policy.owner(DutyKind.PLAN_REVIEW)
    if reviewer in (*WORKERS, policy.owner(DutyKind.PLAN)):
        yield _own(("duties", "plan_review", "owed_by"), reviewer, text("报送方案", "submits the plan"))
    if policy.review.publicity and (teller := policy.owner(DutyKind.PUBLICITY)) in own:
        why = text("整改并申请销号", "does the work and reports it done")
        yield _own(("duties", "publicity", "owed_by"), teller, why)
    for index, decider in enumerate(policy.extension.deciders if policy.extension.most else ()):
        if decider in own:
            yield _own(("extension", "deciders", index), decider, text("申请延期", "asks for the extension"))
    if policy.suspension.decider in own:
        why = text("整改", "does the work whose clock stops")
        yield _own(("suspension", "decider"), policy.suspension.decider, why)
    for returning in Returning:
        if (rule := policy.returns.of(returning)) and rule.to in own:
            why = text("整改", "does the work that comes back")
            yield _own(("returns", returning.value, "to"), rule.to, why)
    if policy.withdrawal in own:
        yield _own(("withdrawal",), policy.withdrawal, text("整改", "does the work"))
    elif policy.withdrawal in (Role.OFFICE, Role.LEADER):
        name = name_of(policy.withdrawal)
        yield found(
            Code.ASKER_DECIDES,
            f"撤销可由{name.zh}申请，又由{name.zh}审批；请交给更高一级，如 principal 或 committee。",
            f"The {name.en} may ask for a withdrawal and would decide on it; let somebody higher, as principal or committee.",
            ("withdrawal",),
        )


def _look_backs(policy: Policy) -> Iterator[Finding]:
    role, levels = policy.owner(DutyKind.LOOK_BACK), policy.review.levels
    if role not in (*levels, *ANSWERABLE, policy.owner(DutyKind.RECTIFY)):
        return
    name = name_of(role)
    why = text("审核销号", "closes items") if role in levels else text("对事项负责", "answers for the item")
    yield found(
        Code.LOOK_BACK_BY_CLOSER,
        f"回头看由{name.zh}承担，而{name.zh}也{why.zh}；谁销号、谁整改都不得回头看，请改由 supervisor 等未参与的角色承担。",
        f"The {name.en} would look back and also {why.en}; let somebody else look back, as supervisor.",
        ("duties", "look_back", "owed_by"),
    )


def _interviewers(policy: Policy) -> Iterator[Finding]:
    for kind in (DutyKind.CALL_INTERVIEW, DutyKind.INTERVIEW):
        role = policy.owner(kind)
        if role in ANSWERABLE:
            name, duty = name_of(role), name_of(kind)
            yield found(
                Code.INTERVIEWED_BY_HIMSELF,
                f"“{duty.zh}”由{name.zh}承担，而被约谈的正是对事项负责的人；请改由 office、principal 或 supervisor 承担。",
                f"“{duty.en}” is owed by the {name.en}, who may be the one interviewed; let office, principal or "
                "supervisor owe it.",
                ("duties", kind.value, "owed_by"),
            )


def _own(steps: Steps, role: Role, doing: Text, *others: Steps) -> Finding:
    name = name_of(role)
    if role is Role.HANDLER:
        zh, en = (
            "程序不会让他审批，会由上一级代审，与办法所写不符",
            "the engine never lets him, and asks the level above",
        )
    else:
        zh, en = (
            "等于自己人审自己的事；本人经办的，程序会交上一级代审",
            "his own people's work; his own goes to the level above",
        )
    return found(
        Code.SELF_APPROVAL,
        f"{name.zh}既{doing.zh}，又由自己审批：{zh}。请改为更高一级的角色。",
        f"The {name.en} {doing.en} and would decide on it: {en}. Name a higher role.",
        steps,
        *others,
    )


def _is_below(role: Role, other: Role) -> bool:
    """Say whether a level is lower than another in the line; office and supervisor look on from beside it."""
    beside = (Role.OFFICE, Role.SUPERVISOR)
    return role not in beside and other not in beside and RANKS[role] < RANKS[other]
