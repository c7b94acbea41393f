"""The grounds of a deadline in words."""

import pytest

from rules.grounds import grounds
from schemas.duty import Duty
from tests.rules import units
from tests.rules.life import Life
from tests.rules.stages import AT

TITLE = "依据《县级巡察整改办法（三个月集中整改）》"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("county:duties.notice.due=2wd", f"{TITLE}：2个工作日", ": 2 working days"),
        ("county:speeds.timed.due=3mo", f"{TITLE}，限期整改：3个月", "timed: 3 months"),
        ("county:speeds.immediate.reports=1w", f"{TITLE}，立行立改报送进展：1周", "immediate reports: 1 week"),
        ("county:continuing.long_term=3mo", f"{TITLE}，长期坚持：3个月", "long-term: 3 months"),
        ("county:relapse.due=5w", f"{TITLE}，反弹后重新整改：5周", "after a relapse: 5 weeks"),
        ("plan", "方案确定", "set by the plan"),
        ("feedback", "反馈意见确定", "set by the feedback"),
        ("commitment", "约谈时承诺", "promised at the interview"),
        ("extension 2", "第2次延期", "extension 2"),
        ("plan;review;suspension", "方案确定，审核期间不计，挂起期间不计", "set by the plan"),
        ("invented later", "invented later", "invented later"),
        ("county:invented.later=2wd", f"{TITLE}，invented.later：2个工作日", "invented.later: 2 working days"),
    ],
)
def test_a_rule_is_said_as_a_clerk_would_say_it(rule: str, zh: str, en: str) -> None:
    said = grounds(Life().case, rule)
    assert said.zh == zh
    assert en in said.en


def test_no_deadline_of_any_stage_shows_its_key() -> None:
    def duties() -> list[tuple[Life, Duty]]:
        lives = [life() for life in AT.values()] + [Life(policy=policy) for policy in units.POLICIES]
        return [(life, duty) for life in lives for duty in life.case.duties]

    for life, duty in duties():
        assert ":" not in grounds(life.case, duty.deadline.rule).zh
        assert "=" not in grounds(life.case, duty.deadline.rule).zh
