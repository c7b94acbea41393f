"""Files of every make: what is read, and what is refused with a sentence that says what to do."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from gateway.spreadsheets import read_spreadsheet
from schemas.words import Refusal

from .books import HEAD, book, read, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables_are_read_in_every_usual_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [("某市卫健委",), HEAD, ("1", '制度"不严",\n审批不严；', "张处长", "2026年3月31日")]
    (item,) = read_text(tmp_path, rows, encoding=encoding, delimiter=delimiter).items
    assert (item.title, item.leader, str(item.due), item.row) == ('制度"不严",审批不严；', "张处长", "2026-03-31", 3)


def test_the_reading_names_the_file_and_its_digest_and_no_folder(tmp_path: Path) -> None:
    reading = read(tmp_path, [HEAD, (1, "制度不严")])
    assert (reading.file, len(reading.sha256)) == ("台账.xlsx", 64)


def test_a_workbook_under_the_wrong_name_is_read_by_its_content(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, (1, "制度不严")]).rename(tmp_path / "a.csv")
    assert len(read_spreadsheet(path).items) == 1


def ole(*parts: bytes) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512 + b"".join(parts)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", b"", "是空的"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "是空的"),
        ("a.csv", b",,\n,,\n", "里没有内容"),
        ("a.xls", ole(), "旧版 .xls 格式，请在表格软件中打开后另存为"),
        ("a.xlsx", ole("EncryptedPackage".encode("utf-16-le")), "打开密码"),
        ("a.xlsx", b"<html><table></table></html>", "不是有效的 .xlsx 或 .csv"),
        ("a.xlsx", b"PK\x03\x04 torn", "已损坏"),
        ("a.csv", b"\xff\xff\x81\x20\xff", "编码无法识别"),
        ("a.csv", '序号,反馈问题\n1,制度不严\n2,"审批不严\n3,公车私用\n'.encode(), "第 3 行起引号不成对"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal, match=sentence):
        read_spreadsheet(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xlsx", Path("bad\x00name.xlsx")):
        with pytest.raises(Refusal, match=r"找不到文件|打不开"):
            read_spreadsheet(path)


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(archive(word=b"document"))
    with pytest.raises(Refusal, match="已损坏或不是 Excel 工作簿"):
        read_spreadsheet(path)


def test_an_archive_that_unpacks_to_far_more_than_it_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(archive(bomb=b"\x00" * (30 * 1024 * 1024)))
    with pytest.raises(Refusal, match="解压后有 30 MB，超出允许范围"):
        read_spreadsheet(path)


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    true_size, told = struct.pack("<I", 30 * 1024 * 1024), struct.pack("<I", 10)
    path.write_bytes(archive(bomb=b"\x00" * (30 * 1024 * 1024)).replace(true_size, told))
    with pytest.raises(Refusal, match="已损坏"):
        read_spreadsheet(path)


def test_a_file_over_fifty_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(Refusal, match="超过50 MB"):
        read_spreadsheet(path)


@pytest.mark.parametrize("stray", [(1_048_575, 0), (50_000, 16_383)])
def test_a_stray_cell_far_away_is_refused_with_its_place_and_does_not_fill_the_memory(
    tmp_path: Path, stray: tuple[int, int]
) -> None:
    path = book(
        tmp_path / "a.xlsx", [HEAD, (1, "制度不严")], merges=[(*stray, stray[0], stray[1] - 1)] if stray[1] else ()
    )
    content = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    row = stray[0] + 1
    far = f'<row r="{row}"><c r="{"XFD" if stray[1] else "A"}{row}"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            changed = content.replace("</sheetData>", far) if name == "xl/worksheets/sheet1.xml" else None
            new.writestr(name, changed if changed else old.read(name))
    with pytest.raises(Refusal, match=f"的内容到第 {row} 行、.* 列为止，超出允许的 100000 行"):
        read_spreadsheet(tmp_path / "b.xlsx")


def test_more_than_a_hundred_thousand_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("序号,反馈问题\n" + "1,制度不严\n" * 100_020, encoding="utf-8")
    with pytest.raises(Refusal, match="超出允许的 100000 行"):
        read_spreadsheet(path)
