"""How operators find a case in the Temporal UI: its search attributes, in the words they use."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from rules.names import name_of
from rules.summary import summarise
from schemas.case import Case
from schemas.policy import Colour
from schemas.search import SEARCH_ATTRIBUTES, Attribute, keyword

Searchable = str | int | dt.datetime | list[str]


def search_attributes(case: Case) -> TypedSearchAttributes:
    """Return all that a case can be found by; what it doesn't have is left out."""
    found = _values(case).items()
    return TypedSearchAttributes(
        [SearchAttributePair(key_of(name), value) for name, value in found if value is not None]
    )


def show(case: Case) -> None:
    """Let the case be found as it stands: one event, and only where something changed."""
    if updates := changes(workflow.info().typed_search_attributes, case):
        workflow.upsert_search_attributes(updates)


def changes(shown: TypedSearchAttributes, case: Case) -> list[SearchAttributeUpdate[Any]]:
    """Return what must be set or unset, so that the case is found as it stands; nothing where nothing changed."""
    return list(_changes(shown, _values(case)))


def _changes(
    shown: TypedSearchAttributes, values: dict[Attribute, Searchable | None]
) -> Iterator[SearchAttributeUpdate[Any]]:
    for name, value in values.items():
        key = key_of(name)
        if shown.get(key) != value:
            yield key.value_unset() if value is None else key.value_set(value)


def _values(case: Case) -> dict[Attribute, Searchable | None]:
    line = summarise(case)
    return {
        Attribute.CAMPAIGN: keyword(line.campaign) or None,
        Attribute.STAGE: name_of(line.stage).zh,
        Attribute.LEADER: keyword(line.leader or "") or None,
        Attribute.UNIT: keyword(line.lead_unit or "") or None,
        # Green is a reminder before the time, which needs nobody's eye: the page of the case shows it.
        Attribute.COLOUR: name_of(Colour(line.colour)).zh if line.colour not in {None, Colour.GREEN} else None,
        Attribute.OWES: [name_of(role).zh for role in line.owes] or None,
        Attribute.DUE: line.item_due,
        Attribute.ROUND: line.round if line.round > 1 else None,
        Attribute.LOOK_BACK: line.look_back or None,
    }


def key_of(name: str) -> SearchAttributeKey[Any]:
    """Return a search attribute of ours as the SDK wants it named."""
    match SEARCH_ATTRIBUTES[name]:
        case "Keyword":
            return SearchAttributeKey.for_keyword(name)
        case "KeywordList":
            return SearchAttributeKey.for_keyword_list(name)
        case "Datetime":
            return SearchAttributeKey.for_datetime(name)
        case "Int":
            return SearchAttributeKey.for_int(name)
