"""A policy beside a roster: roles that nobody holds, and units too small to judge themselves."""

from collections.abc import Iterator, Mapping

from rules.names import name_of
from rules.recusal import succession
from rules.soundness.findings import Code, Finding, Steps, found
from schemas.people import STANDING_ROLES, Role, Roster
from schemas.policy import OWED_ELSEWHERE, DutyKind, Policy
from schemas.returns import Returning

Holders = Mapping[Role, frozenset[str]]


def vacancies(policy: Policy, roster: Roster) -> Iterator[Finding]:
    """Find what falls to others, or to nobody, because of who is in a roster."""
    holders = {role: frozenset(p.id for p in roster.people if role in p.roles) for role in STANDING_ROLES}
    yield from _owners(policy, holders)
    yield from _addressees(policy, holders)
    yield from _one_person(policy, roster, holders)
    yield from _nobody_left(policy, holders)


def _owners(policy: Policy, holders: Holders) -> Iterator[Finding]:
    acting: list[tuple[Steps, Role]] = [
        (("duties", kind.value, "owed_by"), policy.owner(kind)) for kind in policy.duties if kind not in OWED_ELSEWHERE
    ]
    acting += [(("review", "levels", index), level) for index, level in enumerate(policy.review.levels)]
    for step, asked in policy.steps.items():
        levels: list[tuple[Steps, Role]] = [(("steps", step, "levels", i), role) for i, role in enumerate(asked.levels)]
        acting += levels or [(("steps", step, "owed_by"), asked.owners[0])]
    deciders = policy.extension.deciders if policy.extension.most else ()
    acting += [(("extension", "deciders", index), decider) for index, decider in enumerate(deciders)]
    acting += [(("suspension", "decider"), policy.suspension.decider), (("withdrawal",), policy.withdrawal)]
    rules = [(returning.value, policy.returns.of(returning)) for returning in Returning]
    acting += [(("returns", name, "to"), rule.to) for name, rule in rules if rule]
    for steps, role in acting:
        if _is_vacant(role, holders):
            name, other = name_of(role), name_of(next(r for r in succession(role) if holders.get(r)))
            yield found(
                Code.OWNER_VACANT,
                f"名册中没有人担任{name.zh}（{role}），会落到{other.zh}身上；请在名册补上，或在办法中改写为{other.zh}。",
                f"The roster has no {name.en} ({role}), so it falls to the {other.en}; add one, or name the {other.en} here.",
                steps,
            )


def _addressees(policy: Policy, holders: Holders) -> Iterator[Finding]:
    told: dict[Role, list[Steps]] = {}
    for ladder_name, ladder in policy.ladders.items():
        for index, rung in enumerate(ladder.rungs):
            steps: Steps = ("ladders", ladder_name, "rungs", index, "tell")
            vacant = [role for role in rung.tell if _is_vacant(role, holders)]
            if len(vacant) == len(rung.tell):
                yield found(
                    Code.RUNG_TELLS_NOBODY,
                    "名册中没有人担任这一级告知的任何角色，函件只会落到整改办；请改为告知名册中有人的角色。",
                    "The roster has nobody in any role that this rung tells, so the office gets the letter; tell others.",
                    steps,
                )
                continue
            for role in vacant:
                told.setdefault(role, []).append(steps)
    for role, places in told.items():
        name = name_of(role)
        yield found(
            Code.ADDRESSEE_VACANT,
            f"名册中没有人担任{name.zh}（{role}），有{len(places)}级要告知他，都会落到整改办；请在名册补上，或不写他。",
            f"The roster has no {name.en} ({role}); {len(places)} rungs tell him, and the office hears it instead: add one to "
            "the roster, or leave him out.",
            *places,
        )


def _one_person(policy: Policy, roster: Roster, holders: Holders) -> Iterator[Finding]:
    levels = policy.review.levels
    for index, level in enumerate(levels):
        for other in levels[:index]:
            if level is other or not (where := _alike(roster, holders, level, other)):
                continue
            now, then, listed = name_of(level), name_of(other), "、".join(where)
            zh, en = (f"“{listed}”的", f" of “{listed}”") if listed else ("", "")
            yield found(
                Code.LEVELS_SAME_PERSON,
                f"名册中{zh}{then.zh}和{now.zh}是同一个人，两级审核只有一双眼睛；请换一级，或在名册中各定一人。",
                f"In the roster the {then.en} and the {now.en}{en} are one person, so that two levels are one pair of eyes; "
                "name another level, or another person.",
                ("review", "levels", index),
            )


def _alike(roster: Roster, holders: Holders, level: Role, other: Role) -> tuple[str, ...]:
    """Return the categories in which one person alone holds both roles; one without a name where it is so in each."""
    if level in holders and other in holders:
        return ("",) if len(holders[level]) == 1 and holders[level] == holders[other] else ()
    categories = dict.fromkeys(category for person in roster.people for category in person.categories)
    return tuple(category for category in categories if _shared(roster, holders, category, (level, other)))


def _shared(roster: Roster, holders: Holders, category: str, roles: tuple[Role, Role]) -> bool:
    first, second = (
        holders.get(role) or frozenset(p.id for p in roster.people if role in p.roles and category in p.categories)
        for role in roles
    )
    return len(first) == 1 and first == second


def _nobody_left(policy: Policy, holders: Holders) -> Iterator[Finding]:
    everybody = frozenset[str]().union(*holders.values())
    closing = [holders[level] for level in policy.review.levels if level in holders]
    sure = frozenset[str]().union(*(people for people in closing if len(people) == 1))
    role = policy.owner(DutyKind.LOOK_BACK)
    looking, steps = holders.get(role, frozenset()), (("duties", "look_back", "owed_by"), ("review", "levels"))
    if not policy.look_backs.after or looking - sure or (everybody - sure and not looking):
        return
    if everybody - sure:
        name, other = name_of(role), name_of(next(r for r in succession(role) if holders.get(r, sure) - sure))
        yield found(
            Code.OWNER_VACANT,
            f"名册中担任{name.zh}（{role}）的人都要参加销号，不得回头看，回头看会落到{other.zh}身上；请在名册增加一人，或改写为{other.zh}。",
            f"Whoever is {name.en} ({role}) in the roster takes part in closing and may not look back, so it falls to the "
            f"{other.en}; add somebody, or name the {other.en} here.",
            *steps,
        )
        return
    yield found(
        Code.WAIT_WITHOUT_OUTCOME,
        "名册中担任整改办、主要负责人、党委、上级、监督部门的人都要参加销号，没有人可以回头看，事项永远不能办结；"
        "请在名册增加监督部门人员，或减少审核层级。",
        "Everybody in the roster's standing roles takes part in closing, so nobody may look back and no case is ever "
        "settled; add a supervisor to the roster, or have fewer levels.",
        *steps,
    )


def _is_vacant(role: Role, holders: Holders) -> bool:
    return role in holders and not holders[role]
