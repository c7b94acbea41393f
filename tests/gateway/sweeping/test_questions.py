"""Questions are put while somebody seems to be there, and what was not asked is remembered."""

from gateway.sweeping.questions import ENOUGH, Questions
from gateway.sweeping.sights import Answer, Silence
from schemas.values import CaseId
from tests.gateway.sweeping.sides import ANSWER, CASE


async def test_after_so_many_that_nobody_answered_no_more_are_put() -> None:
    async def nobody(_: CaseId) -> Silence:
        return Silence("Timeout expired", timed_out=True)

    questions = Questions(nobody, has_worker=True)
    answers = [await questions.ask(CaseId(f"a/{number}")) for number in range(ENOUGH + 2)]

    assert answers[-3:] == [Silence("Timeout expired", timed_out=True), None, None]
    assert questions.put == ENOUGH
    assert questions.left == {CaseId(f"a/{ENOUGH}"), CaseId(f"a/{ENOUGH + 1}")}


async def test_cases_that_refuse_to_answer_at_once_do_not_end_the_questions() -> None:
    async def broken(_: CaseId) -> Silence:
        return Silence("a bug")

    questions = Questions(broken, has_worker=True)
    for _ in range(3 * ENOUGH):
        assert await questions.ask(CASE) == Silence("a bug")
    assert (questions.put, questions.left) == (3 * ENOUGH, set())


async def test_without_a_worker_nobody_is_asked() -> None:
    async def willing(_: CaseId) -> Answer:
        return ANSWER

    assert await Questions(willing, has_worker=True).ask(CASE) == ANSWER
    questions = Questions(willing, has_worker=False)
    assert await questions.ask(CASE) is None
    assert (questions.put, questions.left) == (0, {CASE})
