"""Lives that stand where an adoption finds them: one for each thing that has to be thought of."""

from collections.abc import Callable
from itertools import permutations
from typing import Final

from gateway.policy_files import POLICIES, load_policy
from schemas import commands as c
from schemas.case import Case
from schemas.duty import Duty
from schemas.facts import PolicyAdopted
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from schemas.time import Clock
from tests.rules import town
from tests.rules.life import Life, once


def _extending(life: Life) -> Life:
    return life.do(c.RequestExtension, "handler", reason="汛期", due=life.day(80))


def _suspended(life: Life) -> Life:
    return life.do(c.Suspend, "principal", reason="汛期", until=life.day(40))


def _interviewed(life: Life) -> Life:
    life.do(c.CallInterview, "office", interviewee=Role.LEADER, reason="进展迟缓")
    promise = c.Commitment(what="月底完成", due=life.day(25))
    record = {"place": "会议室", "present": ("张处长",), "record": "oa://1", "commitments": (promise,)}
    return life.do(c.RecordInterview, "office", interview=1, held_on=life.day(), **record)


def _watched(life: Life) -> Life:
    return life.closed().published().wait_for(DutyKind.LOOK_BACK)


_PLAYS: Final[dict[str, Callable[[], Life]]] = {
    "opened": Life,
    "nobody assigned and overdue": lambda: Life().wait("12wd"),
    "acknowledging": lambda: Life().assigned(),
    "planning": lambda: Life().acknowledged().wait("2wd"),
    "plan overdue": lambda: Life().acknowledged().wait("20wd"),
    "plan under review": lambda: Life().acknowledged().planned(),
    "at work": lambda: Life().at_work(60, ("摸底", 10), ("制度印发", 30)).wait("3wd"),
    "warned before the due date": lambda: Life().at_work(60).wait("50d"),
    "overdue": lambda: Life().at_work(60).wait("75d"),
    "long overdue and interviewed": lambda: Life().at_work(60).wait("5mo"),
    "after an outage": lambda: Life().at_work(60).sleep("5mo"),
    "extension asked for": lambda: _extending(Life().at_work(60)),
    "extended": lambda: _extending(Life().at_work(60)).do(c.DecideExtension, "leader", grant=True, reason="同意"),
    "warned and then extended": lambda: _extending(Life().at_work(60).wait("45d")).do(
        c.DecideExtension, "leader", grant=True, reason="同意"
    ),
    "suspended": lambda: _suspended(Life().at_work(60).wait("2wd")),
    "suspended while a warning was near": lambda: _suspended(Life().at_work(60).wait("45d")).wait("2w"),
    "resumed": lambda: _suspended(Life().at_work(60).wait("2wd")).wait("50d"),
    "under review": lambda: Life().at_work(60).reported(),
    "long under review": lambda: Life().at_work(60).reported().wait("70d"),
    "in the middle of a review": lambda: Life().at_work(60).reported().approved_up_to("office"),
    "sent back": lambda: (
        Life().at_work(60).reported().wait("3wd").do(c.RefuseClosure, "head", level=Role.LEAD_UNIT, reason="不实")
    ),
    "kept open": lambda: Life().at_work(60).reported().closes(c.Result.BASICALLY_DONE, met=False),
    "interviewed with promises": lambda: _interviewed(Life().at_work(60)),
    "interview called": lambda: (
        Life().at_work(60).do(c.CallInterview, "office", interviewee=Role.LEADER, reason="进展迟缓")
    ),
    "closed": lambda: Life().closed(),
    "looking back": lambda: _watched(Life()),
    "looked back once": lambda: _watched(Life()).do(c.PassLookBack, "supervisor", finding="未反弹"),
    "relapsed": lambda: Life().closed().published().wait("2w").relapsed(),
    "at work after a relapse": lambda: Life().closed().wait("2w").relapsed().planned(20).do(c.ApprovePlan, "office"),
}
SITUATIONS: Final = {name: once(play) for name, play in _PLAYS.items()}


def _at_real_pace(policy: Policy) -> Policy:
    return Policy.model_validate(policy.model_dump() | {"clock": Clock()}) if policy.clock.runs_fast else policy


PRESETS = {path.stem: _at_real_pace(load_policy(path)) for path in sorted(POLICIES.glob("*.yaml"))}
PRESETS |= {"hasty": town.HASTY, "easy": town.EASY}
PAIRS = sorted(permutations(PRESETS, 2))


def adopts(life: Life, policy: Policy, by: str = "principal") -> Life:
    return life.do(c.AdoptPolicy, by, policy=policy, reason="某委〔2026〕9号")


def adopted(life: Life) -> PolicyAdopted:
    return life.last(PolicyAdopted)


def all_duties(case: Case) -> tuple[Duty, ...]:
    returning = case.review.returning if case.review else None
    return (*case.duties, *([returning] if returning else []))
