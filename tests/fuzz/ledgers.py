"""Hostile ledgers: workbooks and text tables as no spreadsheet program would write them."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

from tests.fuzz.received import is_taken_in_or_refused
from tests.fuzz.signs import WELL_FORMED
from tests.fuzz.target import Target

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADS = (
    ("序号", "反馈问题", "问题类别", "责任领导", "完成时限"),
    ("序号", "反馈问题", "整改类型", "完成时限", "涉及金额(万元)", "整改措施"),
    ("问题", "具体表现", "备注", "配合单位", "牵头单位", "责任人", "来源", "完成状态", "整改进展"),
    ("反馈问题",),
    ("姓名", "电话", "得分"),
)
CELLS = st.sampled_from(
    (
        *("1", "2", "2", "一、", "(一)", "1.1", "合计", "注：", "长期", "立行立改", "2026-03-31", "2026年2月30日", "45000"),
        *("12.5万元", "9" * 400, "1e308", "¥" + "9" * 30, "已完成", "1.甲2.乙", "制度不严", "一、党的建设", "张处长、李科长"),
    )
) | WELL_FORMED  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=7)
REFERENCES = st.sampled_from(
    ("A1", "B2", "C3", "XFD1048576", "ZZZ1", "A0", "a1", "A99999999", "", "1A", "Ａ1", "B2:C3", "A-1", "IV70000")
)
PLACES = st.sampled_from(("1", "2", "3", "9", "0", "-5", "-2", "1048576", "99999999999", "x", "", "1.5", "²"))
KINDS = st.sampled_from(("s", "str", "inlineStr", "n", "b", "e", "d", "x", ""))
RANGES = st.sampled_from(("B2:B4", "A2:F2", "A1:XFD1048576", "B4:B2", "B2", "", "x:y", "A0:B0", "B3:B3", "ZZZ1:ZZZ9"))


STRANGE = {
    3: ('t="e"', ("#REF!", "#N/A", "")),
    4: ('t="s"', ("0", "1", "7", "-1", "x", "99999999999999999999")),
    5: ('t="d" s="1"', ("2026-03-31", "99999-01-01", "1e300", "-1")),
    6: ('s="1"', ("46000", "-1", "1e300", "2958466", "0.5", "60", "NaN")),
}


@st.composite
def text_tables(draw: st.DrawFn) -> tuple[str, bytes]:
    rows: list[Sequence[str]] = [*draw(st.lists(st.lists(CELLS, max_size=3), max_size=2)), draw(st.sampled_from(HEADS))]
    rows += draw(ROWS)
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(("\n", "\r\n", "\r", "\n\n")))
    quote = draw(st.sampled_from(("", '"')))
    written = end.join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows)
    encoding = draw(
        st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32", "big5", "latin-1"))
    )
    return "台账.csv", written.encode(encoding, "ignore")


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[str, bytes]:
    rows: list[Sequence[str]] = [draw(st.sampled_from(HEADS)), *draw(ROWS)]
    merges = "".join(f"<mergeCell ref={quoteattr(ref)}/>" for ref in draw(st.lists(RANGES, max_size=3)))
    body = "".join(_row(draw, at, row) for at, row in enumerate(rows, 1))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData><mergeCells>{merges}</mergeCells></worksheet>'
    content = packed(sheet, draw(WELL_FORMED))
    if not draw(st.integers(0, 9)):
        content = content[: draw(st.integers(0, len(content)))]
    return draw(st.sampled_from(("台账.xlsx", "台账.xlsx", "台账.csv", "台账.xls"))), content


def _row(draw: st.DrawFn, at: int, cells: Sequence[str]) -> str:
    strange = not draw(st.integers(0, 9))
    place = f" r={quoteattr(draw(PLACES))}" if strange else f' r="{at}"'
    return f"<row{place}>{''.join(_cell(draw, at, column, cell) for column, cell in enumerate(cells))}</row>"


def _cell(draw: st.DrawFn, row: int, column: int, words: str) -> str:
    shown = escape("".join(sign for sign in words if sign in "\t\n" or " " <= sign < "\ufffe" or sign > "\uffff"))
    strange = draw(st.integers(0, 14))
    if strange == 0:
        return f"<c r={quoteattr(draw(REFERENCES))} t={quoteattr(draw(KINDS))}><v>{shown}</v></c>"
    place = "" if strange == 1 else f' r="{chr(65 + column)}{row}"'
    if strange in STRANGE:
        kind, values = STRANGE[strange]
        return f"<c{place} {kind}><v>{draw(st.sampled_from(values))}</v></c>"
    content = f"<f>{shown}</f>" if strange == 2 else f"<is><t>{shown}</t></is>"
    return f'<c{place} t="inlineStr">{content}</c>'


def packed(sheet: str, name: str = "台账", shared: str = "_x0000_") -> bytes:
    """Return a workbook of one sheet whose XML is given."""
    shown = "".join(sign for sign in name if " " <= sign < "\ufffe")
    book = f'<sheets><sheet name={quoteattr(shown)} sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(("r0", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{shared}</t></si><si><t>反馈问题</t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for part, xml in parts.items():
            package.writestr(part, xml)
    return written.getvalue()


def _relations(*relations: tuple[str, str, str]) -> str:
    written = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in relations)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


TARGETS = (
    Target("text tables (.csv)", text_tables(), is_taken_in_or_refused, share=60, slice=60),
    Target("workbooks (.xlsx)", workbooks(), is_taken_in_or_refused, share=60, slice=60),
)
