"""The policies that are shipped are listed with what tells them apart."""

from gateway.policy_files import POLICIES
from tests.gateway.cli.office import Ask

SHIPPED = sorted(path.stem for path in POLICIES.glob("*.yaml"))


def test_every_policy_is_listed_with_its_title_and_limits(bihuan: Ask) -> None:
    lines = bihuan("policy", "list").out.splitlines()
    assert lines[0].split() == ["名称", "标题", "立行立改", "限期整改", "长期整改", "底本"]
    assert [line.split()[0] for line in lines[1:]] == SHIPPED
    audit = next(line for line in lines if line.startswith("audit"))
    assert audit.split() == ["audit", "审计整改办法（60天、一年、五年）", "60天", "1年", "5年", "county"]


def test_a_program_is_given_the_same(bihuan: Ask) -> None:
    listed = {preset["name"]: preset for preset in bihuan("policy", "list", "--json").document}
    assert sorted(listed) == SHIPPED
    assert listed["county"]["extends"] is None
    assert listed["audit"]["speeds"] == {"immediate": "60d", "timed": "1y", "long_term": "5y"}
    shown = bihuan("policy", "show", "audit", "--json").document
    assert listed["audit"]["version"] == shown["version"]
