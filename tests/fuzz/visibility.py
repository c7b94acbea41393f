"""Search attributes: whatever is in a case, each of its values fits the column of PostgreSQL's visibility store.

Temporal's schema for PostgreSQL (v12) keeps a Keyword as VARCHAR(255), which counts characters, a KeywordList as JSONB,
a Datetime as TIMESTAMP and an Int as BIGINT; the frontend takes 2 KB for a value and 40 KB for all.
"""

import datetime as dt
import json

from temporalio.api.common.v1 import SearchAttributes
from temporalio.common import TypedSearchAttributes
from temporalio.converter import encode_search_attributes

from schemas.case import Case
from schemas.facts import Opening
from schemas.search import LONGEST, SEARCH_ATTRIBUTES, keyword
from tests.fuzz.signs import HOSTILE
from tests.fuzz.target import Target
from tests.fuzz.verdict import assert_text
from workflows.finding import search_attributes
from workflows.starting import start_options

COLUMN, VALUE_BYTES, ALL_BYTES = 255, 2048, 40 * 1024
SUMMARY_BYTES, DETAILS_BYTES, MEMO_BYTES = 400, 20_000, 2048  # as Temporal's server is set by default
START_BYTES = 1_500_000  # of 2 MB that a payload may have: the case grows
EARLIEST, LATEST = dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, 59, 999_999, dt.UTC)


def fits(value: str) -> None:
    """A keyword is one line of characters that UTF-8 and JSON hold, as long as the narrowest column takes."""
    shown = keyword(value)
    assert len(shown) <= LONGEST < COLUMN
    assert len(shown.encode()) <= VALUE_BYTES
    assert shown == shown.strip()
    assert all(sign.isprintable() for sign in shown), ascii(shown)
    assert keyword(shown) == shown, "what fits is left as it is"
    assert_text(shown)
    assert not value.isprintable() or value != value.strip() or "  " in value or value.startswith(shown)


def assert_found(case: Case) -> None:
    """Every value that a case is found by fits its column, and what stands beside them fits Temporal's limits."""
    attributes = search_attributes(case)
    for pair in attributes.search_attributes:
        _assert_column(pair.key.name, pair.value)
    assert _size(attributes) <= ALL_BYTES


def assert_startable(opening: Opening, at: dt.datetime) -> None:
    """Temporal takes a case's start: its identifier, its name and details, its memo, and the case itself."""
    options = start_options(Case(opening=opening), at)
    assert len(options["id"]) <= COLUMN
    assert len(options["static_summary"].encode()) <= SUMMARY_BYTES
    assert len(options["static_details"].encode()) <= DETAILS_BYTES
    assert len(json.dumps(options["memo"]).encode()) <= MEMO_BYTES
    assert len(opening.model_dump_json().encode()) <= START_BYTES


def _assert_column(name: str, value: object) -> None:
    match SEARCH_ATTRIBUTES[name], value:
        case "Keyword", str():
            fits(value)
            assert keyword(value) == value
        case "KeywordList", [*words]:
            assert all(isinstance(word, str) and keyword(word) == word for word in words)
        case "Datetime", dt.datetime():
            assert EARLIEST <= value <= LATEST
        case "Int", int():
            assert -(2**63) <= value < 2**63
        case kind, other:
            raise AssertionError(f"{name} is a {kind}, not {other!r}")


def _size(attributes: TypedSearchAttributes) -> int:
    written = SearchAttributes()
    encode_search_attributes(attributes, written)
    return written.ByteSize()


TARGETS = (Target("search-attribute values", HOSTILE, fits, share=270, slice=300),)
