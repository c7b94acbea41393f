"""Whatever is done to the ledger behind its back is found, and named."""

import asyncio
import copy
from collections.abc import AsyncIterator

import asyncpg
import pytest

from ledger.book import Book
from ledger.comparing import Told
from ledger.findings import Finding, FindingKind
from ledger.verifying import verify
from rules.chain import sealed
from schemas.entries import Entry
from schemas.facts import NoteLeft
from schemas.people import Person
from tests.ledger.alone import verify_alone
from tests.ledger.database import Database
from tests.ledger.lives import Life, batch, planned, told, write


async def stream(*cases: Told) -> AsyncIterator[Told]:
    for case in cases:
        yield case


def kinds(found: list[Finding]) -> list[tuple[FindingKind, int | None]]:
    return [(finding.kind, finding.number) for finding in found]


@pytest.fixture
async def life(book: Book) -> Life:
    """The case that is tampered with, among others that are not."""
    life = planned()
    await write(book, planned(), life, Life())
    return life


async def test_an_untouched_ledger_has_no_findings(book: Book, pool: asyncpg.Pool) -> None:
    lives = [planned(), Life(assigned=False), Life("2026-r4").wait(200)]
    await write(book, *lives)

    assert await verify(pool, told(*lives)) == []
    assert await verify_alone(pool) == []


