"""The reader of official documents: a file in, one IntakeReading out."""

import hashlib
from pathlib import Path

from gateway.documents.boilerplate import without_furniture
from gateway.documents.files import read_bytes, read_lines
from gateway.documents.folding import Printed, fold
from gateway.documents.kinds import find_title, kind_of
from gateway.documents.lines import Line
from gateway.documents.repeats import without_repeats
from gateway.documents.understanding import Understanding, understand
from schemas.intake import DocumentKind, IntakeReading, ReadItem


def read_document(path: Path) -> IntakeReading:
    """Read a notice, feedback opinion or other document (.docx, .txt, .html); the same bytes read the same, always.

    Raises Refusal where the file is missing, empty, too large, closed by a password, or not what its name says.
    """
    data = read_bytes(path)
    printed, page_title = read_lines(path, data)
    lines = [_folded(line) for line in printed]
    body, repeated = without_repeats(without_furniture(lines))
    title = find_title(body or lines, fold(page_title))
    kind = kind_of(title, body or lines)
    found = understand(kind, _behind_title(body, title), title)
    warnings = [f"文中有{repeated}行内容重复出现，只计一次。"] if repeated else []
    as_printed = Printed([line.text for line in printed])
    return IntakeReading(
        file=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        title=as_printed.restore(title) if title else title,
        declared=found.counts.declared,
        items=tuple(_restored(item, as_printed) for item in found.items),
        clues=tuple(_restored(item, as_printed) for item in found.clues),
        mismatches=tuple(found.mismatches),
        warnings=(*warnings, *found.warnings, *_why_none(kind, found)),
    )


def _restored(item: ReadItem, printed: Printed) -> ReadItem:
    """An item's texts as the document prints them."""
    give = printed.restore
    return item.model_copy(
        update={
            "group": give(item.group) if item.group else item.group,
            "title": give(item.title),
            "body": give(item.body),
            "measures": tuple(give(measure) for measure in item.measures),
            "amounts": tuple(give(amount) for amount in item.amounts),
            "dates": tuple(give(date) for date in item.dates),
        }
    )


def _folded(line: Line) -> Line:
    return Line(fold(line.text), tuple(fold(cell) for cell in line.cells), line.table)


def _behind_title(lines: list[Line], title: str | None) -> list[Line]:
    return [line for line in lines if line.cells or not title or not (line.text == title or _is_part(line.text, title))]


def _is_part(text: str, title: str) -> bool:
    return len(text) >= 6 and len(title) > len(text) and (title.startswith(text) or title.endswith(text))


def _why_none(kind: DocumentKind, found: Understanding) -> list[str]:
    """Why a document yields no items."""
    items: list[ReadItem] = found.items
    if items:
        return []
    reasons = {
        DocumentKind.PLAN: "这是方案或计划，列出的是工作安排，不是反馈问题，因此没有可导入的问题。",
        DocumentKind.SUMMARY: "这是工作总结或年度报告，不是整改通报或反馈意见，因此没有可导入的问题。",
        DocumentKind.OTHER: "没有认出这是整改通报或反馈意见，因此没有可导入的问题。",
        DocumentKind.FEEDBACK_OPINION: "这是反馈意见，但正文中没有找到逐条列出的问题，请核对原文是否完整。",
        DocumentKind.REMEDIATION_NOTICE: "这是整改通报，但正文中没有找到逐条列出的反馈问题，请核对原文是否完整。",
    }
    return [reasons[kind]]
