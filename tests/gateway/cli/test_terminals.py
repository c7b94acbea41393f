"""Terminals that lack signs: what is shown loses a sign, and what is given to scripts loses nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli.terminal import as_json


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_sign_that_a_terminal_lacks_is_replaced(tmp_path: Path, encoding: str) -> None:
    environ = {"PYTHONIOENCODING": encoding, "BIHUAN_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "gateway.cli", "status"], env=environ, capture_output=True, check=False
    )
    assert ended.returncode == 3
    assert ended.stdout.startswith(b"? ")
    assert b"Traceback" not in ended.stderr


def test_a_document_keeps_what_an_encoding_lacks_as_escapes() -> None:
    document = {"said": "✓ 甲“”😀\udc80"}
    for encoding in ("utf-8", "gbk", "ascii"):
        written = as_json(document, encoding)
        assert json.loads(written.encode(encoding).decode(encoding)) == document
    assert "甲" in as_json(document, "gbk")
