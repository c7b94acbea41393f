"""The policy of a definition is found like the others, and no item of remediation is run or planned by it."""

import pytest

from tests.gateway.cli.office import Ask


@pytest.mark.parametrize(
    "words",
    [
        ("up", "--policy", "clue"),
        (
            "intake",
            "docs/example/feedback.csv",
            "--dry-run",
            "--roster",
            "docs/example/roster.yaml",
            "--policy",
            "clue",
        ),
    ],
    ids=lambda words: words[0],
)
def test_it_is_not_for_remediation(bihuan: Ask, words: tuple[str, ...]) -> None:
    ended = bihuan(*words)
    assert (ended.code, ended.out) == (1, "")
    assert "（clue）写了 steps，是流程的办法" in ended.err


def test_it_is_checked_by_its_name(bihuan: Ask) -> None:
    assert "已检查 1 个办法" in bihuan("policy", "check", "clue").err


def test_no_own_policy_takes_its_name(bihuan: Ask) -> None:
    assert "随附的办法" in bihuan("policy", "new", "clue", "--extends", "county").err
