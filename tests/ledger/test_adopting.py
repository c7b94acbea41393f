"""Cases that have adopted other rules, in the ledger: read back, verified, refilled as they are."""

import asyncpg

from ledger.book import Book
from ledger.open_cases import adoptions, behind, case_in_force, open_cases, rules_on_record, untold
from ledger.reading import load_case
from ledger.rebuilding import rebuild
from ledger.registry import Campaign, register_campaign, register_items
from ledger.verifying import verify
from schemas.case import Case
from schemas.facts import PolicyAdopted
from schemas.policy import Policy
from schemas.values import CaseId
from tests.ledger.alone import verify_alone
from tests.ledger.database import Database
from tests.ledger.lives import START, Life, batch, histories, planned, told, write
from tests.rules.town import ANNOUNCED, EASY, HASTY


def adopting(life: Life) -> Life:
    life.do("adopt_policy", "principal", policy=EASY, reason="某委〔2026〕9号").wait(3)
    return life.do("adopt_calendar", "office", calendar=ANNOUNCED, reason="国办通知").wait(1)


async def test_a_case_is_read_back_with_what_it_has_adopted(book: Book, pool: asyncpg.Pool) -> None:
    life = adopting(planned())
    await write(book, life)

    case = await load_case(pool, life.case.id)

    assert case == life.case
    assert case.policy == EASY
    assert case.calendar == ANNOUNCED


async def test_facts_that_come_after_an_adoption_are_folded_onto_it(book: Book, pool: asyncpg.Pool) -> None:
    life = adopting(planned())
    await write(book, life)
    before = len(life.entries)
    life.do("report_progress", "handler", text="继续清退")

    await Book(pool).append(batch(life.entries[before:]))  # a worker that has not seen the case yet

    assert await load_case(pool, life.case.id) == life.case


async def test_adoptions_are_verified_and_refilled(book: Book, pool: asyncpg.Pool, database: Database) -> None:
    lives = [adopting(planned()), planned(), adopting(Life())]
    await write(book, *lives)
    assert await verify(pool, told(*lives)) == []

    await rebuild(database.owner, histories(*lives))

    assert await verify_alone(pool) == []
    assert await load_case(pool, lives[0].case.id) == lives[0].case


async def test_another_policy_in_the_record_of_an_adoption_is_found(
    book: Book, pool: asyncpg.Pool, database: Database
) -> None:
    life = adopting(planned())
    await write(book, life)
    edited = "UPDATE facts SET fact = replace(fact::text, '30wd', '90wd')::json WHERE kind = 'policy_adopted'"
    await database.tamper(edited)
    assert [finding.case_id for finding in await verify(pool, told(life))] == [life.case.id]


async def test_equal_policies_of_many_cases_are_one(book: Book, pool: asyncpg.Pool) -> None:
    lives = [adopting(Life("2026-r9")) for _ in range(3)]
    await write(book, *lives)
    found = await _open(pool, "2026-r9")
    assert len({id(case.policy) for case in found}) == 1
    assert len({id(case.calendar) for case in found}) == 1


async def test_open_cases_are_read_and_those_that_are_over_are_not(book: Book, pool: asyncpg.Pool) -> None:
    lives = [Life("2026-r9") for _ in range(4)]
    over = (
        lives[1]
        .do("request_withdrawal", "office", reason="重复")
        .do("decide_withdrawal", "secretary", grant=True, reason="属实")
    )
    await write(book, *lives, Life("other"))
    assert await _open(pool, "2026-r9") == [life.case for life in lives if life is not over]
    assert len(await _open(pool)) == 4
    only = lives[2].case.id
    assert [case.id for case in await _open(pool, "2026-r9", only)] == [only]


async def test_what_a_case_ran_under_is_told_in_order(book: Book, pool: asyncpg.Pool) -> None:
    life = adopting(planned()).do("adopt_policy", "principal", policy=HASTY, reason="某委〔2026〕10号")
    await write(book, life)

    on_record = await rules_on_record(pool, life.case.id)
    told_of = await adoptions(pool, [life.case.id], "policy_adopted")

    assert [entry.fact.kind for entry in on_record] == [
        *("case_opened", "policy_adopted", "calendar_adopted", "policy_adopted")
    ]
    policies = [entry.fact.policy for entry in told_of[life.case.id] if isinstance(entry.fact, PolicyAdopted)]
    assert policies == [EASY, HASTY]
    assert await rules_on_record(pool, CaseId("nobody/1")) == []


async def test_a_campaign_runs_under_the_policy_of_most_of_its_open_cases(book: Book, pool: asyncpg.Pool) -> None:
    first, *others = lives = [Life("2026-r9") for _ in range(3)]
    await write(book, *lives, adopting(Life("other")))
    assert await _in_force(pool) == first.case.policy
    first.do("adopt_policy", "principal", policy=EASY, reason="某委〔2026〕9号")
    await write(book, first)
    assert await _in_force(pool) == others[0].case.policy
    late = Life("2026-r9", policy=EASY)  # opened under it, which is the same as to have adopted it
    await write(book, late)
    others[0].do("request_withdrawal", "office", reason="重复").do(
        "decide_withdrawal", "secretary", grant=True, reason="属实"
    )
    await write(book, others[0])
    assert await _in_force(pool) == EASY
    assert await case_in_force(pool, "nobody") is None


async def _in_force(pool: asyncpg.Pool) -> Policy | None:
    found = await case_in_force(pool, "2026-r9")
    case = await load_case(pool, found) if found else None
    return case.policy if case else None


async def test_cases_that_were_begun_and_are_not_told_yet_are_known_by_their_numbers(
    book: Book, pool: asyncpg.Pool
) -> None:
    lives = [Life("2026-r9") for _ in range(2)]
    campaign = Campaign(id="2026-r9", title="二轮", policy="county@1", anchor=None, registered_at=START)
    await register_campaign(pool, campaign)
    items = [life.case.item.model_copy(update={"title": f"问题{life.case.item.number}"}) for life in lives]
    registered = await register_items(pool, "2026-r9", items)
    assert await untold(pool, "2026-r9") == [one.case_id for one in registered]
    await write(book, *lives)
    assert await untold(pool, "2026-r9") == []


async def test_it_is_known_how_far_the_ledger_has_got(book: Book, pool: asyncpg.Pool) -> None:
    known, unheard_of = planned(), CaseId("2026-r9/999")
    await write(book, known)
    id_, last = known.case.id, known.case.head.number
    assert await behind(pool, {id_: last, unheard_of: 1}) == [unheard_of]
    assert await behind(pool, {id_: last + 1}) == [id_]
    assert await behind(pool, {}) == []


async def _open(pool: asyncpg.Pool, campaign: str | None = None, *only: CaseId) -> list[Case]:
    return [case async for cases in open_cases(pool, campaign, only) for case in cases]
