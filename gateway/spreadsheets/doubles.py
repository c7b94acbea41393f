"""Problems that stand twice in one ledger: the same text counts once, the same number is an error."""

from dataclasses import dataclass, field

from schemas.intake import ReadItem, RowError
from schemas.words import Language, Text, text

Place = tuple[str | None, str | None, int]


@dataclass
class Sifted:
    """What is left of the items, once each; the rows whose number is another's, what is wrong there, what is told."""

    items: list[ReadItem] = field(default_factory=list)
    faulty: list[ReadItem] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)


def without_doubles(items: list[ReadItem], faulty: list[ReadItem], number_column: str, language: Language) -> Sifted:
    """Return items once each; numbers may restart in each group and source, and a row in error holds its number too."""
    sifted = Sifted()
    kept: dict[tuple[str, str], ReadItem] = {}
    numbers: dict[Place, ReadItem] = {}
    wrong = {item.row for item in faulty}
    for item in sorted((*items, *faulty), key=lambda item: item.row or 0):
        same = (item.title, item.body)
        if item.row not in wrong and same in kept:
            kept[same] = _flagged(kept[same], item, language)
            sifted.warnings.append(_twice(item, kept[same]))
        elif first := _holder(item, numbers):
            sifted.errors.append(_taken(item, first.row, number_column, language))
            sifted.faulty += [] if item.row in wrong else [item]
        elif item.row not in wrong:
            kept[same] = item
    sifted.items = list(kept.values())
    return sifted


def _holder(item: ReadItem, numbers: dict[Place, ReadItem]) -> ReadItem | None:
    """Return the row that has the item's number already for another problem; else the number is the item's."""
    if item.number is None:
        return None
    first = numbers.setdefault((item.source, item.group, item.number), item)
    is_same = first is item or (bool(item.title) and (item.title, item.body) == (first.title, first.body))
    return None if is_same else first


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
