"""The empty workbook: what it offers, that it reads back, and that nothing is overwritten unasked."""

import re
import zipfile
from pathlib import Path

import pytest

from gateway.spreadsheets import TemplateLists, read_spreadsheet, write_template
from gateway.spreadsheets.columns import BY_KEY, Key
from gateway.spreadsheets.explanations import EXPLANATIONS
from gateway.spreadsheets.grid import letter
from schemas.policy import Speed
from schemas.words import Language, Refusal

LISTS = TemplateLists(units=("办公室", "规划财务处"), leaders=("张处长",))


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def fill(path: Path, language: Language) -> Path:
    """Type the examples of the explanations into the first row, as text."""
    cells = "".join(
        f'<c r="{letter(column)}2" t="inlineStr"><is><t>{shown.example.speak(language)}</t></is></c>'
        for column, shown in enumerate(EXPLANATIONS)
    )
    filled = path.with_stem("filled")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(filled, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace("</sheetData>", f'<row r="2">{cells}</row></sheetData>')
            new.writestr(name, content)
    return filled


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fresh_template_reads_back_without_problems_and_says_so(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path, language, LISTS)
    reading = read_spreadsheet(path)
    assert (reading.items, reading.errors, reading.warnings) == ((), (), ("表头之下没有问题行。",))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_filled_with_its_own_examples_reads_back_whole(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path, language)
    reading = read_spreadsheet(fill(path, language))
    (item,) = reading.items
    assert (reading.errors, reading.warnings, item.flags) == ((), (), ())
    assert (item.number, str(item.due), str(item.amount_yuan), item.speed) == (
        1,
        "2026-03-31",
        "125000",
        Speed.TIMED.value,
    )
    assert (len(item.measures), len(item.co_units)) == (2, 2)
    assert None not in (item.source, item.category, item.leader, item.lead_unit, item.handler)


def test_the_drop_downs_offer_the_given_lists_from_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path, lists=LISTS)
    sheet = part(path, "xl/worksheets/sheet1.xml")
    offered = dict(re.findall(r'<dataValidation type="list"[^>]*sqref="([A-Z])2:[A-Z]5001"><formula1>([^<]*)<', sheet))
    assert offered == {
        "E": "'选项'!$E$1:$E$12",
        "F": "'选项'!$F$1:$F$3",
        "G": "'选项'!$G$1:$G$1",
        "H": "'选项'!$H$1:$H$2",
    }
    assert '<sheet name="选项" sheetId="3" state="hidden"' in part(path, "xl/workbook.xml")
    assert all(f">{word}<" in part(path, "xl/sharedStrings.xml") for word in ("规划财务处", "张处长", "长期整改"))


def test_only_the_speed_is_a_closed_list(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path, lists=LISTS)
    lists = re.findall(r'<dataValidation type="list"[^>]*>', part(path, "xl/worksheets/sheet1.xml"))
    closed = [rule for rule in lists if 'showErrorMessage="1"' in rule]
    assert [re.findall(r'sqref="(\w)2', rule) for rule in closed] == [["F"]]


def test_the_header_is_frozen_and_repeated_on_paper_in_landscape(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_template(path)
    sheet = part(path, "xl/worksheets/sheet1.xml")
    assert 'ySplit="1"' in sheet
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert "_xlnm.Print_Titles" in part(path, "xl/workbook.xml")


def test_every_column_is_explained_and_only_the_problem_is_required() -> None:
    assert [shown.key for shown in EXPLANATIONS if shown.required] == [Key.TITLE]
    assert all(shown.key in BY_KEY and shown.allowed.zh and shown.example.zh for shown in EXPLANATIONS)


def test_an_existing_file_is_not_overwritten_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"filled by hand")
    with pytest.raises(Refusal, match="已存在，未覆盖"):
        write_template(path)
    assert path.read_bytes() == b"filled by hand"
    write_template(path, force=True)
    assert read_spreadsheet(path).items == ()


def test_other_names_and_missing_folders_are_refused_and_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="xlsx 结尾"):
        write_template(tmp_path / "台账.csv")
    with pytest.raises(Refusal, match="请检查文件夹是否存在"):
        write_template(tmp_path / "none" / "台账.xlsx")
    assert list(tmp_path.iterdir()) == []
