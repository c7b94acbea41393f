"""What would be started of a reading: each item with its case's opening, and what stands in the way."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import ValidationError

from gateway.intake.assigning import Assigned, assign
from gateway.intake.doubts import doubts
from gateway.intake.frame import Frame
from rules.assigning import conflict_in
from rules.cases import EDITION
from rules.deadlines import require_countable
from rules.grounds import moved_on
from rules.names import name_of
from rules.rectifying import item_deadline
from schemas.case import Case
from schemas.duty import Deadline
from schemas.facts import Opening
from schemas.intake import IntakeReading, ReadItem, RowError, StatedStatus
from schemas.item import FeedbackItem
from schemas.misreading import explain
from schemas.people import Role
from schemas.policy import Speed
from schemas.values import case_id_of
from schemas.words import Language, Refusal, Text, text

# Bytes of an item: a case is opened with it and carries it along, and Temporal takes 2 MB.
LARGEST: Final = 512 * 1024
PROBLEM, DUE = "title", "due"
_COLUMNS = {PROBLEM: text("反馈问题", "Problem"), DUE: text("完成时限", "Due")}

STATED: Final = {
    StatedStatus.DONE: text("称已完成", "said to be done"),
    StatedStatus.BASICALLY_DONE: text("称基本完成", "said to be basically done"),
    StatedStatus.ONGOING: text("称正在整改", "said to be going on"),
    StatedStatus.LONG_TERM: text("称长期坚持", "said to be long-term"),
    StatedStatus.NOT_STARTED: text("称尚未整改", "said not to be started"),
}


@dataclass(frozen=True)
class Draft:
    """One item as it would be started."""

    read: ReadItem
    opening: Opening
    due: Deadline
    lacking: Text | None  # who is not named yet: then the office owes the assignment


@dataclass(frozen=True)
class IntakePlan:
    """All that would be started, the rows that can't be, and what a person should know before he confirms."""

    drafts: tuple[Draft, ...]
    errors: tuple[RowError, ...]
    remarks: tuple[Text, ...]
    left_done: tuple[ReadItem, ...] = ()  # left out since the text calls them done

    @property
    def called_done(self) -> int:
        """Return how many of those that would be started the text itself calls done."""
        return sum(draft.read.status is StatedStatus.DONE for draft in self.drafts)

    @property
    def called_nearly_done(self) -> int:
        """Return how many of those that would be started the text calls basically done or long-term: still open."""
        nearly = (StatedStatus.BASICALLY_DONE, StatedStatus.LONG_TERM)
        return sum(draft.read.status in nearly for draft in self.drafts)

    @property
    def items(self) -> list[FeedbackItem]:
        """Return the items that would be started."""
        return [draft.opening.item for draft in self.drafts]


def plan_intake(reading: IntakeReading, frame: Frame, language: Language = "zh") -> IntakePlan:
    """Return what a reading would start; nothing is written, and each item is in the drafts or among the errors."""
    numbers = _numbers(reading.items, reading.faulty)
    drafts: dict[str, Draft] = {}
    errors = [*reading.errors, *_more_wrong(reading.faulty, frame, language)]
    remarks: list[Text] = []
    for position, (read, number) in enumerate(zip(reading.items, numbers, strict=True), 1):
        made = _draft(read, number, frame)
        if not isinstance(made, Draft):
            errors += [_row_error(read.row or position, column, why, language) for column, why in made]
        elif (digest := made.opening.item.digest) in drafts:
            remarks.append(_twice(read, drafts[digest].read))
        else:
            drafts[digest] = made
            remarks += [*_late(made, frame), *_moved(made)]
    remarks += doubts((draft.opening for draft in drafts.values()), frame.roster)
    return IntakePlan(tuple(drafts.values()), tuple(sorted(errors, key=lambda error: error.row)), tuple(remarks))


def open_only(plan: IntakePlan) -> IntakePlan:
    """Return the plan without the items that the text calls done; the others keep their numbers."""
    done = tuple(draft.read for draft in plan.drafts if draft.read.status is StatedStatus.DONE)
    drafts = tuple(draft for draft in plan.drafts if draft.read.status is not StatedStatus.DONE)
    return replace(plan, drafts=drafts, left_done=done)


def _numbers(items: Sequence[ReadItem], faulty: Sequence[ReadItem]) -> list[int]:
    """Keep the numbers as printed where each is there once; else count through the file.

    Rows in error are counted along: once they are mended, no item gets another number than it would have had.
    """
    printed = [item.number for item in items if item.number and item.number > 0]
    places = {(item.source, item.group, item.number) for item in (*items, *faulty) if item.number is not None}
    is_once = len(places) == len({number for _, _, number in places})
    if is_once and len(printed) == len(items) == len(set(printed)):
        return printed
    rows = sorted((*items, *faulty), key=lambda item: item.row or 0)
    counted = {id(item): number for number, item in enumerate(rows, 1)}
    return [counted[id(item)] for item in items]


