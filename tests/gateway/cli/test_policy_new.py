"""A policy of one's own begins with a file that says what its base says, and with the schema beside it."""

import contextlib
import json
from pathlib import Path

import pytest

from gateway.policy_files import find_policy, load_policy
from gateway.policy_schema import written_schema
from tests.gateway.cli.office import Ask, Ended


@pytest.fixture
def new(bihuan: Ask, tmp_path: Path) -> Ask:
    def asked(*words: object) -> Ended:
        with contextlib.chdir(tmp_path):
            return bihuan("policy", "new", *words)

    return asked


def uncommented(path: Path) -> str:
    """Return the file with all that its base says written out."""
    head, mark, rest = path.read_text("utf-8").partition("# Take ")
    lines = rest.splitlines()
    return "\n".join([head + mark + lines[0], *(line.removeprefix("# ").removeprefix("#") for line in lines[1:])])


def test_a_new_policy_holds_what_its_base_holds_under_its_own_name(new: Ask, tmp_path: Path) -> None:
    ended = new("本县办法", "--title", "某县: 巡察办法\n（试行）")
    assert ended.code == 0
    assert "bihuan policy show 本县办法.yaml" in ended.err
    policy, county = load_policy(tmp_path / "本县办法.yaml"), load_policy(find_policy("county"))
    assert (policy.name, policy.title.zh) == ("本县办法", "某县: 巡察办法 （试行）")
    own = {"name", "title"}
    assert policy.model_dump(exclude=own) == county.model_dump(exclude=own)


def test_what_stands_there_in_comments_is_what_the_base_says(new: Ask, tmp_path: Path) -> None:
    new("ours", "--extends", "county")
    path = tmp_path / "ours.yaml"
    path.write_text(uncommented(path), "utf-8")
    policy, county = load_policy(path), load_policy(find_policy("county"))
    assert "\nduties:\n  assign: " in path.read_text("utf-8")
    assert policy.model_dump(exclude={"name", "title"}) == county.model_dump(exclude={"name", "title"})


def test_an_editor_finds_the_schema_beside_it_and_an_older_one_is_left(new: Ask, tmp_path: Path) -> None:
    new("first")
    schema = tmp_path / "policy.schema.json"
    assert (tmp_path / "first.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=policy.schema.json")
    assert schema.read_text("utf-8") == written_schema()
    schema.write_text("{}", "utf-8")
    assert new("second").code == 0
    assert schema.read_text("utf-8") == "{}"


def test_a_file_that_is_there_is_never_overwritten(new: Ask, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("mine", "utf-8")
    ended = new("ours")
    assert ended.code != 0
    assert "ours.yaml 已经存在" in ended.err
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["county"], "“county”是随附的办法"),
        (["a/b"], "名称“a/b”不可用"),
        (["ours", "--extends", "contry"], "是否指“county”"),
        (["ours", "--extends", "municipal"], "底本只能有一层"),
        (["ours", "--title", "长" * 201], "最多200个字"),
    ],
)
def test_what_can_not_be_written_is_refused_and_leaves_nothing(
    new: Ask, tmp_path: Path, words: list[str], said: str
) -> None:
    ended = new(*words)
    assert ended.code != 0
    assert said in ended.err
    assert list(tmp_path.glob("*.yaml")) == []


def test_the_schema_is_given_for_a_file_kept_elsewhere(bihuan: Ask) -> None:
    for words in ([], ["--json"]):
        ended = bihuan("policy", "schema", *words)
        assert ended.out == written_schema()
        assert json.loads(ended.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
