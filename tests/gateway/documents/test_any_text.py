"""Any text at all: the reader answers, quickly, and never falls over."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.documents import read_document
from schemas.words import Refusal
from tests.gateway.documents.reading import notice, read_text

PIECES = st.sampled_from(
    [
        "一、",
        "(一)",
        "1.",
        "(1)",
        "①",
        "一是",
        "问题1:",
        "整改情况:",
        "关于",
        "不到位",
        "的问题",
        "已完成整改",
        "正在推进",
        "。",
        ";",
        ",",
        ":",
        "\n",
        "“",
        "”",
        "反馈12个问题",
        "1-3.",
        "1—20号问题",
        "存在",
        "等问题",
        "2022年7月",
        "3.5万元",
        " ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=80), st.text(max_size=30))
def test_any_text_is_answered(pieces: list[str], more: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes((notice("".join(pieces)) + more).encode("utf-8", "ignore"))
        try:
            reading = read_document(path)
        except Refusal:
            return
        assert reading.items or reading.warnings or reading.clues


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.docx"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            assert read_document(path).file == name
        except Refusal as refused:
            assert refused.reason.zh  # noqa: PT017 - a refusal is an answer here


@pytest.mark.parametrize(
    "piece", ["一是", "1.", "(一)", "问题1:", "完成整改", "“", "整改情况:", "存在不到位、", "1个问题"]
)
def test_a_line_that_repeats_itself_is_read_in_seconds(tmp_path: Path, piece: str) -> None:
    started = time.process_time()
    read_text(tmp_path, notice(piece * 30_000, *[piece] * 5_000))
    assert time.process_time() - started < 20
