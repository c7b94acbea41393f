"""Which reader reads a file: spreadsheets and documents, by the ending of the name."""

from importlib import import_module
from pathlib import Path
from typing import Final

from schemas.intake import DocumentKind, IntakeReading
from schemas.misreading import harmless
from schemas.words import Language, Refusal, text

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".csv"})
DOCUMENTS: Final = frozenset({".docx", ".doc", ".txt", ".html", ".htm"})
LONGEST_NAME: Final = 255
FEEDBACK: Final = (DocumentKind.REMEDIATION_NOTICE, DocumentKind.FEEDBACK_OPINION)


def read_feedback(path: Path, language: Language = "zh") -> IntakeReading:
    """Read a file that an office received; a Refusal where its kind is unknown or its content can't be read."""
    ending = "" if path.is_dir() else path.suffix.lower()
    # The readers are loaded when they are needed: each brings its own libraries, and a dry run is to be quick.
    reading: IntakeReading
    if ending in SPREADSHEETS:
        reading = import_module("gateway.spreadsheets").read_spreadsheet(path, language)
    elif ending in DOCUMENTS:
        reading = import_module("gateway.documents").read_document(path)
    else:
        raise _unknown_kind(path)
    # A file may be called anything, bytes that are no text and signs that act on a terminal included.
    return reading.model_copy(update={"file": harmless(path.name, LONGEST_NAME)})


def demand_feedback(reading: IntakeReading) -> None:
    """Refuse a file that holds no feedback problems: a plan, a summary, or another document; say why it has none."""
    if reading.kind in FEEDBACK and (reading.items or reading.errors):
        return
    why = "".join(reading.warnings[-1:]) or "没有找到反馈问题。"
    en = f"{reading.file} ({reading.kind}) holds no feedback problems, so there is nothing to take in: {why}"
    raise Refusal(text(f"“{reading.file}”没有可以立项的问题：{why}", en))


def _unknown_kind(path: Path) -> Refusal:
    if path.is_dir():
        return Refusal(text(f"“{path}”是文件夹，不是文件。", f"{path} is a folder, not a file."))
    if not path.exists():
        return Refusal(text(f"找不到文件“{path}”，请检查路径。", f"There is no file {path}; check the path."))
    return Refusal(
        text(
            f"“{path.name}”不是可以读取的文件：台账用 .xlsx、.csv，通报和反馈意见用 .docx、.txt、.html。",
            f"{path.name} can't be read: ledgers are .xlsx or .csv, notices .docx, .txt or .html.",
        )
    )
