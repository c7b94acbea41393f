"""A document file on disk: checked for what it is, then read as lines."""

import io
import zipfile
import zlib
from pathlib import Path
from typing import Final

from gateway.documents import refusals
from gateway.documents.bounds import MAX_CHARACTERS, TooLong
from gateway.documents.lines import Line
from gateway.documents.plaintext import decode, plain_lines
from gateway.documents.webpage import read_page
from gateway.documents.word import Damaged, read_word

KINDS: Final = frozenset({".docx", ".doc", ".txt", ".html", ".htm"})
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes; refuses what is missing, empty, too large or of a kind that we don't read."""
    name = path.name
    try:
        if not path.is_file():
            raise refusals.not_found(name)
        if path.suffix.lower() not in KINDS:
            raise refusals.unknown_type(name)
        if path.stat().st_size > refusals.MAX_BYTES:
            raise refusals.too_large(name)
        data = path.read_bytes()
    except (OSError, ValueError) as reason:
        raise refusals.unreadable(name) from reason
    if not data.strip():
        raise refusals.empty(name)
    return data


def read_lines(path: Path, data: bytes) -> tuple[list[Line], str]:
    """Return the document's lines and the title its page bears; refuses what the bytes are not."""
    kind = path.suffix.lower()
    if data.startswith(OLE):
        raise refusals.old_word(path.name)
    if kind == ".doc" or (kind == ".docx") != data.startswith(b"PK"):
        raise refusals.not_what_it_says(path.name, _really(data))
    for signature, really in SIGNATURES:
        if data.startswith(signature):
            raise refusals.not_what_it_says(path.name, really)
    try:
        lines, title = (_word(path.name, data), "") if kind == ".docx" else _text(path.name, kind, data)
    except TooLong as reason:
        raise refusals.too_large(path.name) from reason
    if not any(line.text for line in lines):
        raise refusals.empty(path.name)
    return lines, title


def _really(data: bytes) -> str:
    for signature, really in (*SIGNATURES, (b"PK", "压缩包或新版 Office 文件")):
        if data.startswith(signature):
            return really
    return "网页" if b"<html" in data[:2000].lower() else "纯文本或其他格式"


def _word(name: str, data: bytes) -> list[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > refusals.MAX_UNPACKED:
                raise refusals.too_large(name)
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                raise refusals.old_word(name)
            if "word/document.xml" not in package.namelist():
                raise refusals.not_what_it_says(name, "压缩包或其他 Office 文件")
        return read_word(data)
    except (zipfile.BadZipFile, Damaged, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as reason:
        raise refusals.damaged(name) from reason


def _text(name: str, kind: str, data: bytes) -> tuple[list[Line], str]:
    text = decode(data)
    if text is None:
        raise refusals.unknown_encoding(name)
    if kind != ".txt" or text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        return read_page(text)
    if len(text) > MAX_CHARACTERS:
        raise TooLong
    return plain_lines(text), ""