def _draft(read: ReadItem, number: int, frame: Frame) -> Draft | list[tuple[str, Text]]:
    try:
        item = _item(read, number)
    except ValidationError as error:
        return [(PROBLEM, explain(FeedbackItem, error).reason)]
    if (size := len(item.model_dump_json().encode())) > LARGEST:
        return [(PROBLEM, _too_large(size))]
    assigned = assign(read, frame.roster, frame.directory)
    opening = _opening(item, assigned, frame)
    case = Case(opening=opening)
    wrong: list[tuple[str, Text]] = [(role.value, why) for role, why in assigned.errors]
    if assigned.assignment and (conflict := conflict_in(case, assigned.assignment)):
        wrong.append((Role.HANDLER.value, conflict))
    due = _due(case, frame)
    if isinstance(due, Text):
        return [*wrong, (DUE, due)]
    return wrong or Draft(read, opening, due, assigned.lacking)


def _too_large(size: int) -> Text:
    return text(
        f"问题连同措施有 {size} 字节，最多 {LARGEST} 字节：请摘要填写，把材料作为佐证另附。",
        f"The problem with its measures has {size} bytes, {LARGEST} are allowed: shorten it, attach the rest as proof.",
    )


def _due(case: Case, frame: Frame) -> Deadline | Text:
    """Return the item's limit, or why its case would not be opened on it; what is wrong with all items is refused."""
    try:
        require_countable(case, frame.at)
        return item_deadline(case, frame.fed_back_at)
    except Refusal as refusal:
        require_countable(_without_due(case), frame.at)
        return refusal.reason


def _without_due(case: Case) -> Case:
    item = case.item.model_copy(update={"due": None})
    return case.model_copy(update={"opening": case.opening.model_copy(update={"item": item})})


def _more_wrong(faulty: Sequence[ReadItem], frame: Frame, language: Language) -> Iterator[RowError]:
    """Find what else is wrong with rows that can't be taken, so that they are mended in one go."""
    for read in faulty:
        made = _draft(read.model_copy(update={"title": read.title or "?"}), 1, frame)
        for column, why in made if not isinstance(made, Draft) else ():
            yield _row_error(read.row or 0, column, why, language)


def _item(read: ReadItem, number: int) -> FeedbackItem:
    return FeedbackItem(
        number=number,
        title=read.title,
        body=read.body,
        group=read.group or "",
        source=_source(read),
        category=read.category or "",
        speed=Speed(read.speed) if read.speed else Speed.TIMED,
        measures=read.measures,
        due=read.due,
        amount_yuan=read.amount_yuan,
        stated_as=None if read.number is None else str(read.number),
    )


def _source(read: ReadItem) -> str:
    """Return whence the problem comes and what its text calls it: that stays to be seen beside what the case says."""
    source = read.source or ""
    if read.status is None:
        return source
    stated = STATED[read.status].zh
    return f"{source}（文中{stated}）" if source else f"文中{stated}"


def _opening(item: FeedbackItem, assigned: Assigned, frame: Frame) -> Opening:
    return Opening(
        case_id=case_id_of(frame.campaign, item.number),  # until the registry has given the item its own
        campaign=frame.campaign,
        item=item,
        policy=frame.policy,
        calendar=frame.calendar,
        standing=frame.standing,
        fed_back_at=frame.fed_back_at,
        assignment=assigned.assignment,
        edition=EDITION,
    )


def _row_error(row: int, column: str, why: Text, language: Language) -> RowError:
    label = name_of(Role(column)) if column in set(Role) else _COLUMNS[column]
    return RowError(row=row, column=label.speak(language), message=why.speak(language))


def _late(draft: Draft, frame: Frame) -> list[Text]:
    """Remark on a limit that lies before the feedback itself: its case would be overdue from its first day."""
    if draft.due.at >= frame.fed_back_at:
        return []
    where, due = place(draft.read), draft.read.due
    return [text(f"{where.zh}的时限 {due} 在立案时已经过了。", f"{where.en}: its limit {due} has passed already.")]


def _moved(draft: Draft) -> list[Text]:
    """Remark on a limit of the text's own that is a day off."""
    moved, where = moved_on(Case(opening=draft.opening), draft.due), place(draft.read)
    return [text(f"{where.zh}的完成时限{moved.zh}。", f"{where.en}: its limit {moved.en}.")] if moved else []


def _twice(again: ReadItem, first: ReadItem) -> Text:
    here, there = (place(read) for read in (again, first))
    return text(
        f"{here.zh}与{there.zh}文字相同，只立一项。", f"{here.en} has the same words as {there.en}: it counts once."
    )


def place(read: ReadItem) -> Text:
    """Say which row or item of a file is meant."""
    if read.row:
        return text(f"第{read.row}行", f"Row {read.row}")
    return text(f"第{read.number}项", f"Item {read.number}") if read.number else text("无编号的一项", "An item")


def declared_beside_itemised(reading: IntakeReading) -> list[tuple[Text, int | None, int]]:
    """Return each count that the text declares beside what was counted item by item."""
    counted = Counter(item.status.value for item in reading.items if item.status)
    declared = reading.declared
    return [
        (text("反馈问题", "problems"), declared.total, len(reading.items)),
        (text("已完成整改", "done"), declared.done, counted["done"]),
        (text("基本完成", "basically done"), declared.basically_done, counted["basically_done"]),
        (text("正在整改", "going on"), declared.ongoing, counted["ongoing"] + counted["long_term"]),
        (text("移交问题线索", "transferred clues"), declared.clues, len(reading.clues)),
    ]
