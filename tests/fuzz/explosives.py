"""The bombs themselves: what each is called, under which name it is sent, and what makes its content."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from tests.fuzz import documents, ledgers

MEGABYTE = 1024 * 1024
WORD = f'<w:document xmlns:w="{documents.WORD}"><w:body>'
PAPERS = ("policy.yaml", "calendar.yaml", "roster.yaml", "script.yaml")
Bomb = tuple[str, str, Callable[[], bytes]]


def bombs() -> Iterator[Bomb]:
    """Give each bomb's description, the file's name, and what makes its content."""
    yield from _archives()
    yield from _sheets()
    yield from _word_files()
    yield from _texts()
    yield from _papers()


def _archives() -> Iterator[Bomb]:
    for name in ("a.xlsx", "a.docx", "a.txt", "a.csv", "a.html"):
        yield f"zip of 1 GB of zeros as {name}", name, lambda: _zip({"word/document.xml": b"\0" * (1024 * MEGABYTE)})
        yield f"zip in a zip as {name}", name, lambda: _zip({"a.zip": _zip({"b": b"\0" * (200 * MEGABYTE)})})
        yield f"cut zip as {name}", name, lambda: ledgers.packed("<worksheet/>")[:-30]
    yield "zip that lies about its size", "a.xlsx", lambda: _lying(ledgers.packed(" " * MEGABYTE))
    yield "zip of 60,000 parts", "a.xlsx", lambda: _zip({f"{part}.xml": b"x" for part in range(60_000)})
    yield "a web page as Word file", "a.docx", lambda: b"<!DOCTYPE html><html><body>x</body></html>"


ROW = '<row r="{0}"><c r="A{0}"><v>{0}</v></c><c r="B{0}" t="inlineStr"><is><t>问题{0}</t></is></c></row>'


def _rows(last: int) -> str:
    return "".join(map(ROW.format, range(2, last + 1)))


def _sheets() -> Iterator[Bomb]:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="B1" t="s"><v>1</v></c></row>'
    yield "a ledger of 100,000 rows", "a.xlsx", lambda: _sheet(head + _rows(100_001))
    yield "a ledger of a million rows", "a.xlsx", lambda: _sheet(head + _rows(1_000_000))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield "one cell in the farthest corner", "a.xlsx", lambda: _sheet(head + far)
    wide = '<row r="100000"><c r="CV100000"><v>1</v></c></row>'
    yield "ten million empty cells", "a.xlsx", lambda: _sheet(head + wide)
    merges = "".join('<mergeCell ref="A2:XFD100000"/>' for _ in range(50_000))
    yield (
        "50,000 merges over everything",
        "a.xlsx",
        lambda: _sheet(head + _rows(100_000), f"<mergeCells>{merges}</mergeCells>"),
    )
    columns = "".join(f'<c t="inlineStr"><is><t>列{at}号名称</t></is></c>' for at in range(16_000))
    yield "16,000 columns without a meaning", "a.xlsx", lambda: _sheet(head + f'<row r="2">{columns}</row>')
    yield "16,000 headers", "a.xlsx", lambda: _sheet(head.replace("</row>", columns + "</row>"))
    yield "20,000 sheets' worth of text in one cell", "a.xlsx", lambda: _sheet(_long_cell(30 * MEGABYTE))
    yield "shared strings of 100 MB", "a.xlsx", lambda: ledgers.packed(_xml(head), shared="长" * (30 * MEGABYTE))
    yield "entities in a sheet", "a.xlsx", lambda: ledgers.packed(_laughs() + _xml("<row><c><v>&i;</v></c></row>"))
    yield "a sheet nested 100,000 deep", "a.xlsx", lambda: _sheet("<row>" * 100_000)
    yield "20 million commas", "a.csv", lambda: b"," * 20_000_000
    yield "a header and 10 million commas", "a.csv", lambda: "反馈问题".encode() + b"," * 10_000_000
    yield "20 million line ends", "a.csv", lambda: "反馈问题".encode() + b"\n" * 20_000_000
    yield "a quote that never closes", "a.csv", lambda: '反馈问题\n"'.encode() + b"a\n" * 5_000_000
    yield "300,000 rows as text", "a.csv", lambda: "反馈问题\n".encode() + b"x\n" * 300_000


def _long_cell(length: int) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * (length // 3)}</t></is></c></row>'


def _word_files() -> Iterator[Bomb]:
    yield "Word paragraphs nested 2,000 deep", "a.docx", partial(_word, "<w:p>", 2_000, "</w:p>")
    table = ("<w:tbl><w:tr><w:tc/><w:tc>", "</w:tc></w:tr></w:tbl>")
    yield "Word tables nested 600 deep", "a.docx", partial(_word, table[0], 600, table[1])
    yield "Word tables nested 60 deep", "a.docx", partial(_word, table[0], 60, table[1])
    yield "30 million empty paragraphs", "a.docx", partial(_word, "<w:p/>", 30_000_000)
    yield "2.9 million empty paragraphs", "a.docx", partial(_word, "<w:p/>", 2_900_000)
    yield "a text of 60 MB", "a.docx", partial(_word, "<w:p><w:r><w:t>" + "长" * 20_000 + "</w:t></w:r></w:p>", 1_000)
    behind = f"<!--{' ' * 3000}-->"
    told = "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>"
    yield "entities in a document", "a.docx", partial(_word, told, 1, "", _laughs())
    yield "entities behind a long comment", "a.docx", partial(_word, told, 1, "", behind + _laughs())
    outside = "<!DOCTYPE a [<!ENTITY i SYSTEM 'file:///etc/hostname'>]>"
    yield "entities that are files", "a.docx", partial(_word, told, 1, "", behind + outside)


def _word(opens: str, times: int, closes: str = "", before: str = "") -> bytes:
    words = "<w:r><w:t>问题</w:t></w:r>" if closes else ""
    return documents.packed(f"{before}{WORD}{opens * times}{words}{closes * times}</w:body></w:document>")


def _texts() -> Iterator[Bomb]:
    for opened in ("<div>", "<table><tr><td>", "<p>", "<svg>", "<pre>", "<select>", "<td colspan=50 rowspan=50>x"):
        yield f"100,000 times {opened}", "a.html", partial(_flood, opened, 100_000)
    for loose in ("<!--", "<!", "<![", "<a b='", "&#9", "</", "<script>", "<a "):
        yield f"500,000 times {loose}", "a.html", partial(_flood, loose, 500_000)
    for words in ("一", "(", "“", "1.", "一是", "关于", "问题1:", "整改情况:", "\n1.学习不深入的问题。"):
        yield f"600,000 characters of {words!r}", "a.txt", partial(_flood, words, 600_000 // len(words))
    yield "20 MB without a line end", "a.txt", lambda: b"a" * (20 * MEGABYTE)
    yield (
        "problems under problems",
        "a.txt",
        lambda: "".join(f"问题{(at * 7919) % 97 + 2}:关于管理不到位的问题\n" for at in range(20_000)).encode(),
    )


def _flood(piece: str, times: int) -> bytes:
    return (piece * times + "问题").encode()


def _papers() -> Iterator[Bomb]:
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{at}: &a{at} [{f'*a{at - 1}, ' * 9}]\n" for at in range(1, 12))
    for name in PAPERS:
        yield f"aliases of aliases as {name}", name, laughs.encode
        yield f"brackets, brackets as {name}", name, lambda: b"[" * 900_000
        yield f"a million bytes of one list as {name}", name, lambda: b"people: [" + b"a," * 450_000 + b"]"
        yield f"50,000 unknown names as {name}", name, "".join(f"name{at}: x\n" for at in range(50_000)).encode
        yield f"a number of 900,000 digits as {name}", name, lambda: b"version: " + b"9" * 900_000
    people = "  - {id: a, name: 张, roles: [chief], nobody: 1}\n"
    yield "10,000 faulty people", "roster.yaml", f"unit: 某市\npeople:\n{people * 10_000}".encode
    loop = "".join(f"  p{at}: {{title: {{zh: 一, en: a}}, like: [p{at + 1}, p{at + 1}]}}\n" for at in range(60))
    head = "title: {zh: 一, en: a}\npolicy: fast\nroster: a\nfeedback: b\ndefault: p0\npatterns:\n"
    yield (
        "patterns that double at each step",
        "script.yaml",
        (f"{head}{loop}  p60: {{title: {{zh: 一, en: a}}}}\n").encode,
    )
    years = "".join(f"  {at}: {{published: true, source: x, holidays: {{}}}}\n" for at in range(1950, 2201))
    yield (
        "a holiday of 250 years",
        "calendar.yaml",
        lambda: f"version: v\nyears:\n{years}".replace(
            "holidays: {}", "holidays: {1950-01-01..2200-12-31: x}"
        ).encode(),
    )


def _xml(rows: str, more: str = "") -> str:
    return f'<worksheet xmlns="{ledgers.MAIN}"><sheetData>{rows}</sheetData>{more}</worksheet>'


def _sheet(rows: str, more: str = "") -> bytes:
    return ledgers.packed(_xml(rows, more))


def _laughs() -> str:
    names = "abcdefghi"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return f'<!DOCTYPE a [<!ENTITY a "{"ha" * 100}">{entities}]>'


def _zip(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def _lying(archive: bytes) -> bytes:
    """Write another size into the directory of an archive than its parts have."""
    at = archive.rfind(b"PK\x01\x02")
    return archive[: at + 24] + (7).to_bytes(4, "little") + archive[at + 28 :]
