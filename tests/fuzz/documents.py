"""Hostile documents: notices as text, web page and Word file, in pieces that the readers know, put together wrongly."""

import io
import zipfile
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from tests.fuzz.received import is_taken_in_or_refused
from tests.fuzz.signs import WELL_FORMED
from tests.fuzz.target import Target

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEADLINES = (
    "某区卫健局党组关于巡察整改进展情况的通报",
    "关于市委巡察组反馈意见整改情况的公告",
    "巡察反馈意见",
    "整改工作方案",
    "年度工作总结",
    "",
)
PIECES = (
    *(
        "一、",
        "(一)",
        "1.",
        "(1)",
        "①",
        "一是",
        "二是",
        "问题1:",
        "问题二：",
        "第一，",
        "1—20号问题",
        "3.5万元",
        "2022年7月",
    ),
    *(
        "整改情况:",
        "整改措施：",
        "关于",
        "学习不深入的问题",
        "不到位",
        "已完成整改",
        "正在推进",
        "基本完成",
        "反馈12个问题",
    ),
    *(
        "其中完成10个",
        "移交问题线索3件",
        "责任领导：张处长",
        "责任单位：财务科",
        "完成时限：2026年3月",
        "下一步，",
        "特此通报",
    ),
    *(
        "。",
        ";",
        ",",
        ":",
        "\n",
        "\n",
        "\n",
        "“",
        "”",
        "(",
        ")",
        "\t",
        " ",
        "\u3000",
        "99999999999999999999",
        "1.1.1.1.1",
    ),
)
TEXT = st.builds(
    lambda head, parts: f"{head}\n现将情况予以公布。\n{''.join(parts)}",
    st.sampled_from(HEADLINES),
    st.lists(st.sampled_from(PIECES) | WELL_FORMED, max_size=50),
)
TAGS = (
    *("p", "div", "table", "tr", "td", "th", "li", "pre", "h1", "span", "br", "script", "style", "title", "nav", "svg"),
    *(
        "select",
        "noscript",
        "template",
        "textarea",
        "body",
        "html",
        "head",
        "meta",
        "iframe",
        "plaintext",
        "xmp",
        "x-y",
    ),
)
ATTRIBUTES = (
    *("", "", "", " colspan=3", " rowspan=9999999", " colspan=-1", f" colspan={'9' * 5000}", " hidden", " colspan=²"),
    *(
        ' style="display:none"',
        " name=ArticleTitle content=题",
        " a='",
        ' b="',
        " =",
        "/",
        " a=b=c",
        f" rowspan={'9' * 20}",
    ),
)
LOOSE = (
    *("&#0;", "&#xD800;", f"&#{'9' * 5000};", "&#x110000;", "&nbsp", "&", "&lt;", "<", ">", "</", "<!", "<!-", "<!--"),
    *("-->", "--!>", "<![CDATA[", "]]>", "<![if", "<?xml", "?>", "<!DOCTYPE", "</>", "</ p>", "< p>", "<!--[if IE]>"),
)


@st.composite
def web_pages(draw: st.DrawFn) -> tuple[str, bytes]:
    parts = ["<html>", "<title>", draw(st.sampled_from(HEADLINES)), "</title><body>"][
        : draw(st.sampled_from((0, 4, 4)))
    ]
    for _ in range(draw(st.integers(0, 25))):
        parts.append(draw(st.sampled_from((_tag, _tag, _end, _loose, _words)))(draw))
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "utf-32")))
    return draw(st.sampled_from(("通报.html", "通报.htm", "通报.txt"))), "".join(parts).encode(encoding, "ignore")


def _tag(draw: st.DrawFn) -> str:
    return f"<{draw(st.sampled_from(TAGS))}{draw(st.sampled_from(ATTRIBUTES))}>"


def _end(draw: st.DrawFn) -> str:
    return f"</{draw(st.sampled_from(TAGS))}>"


def _loose(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(LOOSE))


