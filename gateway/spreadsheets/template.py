"""The empty workbook that an office fills: house columns, drop-down lists, a page of explanations."""

import io
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from xlsxwriter.workbook import Workbook

from gateway.spreadsheets.columns import Key
from gateway.spreadsheets.explanations import SHEETS
from gateway.spreadsheets.pages import write_explanations, write_ledger
from gateway.spreadsheets.validations import DEFAULT_CATEGORIES, SPEEDS, Choices, add_validations
from schemas.system_errors import said_of
from schemas.words import Language, Refusal, text


class TemplateLists(BaseModel):
    """What the template's drop-down lists offer; an empty list offers nothing, and cells stay open to other words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    categories: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()


def write_template(
    path: Path, language: Language = "zh", lists: TemplateLists | None = None, *, force: bool = False
) -> None:
    """Write the empty ledger whole or not at all; refuses names but .xlsx and, unless forced, an existing file."""
    if path.suffix.lower() != ".xlsx":
        raise Refusal(
            text(f"模板是 Excel 工作簿，文件名「{path.name}」要以 .xlsx 结尾。", f"Name {path.name} as .xlsx.")
        )
    if path.exists() and not force:
        raise Refusal(
            text(
                f"文件「{path.name}」已存在，未覆盖；请换一个文件名，或加 --force 覆盖。",
                f"{path.name} exists and was not overwritten: choose another name or add --force.",
            )
        )
    _place(path, _workbook(language, lists or TemplateLists()))


def _place(path: Path, content: bytes) -> None:
    """Put a file in its place in one step, so that a full disk leaves the old one or none."""
    unfinished: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".xlsx", delete=False) as file:
            unfinished = Path(file.name)
            file.write(content)
        unfinished.chmod(0o644)
        unfinished.replace(path)
    except OSError as error:
        if unfinished:
            unfinished.unlink(missing_ok=True)
        raise Refusal(
            text(
                f"写不了文件「{path}」（{said_of(error).zh}）；请检查文件夹是否存在、是否可写、磁盘是否已满。",
                f"{path} can't be written ({said_of(error).en}): is the folder there, writable, the disk full?",
            )
        ) from error


def _workbook(language: Language, lists: TemplateLists) -> bytes:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        ledger = workbook.add_worksheet(SHEETS["ledger"].speak(language))
        explanations = workbook.add_worksheet(SHEETS["explanations"].speak(language))
        hidden = workbook.add_worksheet(SHEETS["lists"].speak(language))
        write_ledger(workbook, ledger, language)
        write_explanations(workbook, explanations, language)
        add_validations(ledger, hidden, _choices(lists, language), language)
        hidden.hide()
    return content.getvalue()


def _choices(lists: TemplateLists, language: Language) -> dict[Key, Choices]:
    categories = lists.categories or tuple(category.speak(language) for category in DEFAULT_CATEGORIES)
    return {
        Key.SPEED: Choices(tuple(speed.speak(language) for speed in SPEEDS), closed=True),
        Key.CATEGORY: Choices(categories),
        Key.LEADER: Choices(lists.leaders),
        Key.LEAD_UNIT: Choices(lists.units),
        Key.HANDLER: Choices(lists.handlers),
    }
