"""Units of odd shapes: where one person is many, where a role is vacant, where the policy names unusual owers."""

import datetime as dt

from gateway.policy_files import POLICIES as FOLDER
from gateway.policy_files import load_policy
from schemas.people import Role, Standing
from schemas.policy import DutyKind, Policy
from schemas.time import Clock
from tests.rules.town import COUNTY, MONDAY, STANDING, county, person

ALONE = Standing(office=(person("office"),), principal=(person("office"),), committee=(person("office"),))
SMALL = Standing(office=(person("head"),), principal=(person("leader"),), committee=(person("secretary"),))
STANDINGS = (STANDING, SMALL, ALONE)


def _with_owers(**owers: Role) -> Policy:
    written = COUNTY.model_dump(mode="json")
    for kind, role in owers.items():
        written["duties"][DutyKind(kind)]["owed_by"] = role
    return Policy.model_validate(written)


def _anchored(policy: Policy) -> Policy:
    return policy.model_copy(update={"clock": policy.clock.anchored(MONDAY)})


UPSIDE_DOWN = _with_owers(
    assign=Role.HIGHER,
    plan=Role.LEADER,
    plan_review=Role.LEAD_UNIT,
    rectify=Role.LEADER,
    publish=Role.SUPERVISOR,
    look_back=Role.OFFICE,
    call_interview=Role.COMMITTEE,
    interview=Role.HIGHER,
)
SHORT = county(
    review={"levels": ["higher"]},
    look_backs={"after": ["1mo", "1mo"]},
    extension={"deciders": ["higher"], "most": 1, "longest": "1mo", "after_overdue": True},
    withdrawal="higher",
    evidence=[],
)
SHOWN = county(review=COUNTY.review.model_dump(mode="json") | {"publicity": "7d"})
HURRIED = COUNTY.model_copy(update={"clock": Clock(day_length=dt.timedelta(hours=2)).anchored(MONDAY)})
PRESETS = {path.stem: _anchored(load_policy(path)) for path in sorted(FOLDER.glob("*.yaml"))}
POLICIES = (UPSIDE_DOWN, SHORT, SHOWN, HURRIED, *PRESETS.values())
