"""The roster as a directory: a name, number or unit that somebody wrote is found, or the nearest are named."""

import difflib
import re
from collections.abc import Iterable

from rules.names import name_of
from rules.roster import person
from schemas.people import Person, Role, RosterEntry
from schemas.words import Refusal, Text, text

SHOWN = 6
_WITH_ID = re.compile(r"(?P<name>[^()（）]+)[(（](?P<inside>[^()（）]+)[)）]")


class Unnamed(Refusal):
    """Nobody, or more than one, is meant by what was written."""


class Directory:
    """Persons and units by what people call them."""

    def __init__(self, people: Iterable[RosterEntry]) -> None:
        self.people = tuple(people)
        self.units = tuple(dict.fromkeys(entry.unit for entry in self.people if entry.unit))

    def person(self, written: str, role: Role | None = None, unit: str | None = None) -> Person:
        """Return who is meant: by id, by name, or by “name (id or unit)”; Unnamed where none or several are.

        Several of one name are told apart by the unit, then by the role that is to be filled.
        """
        wanted = " ".join(written.split())
        for entry in self.people:
            if entry.id == wanted:
                return person(entry)
        found = [entry for entry in self.people if _squeezed(entry.name) == _squeezed(wanted)]
        if not found and (split := _WITH_ID.fullmatch(wanted)):
            inside = split["inside"].strip()
            same = [entry for entry in self.people if _squeezed(entry.name) == _squeezed(split["name"])]
            found = [entry for entry in same if inside in (entry.id, entry.unit)]
        found = _narrowed(_narrowed(found, unit=unit), role=role)
        if len(found) != 1:
            raise _several(wanted, found) if found else self._nobody(wanted)
        return person(found[0])

    def head(self, unit: str, category: str = "") -> Person:
        """Return the head of a lead unit; Unnamed where the unit is not in the roster or its head is not clear."""
        if unit not in self.units:
            raise self._no_unit(unit)
        heads = [entry for entry in self.people if entry.unit == unit and Role.LEAD_UNIT in entry.roles]
        answering = [entry for entry in heads if category in entry.categories]
        heads = answering if len(answering) == 1 else heads
        if len(heads) != 1:
            raise _several(unit, heads) if heads else _headless(unit)
        return person(heads[0])

    def only(self, role: Role, unit: str, category: str = "") -> Person | None:
        """Return who holds a role in a unit, where it is one: first among those who answer for the category."""
        held = [entry for entry in self.people if entry.unit == unit and role in entry.roles]
        answering = [entry for entry in held if category in entry.categories]
        found = answering if len(answering) == 1 else held
        return person(found[0]) if len(found) == 1 else None

    def _nobody(self, written: str) -> Unnamed:
        near = _near(written, [entry.name for entry in self.people] + [entry.id for entry in self.people])
        listed = [_with_id(entry) for entry in self.people if {entry.name, entry.id} & set(near)]
        return Unnamed(_none_of("名册中没有", "nobody in the roster is", written, listed, self._everybody()))

    def _no_unit(self, unit: str) -> Unnamed:
        near, known = ([text(name, name) for name in names] for names in (_near(unit, self.units), self.units))
        return Unnamed(_none_of("名册中没有单位", "no unit of the roster is", unit, near, known))

    def _everybody(self) -> list[Text]:
        return [_with_id(entry) for entry in self.people]


def _with_id(entry: RosterEntry) -> Text:
    return text(f"{entry.name}（{entry.id}）", f"{entry.name} ({entry.id})")


def _narrowed(found: list[RosterEntry], *, unit: str | None = None, role: Role | None = None) -> list[RosterEntry]:
    if len(found) < 2:
        return found
    narrower = [
        entry for entry in found if (unit is None or entry.unit == unit) and (role is None or role in entry.roles)
    ]
    return narrower or found


def _near(written: str, known: Iterable[str]) -> list[str]:
    known = list(known)
    close = difflib.get_close_matches(written, known, n=SHOWN, cutoff=0.4)
    return close or [name for name in known if written[:1] and written[:1] == name[:1]][:SHOWN]


def _none_of(zh: str, en: str, written: str, near: list[Text], known: list[Text]) -> Text:
    more = f"等{len(known)}个" if len(known) > SHOWN else ""
    shown = (near or known)[:SHOWN]
    names_zh, names_en = "、".join(name.zh for name in shown), ", ".join(name.en for name in shown)
    said_zh, said_en = (
        (f"最接近的是{names_zh}", "the nearest are") if near else (f"可用的有{names_zh}{more}", "there are")
    )
    return text(f"{zh}“{written}”，{said_zh}。", f"{en} called “{written}”; {said_en} {names_en}.")


def _several(written: str, found: list[RosterEntry]) -> Unnamed:
    zh = "、".join(f"{entry.name}（{entry.id}，{entry.unit}）" for entry in found)
    en = ", ".join(f"{entry.name} ({entry.id}, {entry.unit})" for entry in found)
    return Unnamed(
        text(
            f"“{written}”有{len(found)}人：{zh}；请写编号。",
            f"“{written}” is {len(found)} persons: {en}; write the id.",
        )
    )


def _headless(unit: str) -> Unnamed:
    role = name_of(Role.LEAD_UNIT)
    return Unnamed(
        text(
            f"名册中“{unit}”没有{role.zh}负责人（角色 lead_unit），请在名册中写明。",
            f"the roster names no head of “{unit}” (role lead_unit); name one there.",
        )
    )


def _squeezed(name: str) -> str:
    return "".join(name.split())
