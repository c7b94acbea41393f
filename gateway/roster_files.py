"""Rosters come in as YAML files: who is who, and who answers for which category."""

from collections.abc import Iterator
from pathlib import Path

from gateway.yaml_files import Plain, Problem, Steps, Written, read_yaml
from gateway.yaml_models import model_of
from rules.names import listed, name_of
from schemas.people import Role, Roster, RosterEntry
from schemas.words import Text, text

NEEDED = (Role.OFFICE, Role.PRINCIPAL, Role.COMMITTEE)
ASSIGNED = (Role.LEADER, Role.LEAD_UNIT, Role.HANDLER)  # by category


def load_roster(path: Path) -> Roster:
    """Read a roster; a Refusal names every fault with file, line and what is allowed."""
    written = read_yaml(path)
    return model_of(Roster, written, _problems(written))


def roster_warnings(roster: Roster) -> tuple[Text, ...]:
    """Return what is left to the office: categories without a full assignment, and roles that nobody holds."""
    return (*_incomplete(roster), *_vacant(roster), *_cramped(roster))


def _problems(written: Written) -> list[Problem]:
    return [*_twice(written), *_vacancies(written), *_rivals(written), *_own_judges(written), *_homeless(written)]


def _twice(written: Written) -> Iterator[Problem]:
    seen: dict[Plain, int | None] = {}
    for index in range(_count(written)):
        steps = ("people", index, "id")
        identifier = written.at(*steps)
        if not isinstance(identifier, str | int):  # a list or a table, say: what it should be is said elsewhere
            continue
        if identifier in seen:
            line = seen[identifier]
            yield written.problem(
                steps,
                text(
                    f"编号“{identifier}”第{line}行已经用过；每人一个编号。",
                    f"The id “{identifier}” already stands on line {line}; each person has one of his own.",
                ),
            )
        seen.setdefault(identifier, written.place_of(steps).line)


def _vacancies(written: Written) -> Iterator[Problem]:
    for role in NEEDED if _count(written) else ():
        if not any(role in _words(written, index, "roles") for index in range(_count(written))):
            name = name_of(role)
            yield written.problem(
                ("people",),
                text(
                    f"没有人担任{name.zh}（{role}），至少要有一人。", f"Nobody is {name.en} ({role}); name one or more."
                ),
            )


def _rivals(written: Written) -> Iterator[Problem]:
    for role in ASSIGNED:
        for category, holders in _holders(written, role).items():
            if len(holders) > 1:
                yield written.problem(_categories(holders[-1]), _rivalry(written, role, category, holders))


def _rivalry(written: Written, role: Role, category: str, holders: list[int]) -> Text:
    who, name = [_who(written, index) for index in holders], name_of(role)
    return text(
        f"“{category}”有{len(holders)}个{name.zh}：{'、'.join(one.zh for one in who)}；一个类别只能有一个。",
        f"“{category}” has {len(holders)} times a {name.en}: {', '.join(one.en for one in who)}; a category has one.",
    )


def _own_judges(written: Written) -> Iterator[Problem]:
    handlers = _holders(written, Role.HANDLER)
    for role in (Role.LEADER, Role.LEAD_UNIT):
        for category, holders in _holders(written, role).items():
            for index in sorted(set(holders) & set(handlers.get(category, []))):
                who, name = _who(written, index), name_of(role)
                yield written.problem(
                    _categories(index),
                    text(
                        f"{who.zh}在“{category}”中既是责任人又是{name.zh}；谁整改谁不能审核，请分开。",
                        f"{who.en} is both handler and {name.en} for “{category}”; who reports never approves.",
                    ),
                )


def _homeless(written: Written) -> Iterator[Problem]:
    for index in range(_count(written)):
        if Role.LEAD_UNIT in _words(written, index, "roles") and not written.at("people", index, "unit"):
            who = _who(written, index)
            yield written.problem(
                ("people", index),
                text(
                    f"{who.zh}是牵头单位负责人，须写明单位（unit）。",
                    f"{who.en} heads a lead unit: write which one (unit).",
                ),
            )


def _holders(written: Written, role: Role) -> dict[str, list[int]]:
    holders: dict[str, list[int]] = {}
    for index in range(_count(written)):
        if role in _words(written, index, "roles"):
            for category in dict.fromkeys(_words(written, index, "categories")):
                holders.setdefault(category, []).append(index)
    return holders


def _count(written: Written) -> int:
    people = written.at("people")
    return len(people) if isinstance(people, list) else 0


def _words(written: Written, index: int, name: str) -> list[str]:
    found = written.at("people", index, name)
    return [word.strip() for word in found if isinstance(word, str)] if isinstance(found, list) else []


def _who(written: Written, index: int) -> Text:
    name, identifier = (written.at("people", index, part) or "?" for part in ("name", "id"))
    return text(f"{name}（{identifier}）", f"{name} ({identifier})")


def _categories(index: int) -> Steps:
    return ("people", index, "categories")


def _incomplete(roster: Roster) -> Iterator[Text]:
    for category in dict.fromkeys(category for person in roster.people for category in person.categories):
        answering = [person for person in roster.people if category in person.categories]
        lacking = listed(tuple(name_of(role) for role in ASSIGNED if not _held(answering, role)))
        if lacking.zh:
            yield text(
                f"“{category}”没有{lacking.zh}，这类问题须由整改办逐件确定责任分工。",
                f"“{category}” has no {lacking.en}: the office will owe an assignment for each of its items.",
            )


def _vacant(roster: Roster) -> Iterator[Text]:
    if not _held(roster.people, Role.HIGHER):
        yield text(
            "没有上级分管领导（higher），发给他的函件由整改办代收。",
            "Nobody is higher leader: the office gets his letters.",
        )
    if not _held(roster.people, Role.SUPERVISOR):
        yield text(
            "没有监督部门人员（supervisor），回头看须由未参与销号的整改办人员承担。",
            "Nobody is supervisor: look-backs fall to persons of the office who took no part in closing.",
        )


def _cramped(roster: Roster) -> Iterator[Text]:
    office = [person for person in roster.people if Role.OFFICE in person.roles]
    if len(office) == 1 and Role.HANDLER in office[0].roles:
        name = office[0].name
        yield text(
            f"整改办只有{name}一人，他又是责任人；他自己的事项整改办无人可审。",
            f"{name} alone is the office, and a handler too: nobody of the office may review his items.",
        )


def _held(people: "list[RosterEntry] | tuple[RosterEntry, ...]", role: Role) -> bool:
    return any(role in person.roles for person in people)
