"""What is likely a slip in items that can be started all the same: a person who confirms should hear of it."""

from collections.abc import Iterable, Iterator

from schemas.facts import Opening
from schemas.people import Roster
from schemas.words import Text, text

SHOWN = 6


def doubts(openings: Iterable[Opening], roster: Roster) -> list[Text]:
    """Return a remark on each category for which nobody answers, and on each handler from outside the lead unit."""
    openings = list(openings)
    return [*_nobody_s(openings, roster), *_outsiders(openings)]


def _nobody_s(openings: list[Opening], roster: Roster) -> Iterator[Text]:
    known = dict.fromkeys(category for entry in roster.people for category in entry.categories)
    for category in dict.fromkeys(opening.item.category for opening in openings):
        if not category or category in known:
            continue
        numbers = [str(opening.item.number) for opening in openings if opening.item.category == category]
        zh, en = ("、".join(numbers[:SHOWN]), ", ".join(numbers[:SHOWN]))
        yield text(
            f"问题类别“{category}”在名册中没有人负责（序号 {zh}{'等' if len(numbers) > SHOWN else ''}）；"
            f"名册中的类别：{'、'.join(known) or '无'}。",
            f"Nobody in the roster answers for the category “{category}” (no. {en}"
            f"{' and more' if len(numbers) > SHOWN else ''}); its categories are: {', '.join(known) or 'none'}.",
        )


def _outsiders(openings: list[Opening]) -> Iterator[Text]:
    for opening in openings:
        assigned, number = opening.assignment, opening.item.number
        if assigned and assigned.handler.unit and assigned.handler.unit != assigned.lead_unit:
            name, unit = assigned.handler.name, assigned.handler.unit
            yield text(
                f"序号 {number} 的责任人{name}（{unit}）不在牵头单位“{assigned.lead_unit}”。",
                f"No. {number}: the handler {name} ({unit}) is not of the lead unit “{assigned.lead_unit}”.",
            )
