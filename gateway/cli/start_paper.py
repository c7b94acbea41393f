"""The paper of a start: title and body, from the command line or a file, within what an item may hold."""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from gateway.cli.endings import Misuse
from gateway.cli.start import Wishes
from rules.blocks import Definition
from schemas.intake import ReadItem
from schemas.item import LONGEST_BODY, FeedbackItem
from schemas.misreading import explain
from schemas.system_errors import said_of
from schemas.values import LONGEST_WORDS
from schemas.words import Refusal, Text, text
from workflows.envelope import refuse_controls

MOST_BYTES: Final = 4 * (LONGEST_WORDS + LONGEST_BODY)  # no character of UTF-8 is longer


def read_paper(definition: type[Definition] | None, wishes: Wishes) -> ReadItem:
    """Return what is asked to be started; a Refusal where it can't be an item, or is said where it must not be."""
    if wishes.file is None and definition and definition.restricted:
        raise Refusal(
            text(
                f"“{definition.title.zh}”限知悉：标题和内容写在文件里，用 --file 文件名，不写在命令行上。",
                f"A {definition.title.en} is restricted: put title and body into a file, and name it by --file.",
            )
        )
    title, body = _words(wishes)
    read = ReadItem(
        number=None,
        title=title,
        body=body,
        category=wishes.category,
        leader=wishes.leader,
        lead_unit=wishes.lead_unit,
        handler=wishes.handler,
        due=wishes.due,
    )
    refuse_controls({"title": title, "body": body, "category": wishes.category})
    item_of(read)
    return read


def _words(wishes: Wishes) -> tuple[str, str]:
    """Return title and body."""
    if wishes.title is not None and wishes.file is not None:
        raise Misuse(text("--title 和 --file 只能写一个。", "Either --title or --file, not both."))
    title, _, body = _lines(wishes.file).partition("\n") if wishes.file else (wishes.title or "", "", "")
    if not title.strip():
        raise Refusal(text("缺少标题：用 --title 或 --file。", "A title is missing: use --title or --file."))
    return title.strip(), body.strip()


def _lines(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            written = opened.read(MOST_BYTES + 1)
        if len(written) > MOST_BYTES:
            raise Refusal(_too_large(file))
        return written.decode("utf-8-sig").strip()
    except OSError as error:
        why = said_of(error)
        raise Refusal(text(f"文件“{file}”读不了：{why.zh}。", f"The file {file} can't be read: {why.en}.")) from error
    except UnicodeDecodeError as error:
        raise Refusal(
            text(
                f"文件“{file}”须为 UTF-8 文本，请另存为 UTF-8。",
                f"The file {file} must be UTF-8 text; save it as UTF-8.",
            )
        ) from error


def _too_large(file: Path) -> Text:
    return text(
        f"文件“{file}”超过 {MOST_BYTES} 字节；标题（首行）最多 {LONGEST_WORDS} 个字符，内容最多 {LONGEST_BODY} 个字符，"
        "材料作为佐证另附。",
        f"The file {file} is larger than {MOST_BYTES} bytes; a title (first line) has {LONGEST_WORDS} characters at most, a "
        f"body {LONGEST_BODY}: attach the rest as proof.",
    )


def item_of(read: ReadItem) -> FeedbackItem:
    """Return the item; what is too long is refused with how long it may be."""
    try:
        return FeedbackItem(number=1, title=read.title, body=read.body, category=read.category or "", due=read.due)
    except ValidationError as error:
        raise explain(FeedbackItem, error) from error
