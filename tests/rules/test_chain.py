"""The chain: an edited, dropped, slipped-in or reordered fact is noticed."""

import datetime as dt
import json
from pathlib import Path

import pytest

from gateway.policy_files import load_policy, shipped
from rules.cases import fold
from rules.chain import ChainBroken, canonical, check_link, entry_hash, sealed
from schemas.entries import Entry
from schemas.facts import CaseOpened, CommandRefused, MilestoneReached, NoteLeft
from schemas.people import Person
from schemas.values import CaseId, ChainHead, DutyId
from schemas.words import text
from tests.rules import town
from tests.rules.life import Life


def forged(entry: Entry, **changes: object) -> Entry:
    return entry.model_copy(update=changes)


def test_every_entry_bears_the_hash_of_its_content_and_the_one_before() -> None:
    life, head = Life().at_work(), ChainHead()
    for entry in life.entries:
        check_link(head, entry)
        assert entry.hash == entry_hash(entry)
        head = entry.head
    assert life.case.head == head


def test_an_edited_fact_is_noticed() -> None:
    entries = Life().at_work().entries
    note = NoteLeft(by=town.person("leader"), text="改过")
    for changes in (
        {"fact": note},
        {"at": town.MONDAY + dt.timedelta(1)},
        {"command_id": "x"},
        {"case_id": CaseId("u/7")},
    ):
        edited = [*entries[:3], forged(entries[3], **changes), *entries[4:]]
        with pytest.raises(ChainBroken, match="does not match"):
            fold(edited)


def test_an_edited_fact_that_is_sealed_anew_breaks_the_next_link() -> None:
    entries = Life().at_work().entries
    edited = sealed(forged(entries[2], at=entries[2].at + dt.timedelta(1)))
    with pytest.raises(ChainBroken, match="previous hash"):
        fold([*entries[:2], edited, *entries[3:]])


def test_a_dropped_or_reordered_fact_is_noticed() -> None:
    entries = Life().at_work().entries
    for broken in ([*entries[:2], *entries[3:]], [*entries[:2], entries[3], entries[2], *entries[4:]]):
        with pytest.raises(ChainBroken, match="expected"):
            fold(broken)


def test_an_instant_hashes_alike_in_every_zone() -> None:
    entry = Life().entries[0]
    elsewhere = forged(entry, at=entry.at.astimezone(dt.timezone(dt.timedelta(hours=8))))
    assert entry_hash(elsewhere) == entry.hash


def test_half_a_character_pair_in_a_text_can_be_hashed() -> None:
    entry = forged(Life().entries[0], fact=NoteLeft(by=town.person("leader"), text="\ud83d"))
    assert len(entry_hash(entry)) == 64


def test_canonical_text_is_sorted_keeps_chinese_and_leaves_defaults_out() -> None:
    reached = MilestoneReached(by=Person(id="li", name="李科长"), duty=DutyId("milestone-6"), milestone="摸底")
    assert canonical(reached) == (
        '{"by":{"id":"li","name":"李科长"},"duty":"milestone-6","kind":"milestone_reached","milestone":"摸底"}'
    )


@pytest.mark.parametrize("preset", shipped(), ids=lambda path: path.stem)
def test_an_opening_hashes_as_what_it_holds_and_not_as_what_was_kept_of_it(preset: Path) -> None:
    """Policy and calendar are written out once for many cases; a copy of either is written out as it is."""
    opened = CaseOpened(opening=town.opening().model_copy(update={"policy": load_policy(preset)}))
    plain = opened.model_dump(mode="json", exclude_defaults=True) | {"kind": "case_opened"}
    assert json.loads(canonical(opened)) == plain

    assert opened.opening.policy.plain  # kept from here on
    harder = opened.opening.policy.model_copy(update={"title": text("更严", "harder")})
    other = CaseOpened(opening=opened.opening.model_copy(update={"policy": harder}))
    assert json.loads(canonical(other))["opening"]["policy"]["title"] == {"zh": "更严", "en": "harder"}


def test_a_refusal_that_is_worded_anew_keeps_its_place_in_the_chain() -> None:
    said = CommandRefused(command="assign", reason_zh="不能办理", reason_en="not now")
    again = said.model_copy(update={"reason_zh": "现在不能办理", "reason_en": "not allowed now"})
    entry = Life().entries[0].model_copy(update={"fact": said})
    assert entry_hash(entry) == entry_hash(entry.model_copy(update={"fact": again}))
    assert entry_hash(entry) != entry_hash(
        entry.model_copy(update={"fact": said.model_copy(update={"command": "plan"})})
    )