def _words(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(PIECES) | WELL_FORMED)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, bytes]:
    encodings = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-32", "big5", "latin-1")
    content = draw(TEXT).encode(draw(st.sampled_from(encodings)), "ignore")
    cut = draw(st.sampled_from((None, None, None, -1, -2)))
    return draw(st.sampled_from(("通报.txt", "通报.txt", "通报.docx", "通报.html"))), content[:cut]


NUMBERS = ("1", "0", "-1", "9", "999999999", "9" * 30, "9" * 5000, "²", "x", "")
FORMATS = ("decimal", "upperRoman", "lowerLetter", "chineseCounting", "decimalZero", "ideographDigital", "bullet", "x")


@st.composite
def word_files(draw: st.DrawFn) -> tuple[str, bytes]:
    body = "".join(_block(draw, 0) for _ in range(draw(st.integers(0, 8))))
    content = packed(f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>', _numbering(draw))
    if not draw(st.integers(0, 9)):
        content = content[: draw(st.integers(0, len(content)))]
    return draw(st.sampled_from(("通报.docx",) * 8 + ("通报.txt", "通报.doc"))), content


def _block(draw: st.DrawFn, depth: int) -> str:
    kind = draw(st.integers(0, 9))
    if kind == 0 and depth < 3:
        cells = "".join(f"<w:tc>{_span(draw)}{_block(draw, depth + 1)}</w:tc>" for _ in range(draw(st.integers(0, 3))))
        return f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    if kind == 1:
        tag = draw(st.sampled_from(("sdt", "del", "ins", "p", "pPr", "txbxContent", "body")))
        return f"<w:{tag}>{_block(draw, depth) if depth < 3 else ''}</w:{tag}>"
    shown = "".join(sign for sign in _words(draw) if sign in "\t\n" or " " <= sign < "\ufffe" or sign > "\uffff")
    listed = f'<w:numPr><w:ilvl w:val="{draw(st.sampled_from(NUMBERS))}"/><w:numId w:val="1"/></w:numPr>'
    style = f"<w:pPr>{listed}</w:pPr>" if draw(st.booleans()) else ""
    return f"<w:p>{style}<w:r><w:t>{escape(shown)}</w:t><w:br/></w:r></w:p>"


def _span(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(("gridSpan", "vMerge", "tcW")))
    return f'<w:tcPr><w:{kind} w:val="{draw(st.sampled_from((*NUMBERS, "restart", "continue")))}"/></w:tcPr>'


def _numbering(draw: st.DrawFn) -> str:
    start, form = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(FORMATS))
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1%9、"/>'
    lists = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    own = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{draw(st.sampled_from(NUMBERS))}"/></w:lvlOverride>'
    instance = f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{own if draw(st.booleans()) else ""}</w:num>'
    return f'<w:numbering xmlns:w="{WORD}">{lists}{instance}</w:numbering>'


def packed(document: str, numbering: str = "") -> bytes:
    """Return a Word file whose parts are given."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        if numbering:
            package.writestr("word/numbering.xml", numbering)
    return written.getvalue()


NAMES = st.sampled_from(("a.docx", "a.doc", "a.txt", "a.html", "a.xlsx", "a.csv", "a.xls", "a.pdf", "a", "台 账.XLSX"))
MAGIC = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"%PDF",
    b"{\\rtf",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)
NOISE = st.builds(lambda magic, rest: magic + rest, st.sampled_from((b"", b"", *MAGIC)), st.binary(max_size=300))

TARGETS = (
    Target("notices as text (.txt)", texts(), is_taken_in_or_refused, share=50, slice=50),
    Target("web pages (.html)", web_pages(), is_taken_in_or_refused, share=50, slice=50),
    Target("Word files (.docx)", word_files(), is_taken_in_or_refused, share=45, slice=50),
    Target("noise under any name", st.tuples(NAMES, NOISE), is_taken_in_or_refused, share=80, slice=60),
)