EDITS = {
    "the words": "UPDATE facts SET fact = replace(fact::text, '从严', '从宽')::json WHERE number = {n}",
    "a further field": "UPDATE facts SET fact = replace(fact::text, '{{', '{{\"x\":1,')::json WHERE number = {n}",
    "no fact at all": "UPDATE facts SET fact = '[]' WHERE number = {n}",
    "the time": "UPDATE facts SET at = at + interval '1 microsecond' WHERE number = {n}",
    "the kind": "UPDATE facts SET kind = 'published' WHERE number = {n}",
    "the command": "UPDATE facts SET command_id = 'somebody-else' WHERE number = {n}",
    "the hash": "UPDATE facts SET hash = repeat('a', 64) WHERE number = {n}",
    "the hash before": "UPDATE facts SET previous = repeat('a', 64) WHERE number = {n}",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
async def test_an_edited_fact_is_found(edit: str, life: Life, database: Database, pool: asyncpg.Pool) -> None:
    number = next(entry.number for entry in life.entries if isinstance(entry.fact, NoteLeft))
    await database.tamper(edit.format(n=number) + " AND case_id = $case", case=life.case.id)

    found = await verify(pool, told(life))

    assert kinds(found) == [(FindingKind.EDITED, number), *_lost(2)]
    assert (FindingKind.EDITED, number) in kinds(await verify_alone(pool))
    assert found[0].case_id == life.case.id


async def test_an_edited_tail_with_fresh_hashes_is_found_by_the_histories(
    life: Life, database: Database, book: Book, pool: asyncpg.Pool
) -> None:
    """Somebody who can write everything can also chain anew; Temporal tells all the same."""
    kept = life.entries[:5]
    forged = [*kept, _note(kept[-1], "未曾发生")]
    await database.tamper(
        "DELETE FROM duties WHERE case_id = $case",
        "DELETE FROM cases WHERE case_id = $case",
        "DELETE FROM facts WHERE case_id = $case",
        case=life.case.id,
    )
    await Book(pool).append(batch(forged))

    assert await verify_alone(pool) == []
    found = kinds(await verify(pool, stream(Told(life.case.id, life.entries))))
    assert (FindingKind.EDITED, 6) in found


def _note(after: Entry, words: str) -> Entry:
    fact = NoteLeft(by=Person(id="leader", name="Leader"), text=words)
    place = {"number": after.number + 1, "previous": after.hash, "command_id": None}
    return sealed(after.model_copy(update={"fact": fact, **place}))


async def test_an_inserted_fact_is_found_at_the_end(life: Life, book: Book, pool: asyncpg.Pool) -> None:
    await book.append(batch([_note(life.entries[-1], "后补的一条")]))

    found = await verify(pool, stream(Told(life.case.id, life.entries)))

    assert (FindingKind.INSERTED, len(life.entries) + 1) in kinds(found)


async def test_an_inserted_fact_is_found_in_the_middle(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper(
        "UPDATE facts SET number = number + 1000 WHERE number > 4 AND case_id = $case",
        "UPDATE facts SET number = number - 999 WHERE number > 1000 AND case_id = $case",
        "INSERT INTO facts SELECT case_id, 5, at, kind, 'x', asked, previous, hash, fact FROM facts"
        " WHERE number = 3 AND case_id = $case",
        case=life.case.id,
    )

    assert kinds(await verify(pool, stream(Told(life.case.id, life.entries)))) == [
        (FindingKind.INSERTED, 5),
        *_lost(2),
    ]
    assert (FindingKind.EDITED, 5) in kinds(await verify_alone(pool))


def _lost(count: int) -> list[tuple[FindingKind, None]]:
    """Of the other open cases nothing is told."""
    return [(FindingKind.LOST, None)] * count


@pytest.mark.parametrize("renumbered", [False, True])
async def test_a_deleted_fact_is_found(renumbered: bool, life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper("DELETE FROM facts WHERE number = 4 AND case_id = $case", case=life.case.id)
    if renumbered:
        await database.tamper(
            "UPDATE facts SET number = number + 1000 WHERE number > 4 AND case_id = $case",
            "UPDATE facts SET number = number - 1001 WHERE number > 1000 AND case_id = $case",
            case=life.case.id,
        )

    assert kinds(await verify(pool, stream(Told(life.case.id, life.entries))))[0] == (FindingKind.DELETED, 4)
    assert kinds(await verify_alone(pool))[0] == (FindingKind.EDITED if renumbered else FindingKind.DELETED, 4)


async def test_the_deleted_first_fact_is_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper("DELETE FROM facts WHERE number = 1 AND case_id = $case", case=life.case.id)

    assert kinds(await verify(pool, stream(Told(life.case.id, life.entries))))[0] == (FindingKind.DELETED, 1)
    assert kinds(await verify_alone(pool)) == [(FindingKind.DELETED, 1)]


async def test_reordered_facts_are_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper(
        "UPDATE facts SET number = 1000 WHERE number = 3 AND case_id = $case",
        "UPDATE facts SET number = 3 WHERE number = 6 AND case_id = $case",
        "UPDATE facts SET number = 6 WHERE number = 1000 AND case_id = $case",
        case=life.case.id,
    )

    found = kinds(await verify(pool, stream(Told(life.case.id, life.entries))))

    assert {kind for kind, _ in found} == {FindingKind.REORDERED, FindingKind.LOST}
    assert {number for kind, number in found if kind is FindingKind.REORDERED} == {3, 6}
    assert (FindingKind.EDITED, 3) in kinds(await verify_alone(pool))


async def test_a_tail_that_is_cut_off_is_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper("DELETE FROM facts WHERE number > 6 AND case_id = $case", case=life.case.id)

    found = await verify(pool, stream(Told(life.case.id, life.entries)))

    assert kinds(found)[0] == (FindingKind.CUT_OFF, 7)
    assert f"7 至 {len(life.entries)}" in found[0].sentence.zh
    assert kinds(await verify_alone(pool)) == [(FindingKind.STATE, None), (FindingKind.DUTIES, None)]


async def test_a_tail_that_is_cut_off_in_every_table_is_found_by_the_histories(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch(1, 6))

    assert await verify_alone(pool) == []
    assert kinds(await verify(pool, told(life))) == [(FindingKind.CUT_OFF, 7)]


async def test_facts_that_arrive_while_one_looks_are_no_finding(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(life.batch(1, 6))

    async def arrive() -> None:
        await asyncio.sleep(0.4)
        await book.append(life.batch(7, len(life.entries)))

    arriving = asyncio.create_task(arrive())
    assert await verify(pool, stream(Told(life.case.id, life.entries))) == []
    await arriving


async def test_what_is_written_while_the_histories_are_read_is_no_finding(book: Book, pool: asyncpg.Pool) -> None:
    there, new, cut = planned(), planned(), planned()
    for life in (there, cut):
        await book.append(life.batch(1, 6))

    async def told_meanwhile() -> AsyncIterator[Told]:
        await book.append(there.batch(7, len(there.entries)))
        await write(book, new)
        for life in (there, new, cut):
            yield Told(life.case.id, life.entries)

    found = await verify(pool, told_meanwhile())

    assert [(finding.kind, finding.case_id) for finding in found] == [(FindingKind.CUT_OFF, cut.case.id)]


async def test_a_missing_case_is_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper(
        "DELETE FROM facts WHERE case_id = $case", "DELETE FROM cases WHERE case_id = $case", case=life.case.id
    )

    assert kinds(await verify(pool, stream(Told(life.case.id, life.entries))))[0] == (FindingKind.MISSING_CASE, None)


async def test_a_state_without_facts_is_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper("DELETE FROM facts WHERE case_id = $case", case=life.case.id)

    assert kinds(await verify_alone(pool)) == [(FindingKind.MISSING_CASE, None)]


CHANGED_STATES = [
    "UPDATE cases SET colour = 'green' WHERE case_id = $case",
    "UPDATE cases SET leader = '别人' WHERE case_id = $case",
    "UPDATE cases SET due = NULL WHERE case_id = $case",
    "UPDATE cases SET state = '{}' WHERE case_id = $case",
    "UPDATE cases SET owes = '{}' WHERE case_id = $case",
]


@pytest.mark.parametrize("change", CHANGED_STATES)
async def test_a_state_that_its_facts_do_not_tell_is_found(
    change: str, life: Life, database: Database, pool: asyncpg.Pool
) -> None:
    await database.tamper(change, case=life.case.id)

    found = await verify(pool, stream(Told(life.case.id, life.entries)))

    assert kinds(found)[0] == (FindingKind.STATE, None)
    assert change.split()[3] in found[0].sentence.en
    assert kinds(await verify_alone(pool)) == [(FindingKind.STATE, None)]


@pytest.mark.parametrize(
    "change",
    ["DELETE FROM duties WHERE {}", "UPDATE duties SET due = due + interval '1 day' WHERE {}"],
)
async def test_a_duty_that_the_facts_do_not_tell_is_found(
    change: str, life: Life, database: Database, pool: asyncpg.Pool
) -> None:
    duty = life.case.duties[0].id
    await database.tamper(change.format(f"id = '{duty}' AND case_id = $case"), case=life.case.id)

    found = await verify_alone(pool)

    assert kinds(found) == [(FindingKind.DUTIES, None)]
    assert duty in found[0].sentence.zh


async def test_a_case_registered_as_another_item_is_found(life: Life, database: Database, pool: asyncpg.Pool) -> None:
    await database.tamper("UPDATE items SET digest = 'x' WHERE case_id = $case", case=life.case.id)

    assert kinds(await verify_alone(pool)) == [(FindingKind.REGISTRY, None)]


async def test_a_closed_case_whose_histories_are_gone_is_unproven_and_an_open_one_is_lost(
    book: Book, pool: asyncpg.Pool
) -> None:
    known, closed, open_one, revived = planned(), planned(), planned(), planned()
    closed.do("request_withdrawal", "office", reason="重复").do(
        "decide_withdrawal", "secretary", grant=True, reason="属实"
    )
    await write(book, known, closed, open_one, revived)

    found = await verify(pool, stream(Told(known.case.id, known.entries), Told(revived.case.id, None)))

    assert {(one.case_id, one.kind, one.grave) for one in found} == {
        (closed.case.id, FindingKind.UNWITNESSED, False),
        (open_one.case.id, FindingKind.LOST, True),
        (revived.case.id, FindingKind.UNWITNESSED, False),
    }


@pytest.mark.parametrize("tampered", [False, True])
async def test_a_history_that_can_not_be_replayed_is_a_finding_beside_the_others(
    life: Life, database: Database, pool: asyncpg.Pool, *, tampered: bool
) -> None:
    if tampered:
        await database.tamper("DELETE FROM facts WHERE number = 3 AND case_id = $case", case=life.case.id)

    found = await verify(pool, stream(Told(life.case.id, None, trouble="[TMPRL1100]")))

    named = [one for one in found if one.case_id == life.case.id]
    assert named[-1].kind is FindingKind.UNREADABLE
    assert named[-1].grave
    assert "[TMPRL1100]" in named[-1].sentence.zh
    assert ((FindingKind.DELETED, 3) in kinds(named)) == tampered


async def test_a_reset_workflow_is_told_from_tampering(book: Book, database: Database, pool: asyncpg.Pool) -> None:
    life = Life().wait(1)
    again = copy.copy(life).wait(1).do("acknowledge", "handler")
    await write(book, life.do("acknowledge", "handler"))
    number = life.case.head.number
    reset = Told(life.case.id, again.entries, was_reset=True)

    assert [(one.kind, one.number) for one in await verify(pool, stream(reset))] == [(FindingKind.RESET, number)]
    assert kinds(await verify(pool, stream(reset._replace(was_reset=False))))[0][0] is not FindingKind.RESET
    assert await verify(pool, stream(Told(life.case.id, life.entries, was_reset=True))) == []
    await database.tamper(
        "UPDATE facts SET at = at + interval '1 day' WHERE number = 2 AND case_id = $case", case=life.case.id
    )
    assert FindingKind.RESET not in dict(kinds(await verify(pool, stream(reset)))), "the ledger's own chain is broken"


async def test_an_archive_is_proven_by_the_head_of_the_living_case(
    life: Life, database: Database, pool: asyncpg.Pool
) -> None:
    living = Told(life.case.id, None, head=life.case.head)
    before = await verify(pool, stream(living))
    await database.tamper("DELETE FROM facts WHERE number > 6 AND case_id = $case", case=life.case.id)

    assert kinds(before) == _lost(2)
    assert kinds(await verify(pool, stream(living)))[0] == (FindingKind.CUT_OFF, 7)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE facts SET at = now() WHERE number = 2", (FindingKind.EDITED, 2)),
        ("DELETE FROM facts WHERE number = 4", (FindingKind.DELETED, 4)),
        ("UPDATE facts SET hash = repeat('a', 64) WHERE number = 8", (FindingKind.EDITED, 8)),
        ("UPDATE facts SET number = number WHERE false", None),
    ],
)
async def test_facts_whose_history_is_gone_are_proven_by_the_first_that_is_left(
    change: str, expected: tuple[FindingKind, int] | None, book: Book, database: Database, pool: asyncpg.Pool
) -> None:
    life = planned()
    await write(book, life)
    await database.tamper(change)

    found = kinds(await verify(pool, stream(Told(life.case.id, life.entries[5:]))))

    assert found == ([expected] if expected else [])


async def test_a_forged_beginning_does_not_lead_to_what_followed(book: Book, pool: asyncpg.Pool) -> None:
    life = planned()
    await book.append(batch([*life.entries[:4], _note(life.entries[3], "另一个开头")]))

    found = kinds(await verify(pool, stream(Told(life.case.id, life.entries[5:]))))

    assert found == [(FindingKind.EDITED, 5), (FindingKind.CUT_OFF, 6)]


async def test_a_finding_says_in_both_languages_where_it_is_and_never_what_it_says(
    life: Life, database: Database, pool: asyncpg.Pool
) -> None:
    await database.tamper("UPDATE facts SET at = now() WHERE number = 2 AND case_id = $case", case=life.case.id)

    finding = (await verify(pool, told(life)))[0]

    assert finding.sentence.zh == f"事项 {life.case.id}：第 2 条事实被改动。"
    assert finding.sentence.en == f"Case {life.case.id}: fact 2 was edited."
