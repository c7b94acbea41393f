"""The harm that is done to a site, one injection after the other, and how long it takes to live again."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.chaos.mischief import junk
from tests.chaos.people import Manner
from tests.chaos.plan import Injection, Kind, Plan, injections
from tests.chaos.pulse import Pulse
from tests.chaos.site import POSTGRES, TEMPORAL, WORKERS, Victim, send
from tests.chaos.skew import can_be_wrong
from tests.chaos.storm import storm
from tests.chaos.village import Village

RECOVERS_WITHIN = 120.0  # seconds; the sticky time-out, the keeper's longest pause and a worker's start fit in
SKEWS = (3_600, -3_600, 86_400, -60)


@dataclass
class Blow:
    """An injection as it was done."""

    injection: Injection
    began: float
    ended: float = 0.0
    killed: int = 0
    skipped: str = ""
    answers: float | None = None  # seconds after its end until all probes answered
    writes: float | None = None  # and until the ledger held what they were told
    overtaken: bool = False  # the next one came before the recovery was seen

    @property
    def over(self) -> float:
        """When the site lived again, as far as it was seen."""
        return self.ended + max(self.answers or 0.0, self.writes or 0.0)


class Harm:
    """Does what the plan says."""

    def __init__(self, plan: Plan, victim: Victim, village: Village, pulse: Pulse, say: Callable[[str], None]) -> None:
        self.blows: list[Blow] = []
        self._plan, self._victim, self._village, self._pulse, self._say = plan, victim, village, pulse, say
        self._chance = random.Random(f"{plan.seed} harm")  # noqa: S311

    @property
    def killed(self) -> int:
        """How many processes were killed until now."""
        return sum(blow.killed for blow in self.blows)

    async def run(self) -> None:
        """Do all of it; the site lives again after each, but for those that are followed hastily."""
        for injection in injections(self._plan):
            await asyncio.sleep(injection.pause)
            blow = Blow(injection, time.time())
            self.blows.append(blow)
            await self._do(blow)
            blow.ended = time.time()
            if injection.hastily:
                blow.overtaken = True
            else:
                blow.answers, blow.writes = await self._pulse.lives_again(blow.ended, RECOVERS_WITHIN)
            self._say(self._line(blow))

    async def _do(self, blow: Blow) -> None:
        deeds: dict[Kind, Callable[[Blow], Awaitable[None]]] = {
            Kind.OUTAGE: self._outage,
            Kind.PAUSE: self._pause,
            Kind.SKEW: self._skew,
            Kind.FULL_DISK: self._full_disk,
            Kind.BUG: self._bug,
            Kind.BLOT: self._blot,
            Kind.STORM: self._storm,
        }
        await deeds.get(blow.injection.kind, self._kill)(blow)

    async def _kill(self, blow: Blow) -> None:
        names = {
            Kind.KILL_WORKER: (self._chance.choice(WORKERS),),
            Kind.KILL_TEMPORAL: (TEMPORAL,),
            Kind.KILL_POSTGRES: (POSTGRES,),
            Kind.KILL_ALL: (TEMPORAL, POSTGRES, *WORKERS),
        }[blow.injection.kind]
        blow.killed = await self._victim.kill(*names)

    async def _outage(self, blow: Blow) -> None:
        family = await self._victim.family(POSTGRES)
        await self._frozen(family, blow.injection.lasts)

    async def _pause(self, blow: Blow) -> None:
        await self._frozen([await self._victim.pid(self._chance.choice(WORKERS))], blow.injection.lasts)

    async def _frozen(self, pids: list[int], seconds: float) -> None:
        send(signal.SIGSTOP, pids)
        try:
            await asyncio.sleep(seconds)
        finally:
            send(signal.SIGCONT, pids[::-1])

    async def _skew(self, blow: Blow) -> None:
        if not can_be_wrong():
            blow.skipped = "no C compiler here to build a wrong clock with"
            return
        name = self._chance.choice(WORKERS)
        await self._with_errand(blow, (name,), skew=self._chance.choice(SKEWS))

    async def _bug(self, blow: Blow) -> None:
        await self._with_errand(blow, WORKERS, bug="rule")

    async def _blot(self, blow: Blow) -> None:
        await self._with_errand(blow, WORKERS, bug="write")

    async def _with_errand(self, blow: Blow, names: tuple[str, ...], *, bug: str = "", skew: int = 0) -> None:
        """Start workers anew with an errand, and after a while without."""
        for name in names:
            self._victim.sheet.tell(name, bug=bug, skew=skew)
        blow.killed += await self._victim.kill(*names)
        await asyncio.sleep(blow.injection.lasts)
        for name in names:
            self._victim.sheet.tell(name)
        blow.killed += await self._victim.kill(*names)

    async def _full_disk(self, blow: Blow) -> None:
        volume = self._victim.volume
        if not volume.is_own:
            blow.skipped = "only root may put a small disk under the ledger"
            return
        await asyncio.to_thread(volume.fill)
        try:
            await asyncio.sleep(blow.injection.lasts)
        finally:
            volume.free()

    async def _storm(self, blow: Blow) -> None:
        cases = [case for case in self._village.open_cases if self._manner(case.id) is not Manner.SILENT]
        if not cases:
            blow.skipped = "no case was open"
            return
        case = self._chance.choice(cases)
        for message in storm(case, blow.injection.number, self._village.journal, self._chance, junk):
            self._village.rush(message)

    def _manner(self, case_id: str) -> Manner | None:
        people = self._village.people.get(case_id)
        return people.manner if people else None

    def _line(self, blow: Blow) -> str:
        told = blow.skipped or f"answers after {_s(blow.answers)}, ledger after {_s(blow.writes)}"
        told = "followed at once by the next" if blow.overtaken and not blow.skipped else told
        open_cases = len(self._village.open_cases)
        head = f"#{blow.injection.number:<3} {self.killed:>3}/{self._plan.kills} kills  {open_cases:>3} open"
        return f"{head}  {blow.injection.kind.value}: {told}"


def _s(seconds: float | None) -> str:
    return "never" if seconds is None else f"{seconds:.1f} s"
