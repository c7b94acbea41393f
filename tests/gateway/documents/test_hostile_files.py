"""Files that once broke the reader of documents, found by fuzzing: each is read, or refused in words."""

import io
import zipfile
from pathlib import Path

import pytest

from gateway.documents import read_document
from schemas.intake import IntakeReading
from schemas.words import Refusal
from tests.gateway.documents.reading import notice

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROBLEM = "1.学习不深入的问题。"


def page(folder: Path, markup: str) -> IntakeReading:
    path = folder / "通报.html"
    path.write_text("".join(f"<p>{line}</p>" for line in notice(PROBLEM).splitlines()) + markup, "utf-8")
    return read_document(path)


def word(folder: Path, body: str, numbering: str = "") -> IntakeReading:
    path, packed = folder / "通报.docx", io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in notice(PROBLEM).splitlines())
        package.writestr("word/document.xml", f"<w:document {WORD}><w:body>{lines}{body}</w:body></w:document>")
        package.writestr("word/numbering.xml", f"<w:numbering {WORD}>{numbering}</w:numbering>")
    path.write_bytes(packed.getvalue())
    return read_document(path)


@pytest.mark.parametrize(
    "markup",
    [
        "<p><![if-->",  # a marked section of no known kind: the parser of the standard library raises
        "<p><![CDATA[x]]>",
        f"<p>&#{'9' * 5000};",  # int() takes no more than 4300 digits
        f"<p>&#x{'f' * 5000};",
        f"<table><tr><td colspan={'9' * 5000}>a<td>b</table>",
        "<table><tr><td colspan=²>a<td>b</table>",
    ],
)
def test_a_page_that_breaks_the_parser_is_read(tmp_path: Path, markup: str) -> None:
    assert [item.title for item in page(tmp_path, markup).items] == ["学习不深入的问题"]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("opened", ["<!--", "<!", "<![", "<a", "<?", "</", "<a b='", "&#", "<script>"])
def test_what_opens_and_is_never_closed_is_looked_for_once(tmp_path: Path, opened: str) -> None:
    page(tmp_path, f"<p>{opened * 200_000}")


def test_cells_that_span_each_other_can_not_stand_for_gigabytes(tmp_path: Path) -> None:
    rows = f"<tr><td colspan=50 rowspan=50>{'长' * 100_000}<td>b</tr><tr><td>c</tr>" * 50
    with pytest.raises(Refusal, match="过大"):
        page(tmp_path, f"<table>{rows}</table>")


def listed(start: str, form: str) -> tuple[str, str]:
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1、"/>'
    lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    style = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{style}<w:r><w:t>管理不规范的问题。</w:t></w:r></w:p>"
    return body, f'{lists}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


@pytest.mark.parametrize("form", ["upperRoman", "lowerLetter", "chineseCounting", "ideographDigital", "decimal"])
@pytest.mark.parametrize("start", ["30000", "999999999", "9" * 30, "9" * 5000, "²", "-1", ""])
def test_a_list_may_begin_with_any_number(tmp_path: Path, start: str, form: str) -> None:
    assert word(tmp_path, *listed(start, form)).items


def test_tables_within_tables_end_somewhere(tmp_path: Path) -> None:
    depth = 200
    opens, closes = "<w:tbl><w:tr><w:tc/><w:tc>" * depth, "</w:tc></w:tr></w:tbl>" * depth
    with pytest.raises(Refusal):
        word(tmp_path, f"{opens}<w:p><w:r><w:t>深</w:t></w:r></w:p>{closes}")


def test_a_spanning_cell_that_goes_on_for_rows_can_not_stand_for_gigabytes(tmp_path: Path) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="50"/>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc/>'
    rows = [cell.format('<w:vMerge w:val="restart"/>', "长" * 30_000)] + [cell.format("<w:vMerge/>", "")] * 1000
    with pytest.raises(Refusal, match="过大"):
        word(tmp_path, f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")


def test_a_word_file_of_millions_of_empty_elements_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="过大"):
        word(tmp_path, "<w:p/>" * 6_100_000)


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x00", "\x07", "\x9b", "\u202e", "\u2066"])
def test_signs_that_act_on_a_terminal_are_read_as_blanks(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "通报.txt"
    path.write_bytes(notice(f"1.学习{sign}不深入的问题。").encode("utf-16"))
    (item,) = read_document(path).items
    assert item.title.isprintable()
    assert "不深入" in item.title
