"""An adoption that is applied where the far end does not do as one would like: each case has its own end."""

import asyncio

from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from gateway.adopting.applying import AT_ONCE, Applied, apply
from gateway.adopting.proposals import Adoption, Wish, adopt_policy
from gateway.asking import NotRunning, Unanswered
from schemas.receipts import Receipt
from schemas.values import CaseId
from schemas.words import Refusal, text
from tests.rules import town
from tests.rules.life import Life

ADOPTION = adopt_policy(Life().case, town.EASY, Wish("principal", "某委〔2026〕9号"))
NO_ANSWER = Unanswered(text("没有答复", "no answer"))
DROPPED = RPCError("connection dropped", RPCStatusCode.UNAVAILABLE, b"")


def cases(count: int) -> dict[CaseId, Adoption]:
    return {CaseId(f"t/{number:03}"): ADOPTION for number in range(count)}


class FarEnd:
    """Cases that adopt at once, but for some that raise, and some that say nothing for ever."""

    def __init__(self, raising: dict[int, Exception] | None = None, blocked: frozenset[int] = frozenset()) -> None:
        self._raising, self._blocked = raising or {}, blocked
        self.asked = list[CaseId]()
        self._waiting, self.all_hands_wait = 0, asyncio.Event()

    async def ask(self, case_id: CaseId, adoption: Adoption) -> Receipt:
        self.asked.append(case_id)
        number = int(case_id.rpartition("/")[2])
        await asyncio.sleep(0)
        if number in self._blocked:
            await self._wait_for_ever()
        if error := self._raising.get(number):
            raise error
        return Receipt(command_id=adoption.id, first=3, last=4)

    async def _wait_for_ever(self) -> None:
        self._waiting += 1
        if self._waiting == AT_ONCE:
            self.all_hands_wait.set()
        await asyncio.Event().wait()


async def test_each_case_is_asked_once_and_the_last_fact_is_kept() -> None:
    far, wanted, became, told = FarEnd(), cases(50), Applied(), list[None]()
    await apply(far.ask, wanted, became, lambda: told.append(None))
    assert sorted(far.asked) == list(wanted)
    assert became.applied == dict.fromkeys(wanted, 4)
    assert (len(told), became.untried(wanted), became.unanswered) == (50, [], set())


async def test_a_case_that_does_not_answer_holds_up_no_other() -> None:
    far, wanted, became = FarEnd({3: NO_ANSWER, 70: DROPPED}), cases(100), Applied()
    await apply(far.ask, wanted, became)
    assert became.unanswered == {"t/003", "t/070"}
    assert (len(became.applied), became.away, became.untried(wanted)) == (98, False, [])


async def test_what_one_case_answers_is_its_own() -> None:
    raising: dict[int, Exception] = {
        1: Refusal(text("不予办理", "not allowed")),
        2: WorkflowUpdateFailedError(ApplicationError("the case ended meanwhile")),
        3: NotRunning(text("没有在办理中", "not running")),
        4: RPCError("too many", RPCStatusCode.RESOURCE_EXHAUSTED, b""),
    }
    far, wanted, became = FarEnd(raising), cases(40), Applied()
    await apply(far.ask, wanted, became)
    assert {case_id: why.en for case_id, why in became.refused.items()} == {"t/001": "not allowed"}
    assert {case_id: why.en for case_id, why in became.failed.items()} == {
        "t/002": "the case ended meanwhile",
        "t/003": "not running",
        "t/004": "too many",
    }
    assert (len(became.applied), became.away) == (36, False)


async def test_where_nobody_answers_no_more_are_tried() -> None:
    far, wanted, became = FarEnd(dict.fromkeys(range(5, 100), NO_ANSWER)), cases(100), Applied()
    await apply(far.ask, wanted, became)
    assert became.away
    assert len(became.applied) == 5
    assert AT_ONCE <= len(became.unanswered) < 2 * AT_ONCE
    assert len(became.untried(wanted)) == 95 - len(became.unanswered)


async def test_the_only_case_that_does_not_answer_is_nobody_there() -> None:
    became = Applied()
    await apply(FarEnd({0: DROPPED}).ask, cases(1), became)
    assert (became.away, became.unanswered) == (True, {"t/000"})


async def test_an_interruption_tells_the_asked_from_the_untried() -> None:
    far, wanted, became = FarEnd(blocked=frozenset(range(20, 100))), cases(100), Applied()
    applying = asyncio.create_task(apply(far.ask, wanted, became))
    await far.all_hands_wait.wait()
    applying.cancel()
    await asyncio.wait([applying])
    assert applying.cancelled()
    assert len(became.applied) == 20
    assert became.unanswered == set(far.asked[20:])
    assert became.untried(wanted) == list(wanted)[20 + AT_ONCE :]
