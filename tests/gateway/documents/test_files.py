"""Files: every encoding that offices use is read, and what is no document is refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest

from gateway.documents import read_document
from schemas.words import Refusal
from tests.gateway.documents.reading import notice, read, read_text

TEXT = notice("1.学习不深入的问题。", "整改情况:制定计划。", "2.管理不规范的问题。", "整改情况:修订制度。")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    reading = read_text(tmp_path, TEXT, encoding=encoding)
    assert [item.title for item in reading.items] == ["学习不深入的问题", "管理不规范的问题"]


def test_lines_wrapped_by_hand_are_joined() -> None:
    first = read("wrapped_by_hand").items[0]
    assert "学习研讨不充分" in first.body
    assert len(first.measures) == 1


def test_the_same_bytes_read_the_same() -> None:
    assert read("groups_and_runs_on") == read("groups_and_runs_on")


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * (201 * 1024 * 1024))
    return packed.getvalue()


def _zip(name: str, content: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"", "没有文字"),
        ("a.txt", b" \r\n ", "没有文字"),
        ("a.pdf", b"%PDF-1.7", "不是可读取的文书格式"),
        ("a.txt", b"%PDF-1.7 abc", "PDF"),
        ("a.docx", b"%PDF-1.7 abc", "PDF"),
        ("a.docx", "关于整改的通报".encode(), "扩展名不符"),
        ("a.txt", _zip("a.xml", "x"), "扩展名不符"),
        ("a.docx", _zip("xl/workbook.xml", "x"), "扩展名不符"),
        ("a.docx", _zip("word/document.xml", "<not xml"), "损坏"),
        ("a.docx", _zip("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"), "损坏"),
        ("a.docx", b"PK\x03\x04 broken", "损坏"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "另存为 .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1EncryptedPackage", "密码"),
        ("a.txt", bytes(range(256)) * 8, "编码"),
    ],
)
def test_what_is_no_document_is_refused(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read_document(path)
    assert says in refused.value.reason.zh
    assert refused.value.reason.en


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(_bomb())
    with pytest.raises(Refusal, match="过大"):
        read_document(path)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    with pytest.raises(Refusal, match="过大"):
        read_document(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(Refusal):
            read_document(path)


def test_a_text_beyond_two_million_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="过大"):
        read_text(tmp_path, "甲" * 2_000_001)
