"""After closure: publication, look-backs, and the relapse that reopens a case with its history."""

import datetime as dt

from rules.duties import Owed, barred_by, discharge, discharge_about, duty_about, duty_of, owe, owers
from rules.planning import begin_planning
from rules.recusal import ANSWERABLE, answerers, doers, require_other_hand
from rules.registry import Facts, actor_of, decides, follows
from rules.returning import again, calls_interview
from schemas.case import Case, LookBack, LookBackState, Stage
from schemas.commands import PassLookBack, RecordPublication, ReportRelapse
from schemas.facts import LookBackOpened, LookBackPassed, Published, Relapsed
from schemas.people import Role
from schemas.policy import DutyKind
from schemas.returns import Returning
from schemas.words import text

# What survives a relapse: an interview is about persons, what they promised stays promised, what was asked is asked.
_SURVIVING = (DutyKind.NOTICE, DutyKind.INTERVIEW, DutyKind.COMMITMENT, DutyKind.MATTER)
_FINDERS = (Role.OFFICE, Role.SUPERVISOR, Role.PRINCIPAL)


def _publishers(case: Case) -> tuple[Role, ...]:
    return owers(DutyKind.PUBLISH, also=(Role.OFFICE,))(case) if duty_of(case, DutyKind.PUBLISH) else ()


@decides(RecordPublication, when=(Stage.WATCHING,), by=_publishers)
def record_publication(case: Case, command: RecordPublication, at: dt.datetime) -> Facts:
    """Say where the result was made public."""
    return (Published(by=actor_of(case, command), where=command.where, reference=command.reference),)


@follows(Published)
def published(case: Case, fact: Published, at: dt.datetime) -> Case:
    """Discharge the publication."""
    assert case.closure is not None  # noqa: S101 - only what is closed is published
    closure = case.closure.model_copy(update={"published": True})
    return discharge(case.model_copy(update={"closure": closure}), DutyKind.PUBLISH)


@follows(LookBackOpened)
def look_back_opened(case: Case, fact: LookBackOpened, at: dt.datetime) -> Case:
    """Owe the look-back, to be made by someone who did not close the item."""
    barred = doers(case, *(case.closure.closers if case.closure else ()))
    case = _mark(case, fact.number, LookBackState.OPEN)
    return owe(case, DutyKind.LOOK_BACK, at, Owed(subject=str(fact.number), barred=barred))


def _lookers(case: Case) -> tuple[Role, ...]:
    return owers(DutyKind.LOOK_BACK, also=(Role.SUPERVISOR,))(case) if open_look_back(case) else ()


@decides(PassLookBack, when=(Stage.WATCHING,), by=_lookers, barring=barred_by(DutyKind.LOOK_BACK))
def pass_look_back(case: Case, command: PassLookBack, at: dt.datetime) -> Facts:
    """Find that the effect holds."""
    look_back = open_look_back(case)
    assert look_back is not None  # noqa: S101 - without one, nobody gets here
    _require_fresh_eyes(case, command, look_back)
    return (LookBackPassed(by=actor_of(case, command), number=look_back.number, finding=command.finding),)


@follows(LookBackPassed)
def look_back_passed(case: Case, fact: LookBackPassed, at: dt.datetime) -> Case:
    """Discharge this look-back; another one that is open meanwhile stays owed."""
    passed = _mark(case, fact.number, LookBackState.PASSED)
    return discharge_about(passed, str(fact.number), DutyKind.LOOK_BACK)


@decides(
    ReportRelapse,
    when=(Stage.WATCHING,),
    by=owers(DutyKind.LOOK_BACK, also=_FINDERS),
    barring=barred_by(DutyKind.LOOK_BACK),
)
def report_relapse(case: Case, command: ReportRelapse, at: dt.datetime) -> Facts:
    """Find that the problem is back, at a look-back or at any other time after closure."""
    look_back = open_look_back(case)
    if look_back:
        _require_fresh_eyes(case, command, look_back)
    number = look_back.number if look_back else 0
    found = Relapsed(by=actor_of(case, command), number=number, finding=command.finding)
    return found, *again(case, Returning.RELAPSE)


@follows(Relapsed)
def relapsed(case: Case, fact: Relapsed, at: dt.datetime) -> Case:
    """Begin the next round under stricter ladders, and propose an interview, unless one is called at once."""
    is_called = calls_interview(case, Returning.RELAPSE)
    case = discharge(case, *(kind for kind in DutyKind if kind not in _SURVIVING))
    case = case.model_copy(
        update={
            "round": case.round + 1,
            "reopened_at": at,
            "closure": None,
            "look_backs": (),
            "plan": None,
            "kept_open": None,
            "extensions": 0,
            "first_limit": None,
            "suspended_before": case.suspended_seconds,
            "evidence_before": len(case.evidence),
        }
    )
    begun = begin_planning(case, at)
    if is_called:
        return begun
    return owe(begun, DutyKind.CALL_INTERVIEW, at, Owed(barred=answerers(case, *ANSWERABLE)))


def open_look_back(case: Case) -> LookBack | None:
    """Return the look-back that is to be made now."""
    return next((look for look in case.look_backs if look.state is LookBackState.OPEN), None)


def watched_to_the_end(case: Case) -> bool:
    """Say whether a closed case is published, looked back at as often as the policy asks, and owes nothing."""
    return (
        case.stage is Stage.WATCHING
        and not case.duties
        and all(look.state is LookBackState.PASSED for look in case.look_backs)
    )


def _require_fresh_eyes(case: Case, command: PassLookBack | ReportRelapse, look_back: LookBack) -> None:
    if duty := duty_about(case, DutyKind.LOOK_BACK, str(look_back.number)):
        why = text("整改、申请或审核过销号的人不能开展回头看", "who rectified, reported or approved can't look back")
        require_other_hand(case, command, duty, why)


def _mark(case: Case, number: int, state: LookBackState) -> Case:
    looks = (look.model_copy(update={"state": state}) if look.number == number else look for look in case.look_backs)
    return case.model_copy(update={"look_backs": tuple(looks)})
