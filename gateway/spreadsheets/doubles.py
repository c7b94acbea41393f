"""Problems that stand twice in one ledger: the same text counts once, the same number is an error."""

from schemas.intake import ReadItem, RowError
from schemas.words import Language, Text, text

Place = tuple[str | None, str | None, int]


def without_doubles(
    items: list[ReadItem], number_column: str, language: Language
) -> tuple[list[ReadItem], list[RowError], list[Text]]:
    """Return items once each with what is said of the others; numbers may restart in each group and source."""
    kept: dict[tuple[str, str], ReadItem] = {}
    numbers: dict[Place, int | None] = {}
    errors: list[RowError] = []
    warnings: list[Text] = []
    for item in items:
        same = (item.title, item.body)
        if same in kept:
            kept[same] = _flagged(kept[same], item, language)
            warnings.append(_twice(item, kept[same]))
            continue
        place = (item.source, item.group, item.number) if item.number is not None else None
        if place is not None and place in numbers:
            errors.append(_taken(item, numbers[place], number_column, language))
            continue
        if place is not None:
            numbers[place] = item.row
        kept[same] = item
    return list(kept.values()), errors, warnings


def _flagged(item: ReadItem, other: ReadItem, language: Language) -> ReadItem:
    flag = text(f"第{other.row}行与本行问题相同，只计一次。", f"Row {other.row} states the same problem: counted once.")
    return item.model_copy(update={"flags": (*item.flags, flag.speak(language))})


def _twice(item: ReadItem, first: ReadItem) -> Text:
    ignored = {"row", "flags", "number"}
    is_same = item.model_dump(exclude=ignored) == first.model_dump(exclude=ignored)
    zh, en = ("", "") if is_same else ("，但两行其余内容不同，请核对", ", but other cells differ: check them")
    return text(
        f"第{item.row}行与第{first.row}行的问题相同，只计一次{zh}。",
        f"Row {item.row} states the same problem as row {first.row}: counted once{en}.",
    )


def _taken(item: ReadItem, row: int | None, column: str, language: Language) -> RowError:
    reason = text(
        f"序号 {item.number} 与第{row}行重复；同一来源、同一分组内序号允许出现一次。",
        f"Number {item.number} is row {row}'s already; within one source and group each number is allowed once.",
    )
    return RowError(row=item.row or 0, column=column, message=reason.speak(language))
