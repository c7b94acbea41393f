"""A command that a sentence advises can be copied as it stands."""

from pathlib import Path

import pytest

from gateway.cli.calling import as_called, program_called


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone with its own environment."""
    program = tmp_path / ".venv" / "bin" / "bihuan"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return tmp_path


def test_what_is_found_by_its_name_is_called_by_it(clone: Path) -> None:
    folder = clone / ".venv" / "bin"
    assert program_called(str(folder / "bihuan"), f"/usr/bin:{folder}", clone) == "bihuan"


def test_what_is_not_found_is_called_by_its_path_from_here(clone: Path) -> None:
    whole = str(clone / ".venv" / "bin" / "bihuan")
    assert program_called(whole, "/usr/bin", clone) == ".venv/bin/bihuan"
    assert program_called(".venv/bin/bihuan", "/usr/bin", clone) == ".venv/bin/bihuan"
    assert program_called(whole, None, Path("/elsewhere")) == whole
    assert program_called(whole, None, Path("/")) == whole


def test_another_program_of_that_name_is_not_meant(clone: Path) -> None:
    other = clone / "other" / "bihuan"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    assert program_called(".venv/bin/bihuan", str(other.parent), clone) == ".venv/bin/bihuan"


def test_what_was_started_as_a_module_is_called_by_its_name() -> None:
    assert program_called("/house/gateway/cli/__main__.py", "/usr/bin", Path("/house")) == "bihuan"


@pytest.mark.parametrize(
    ("said", "copied"),
    [
        ("请先启动它（bihuan up），再试。", "请先启动它（P up），再试。"),
        ("请另开终端：bihuan intake 文件", "请另开终端：P intake 文件"),
        ("运行`bihuan rebuild`", "运行`P rebuild`"),
        ("先运行bihuan up", "先运行P up"),
        ("See `bihuan status`, then bihuan list --home x", "See `P status`, then P list --home x"),
        ("~/.bihuan up, /opt/bihuan up, my-bihuan up, BIHUAN_HOME, bihuan", None),
    ],
)
def test_only_commands_of_ours_are_called_otherwise(said: str, copied: str | None) -> None:
    assert as_called(said, "P") == (copied or said)
    assert as_called(said, "bihuan") == said
