"""`python -m tests.chaos`: kill anything, and see whether something is lost."""

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Coroutine
from pathlib import Path

from tests.chaos.exhibits import keep_exhibits
from tests.chaos.plan import DEFAULT_CASES, DEFAULT_DAY, DEFAULT_KILLS, Plan, Plant
from tests.chaos.reconciling import Reconciled, reconcile
from tests.chaos.report import write_report
from tests.chaos.run import Outcome, run


def main() -> int:
    """Run, reconcile, report; return 0 where nothing is wrong."""
    plan = _plan()
    say(f"seed {plan.seed}: {plan.command}")
    result = play(plan)
    say(f"report: {plan.out / 'report.md'}")
    for finding in result.findings[:20]:
        say(f"  {finding.wrong.value}: {finding.case_id} {finding.what}")
    say("nothing is wrong" if not result.findings else f"{len(result.findings)} findings")
    return 1 if result.findings else 0


def play(plan: Plan) -> Reconciled:
    """Do one run and write its report."""
    plan.out.mkdir(parents=True, exist_ok=True)
    outcome = asyncio.run(_stoppable(run(plan, say)))
    result = reconcile(outcome)
    write_report(outcome, result)
    keep_exhibits(outcome, result)
    return result


async def _stoppable(running: Coroutine[None, None, Outcome]) -> Outcome:
    """Stop all servers on SIGTERM too."""
    task = asyncio.ensure_future(running)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


def say(words: str) -> None:
    """Show one line of progress."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)  # noqa: T201 - a program


def _plan() -> Plan:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="what to repeat; drawn where none is given")
    parser.add_argument("--kills", type=int, default=DEFAULT_KILLS, help="processes to kill, at least")
    parser.add_argument("--cases", type=int, default=DEFAULT_CASES, help="items to take in, at most")
    parser.add_argument("--day", default=DEFAULT_DAY, help="how long a day lasts")
    parser.add_argument("--out", type=Path, default=Path("build/chaos"))
    parser.add_argument("--plant", type=Plant, action="append", default=[], choices=list(Plant))
    parser.add_argument("--short", action="store_true", help="the shortest outages only")
    given = parser.parse_args()
    if given.cases < 1:
        parser.error("--cases (CASES) must be 1 or more: a run without items proves nothing")
    seed = random.SystemRandom().randrange(1_000_000) if given.seed is None else given.seed
    return Plan(seed, given.kills, given.cases, given.day, given.out, tuple(given.plant), given.short)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)
