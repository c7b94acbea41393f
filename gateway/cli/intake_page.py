"""What an intake understood, as a clerk checks it before he confirms."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as Styled

from gateway.cli.tables import plain, shortened, table
from gateway.intake.planning import STATED, Draft, IntakePlan, declared_beside_itemised
from rules.names import name_of
from schemas.intake import DocumentKind, IntakeReading, ReadItem, RowError
from schemas.policy import Speed
from schemas.time import Clock
from schemas.words import Language, Text, text

KINDS = {
    DocumentKind.REMEDIATION_NOTICE: text("整改情况通报", "remediation notice"),
    DocumentKind.FEEDBACK_OPINION: text("反馈意见或问题台账", "feedback opinion or ledger of problems"),
    DocumentKind.PLAN: text("方案、计划", "plan"),
    DocumentKind.SUMMARY: text("工作总结", "summary"),
    DocumentKind.OTHER: text("其他文件", "another document"),
}
OFFICE = text("待整改办分工", "the office will assign")


def reading_page(reading: IntakeReading, plan: IntakePlan | None, language: Language) -> Iterator[RenderableType]:
    """Return what was understood; with a plan, also who would be assigned and when each item would be due."""
    kind, title = KINDS[reading.kind].speak(language), reading.title or ""
    yield plain(f"{reading.file} · {kind}" + (f" · {title}" if title else ""))
    if reading.items or any(count for _, count, _ in declared_beside_itemised(reading)):
        yield _counts(reading, language)
    if plan and plan.drafts:
        yield _drafts(plan, language)
    elif reading.items:
        yield _items(reading.items, language)
    if reading.clues:
        yield plain(
            text("移交问题线索（另册保管，不立项）：", "Transferred clues (kept apart, not started):").speak(language)
        )
        yield _items(reading.clues, language)
    yield from _notes(reading, plan, language)


def called_done(plan: IntakePlan) -> Iterator[Text]:
    """Return what is to be known of the items that the text itself calls done: started all the same, or left out."""
    if count := plan.called_done:
        yield text(
            f"  ！ 文中称其中 {count} 项已完成整改，仍会照样立案；不想立案的，加 --open-only。",
            f"  ! The text calls {count} of them done; they are started all the same, unless --open-only is given.",
        )
    if plan.left_done:
        count = len(plan.left_done)
        yield text(
            f"  ！ 文中称已完成整改的 {count} 项不立案（--open-only）：",
            f"  ! {count} that the text calls done are not started (--open-only):",
        )
        for item in plan.left_done:
            line = f"      {item.number or '—'}  {shortened(item.title, 60)}"
            yield text(line, line)
        if count := plan.called_nearly_done:
            yield text(
                f"  ！ 文中称基本完成、长期坚持的 {count} 项仍算在办，照常立案。",
                f"  ! {count} that the text calls basically done or long-term are still open, and started.",
            )


def errors_page(errors: tuple[RowError, ...], language: Language) -> Iterator[RenderableType]:
    """Return the rows that can't be taken, and why."""
    if errors:
        said = text(f"有 {len(errors)} 处不能收：", f"{len(errors)} faults stand in the way:")
        yield plain(said.speak(language))
        for error in errors:
            where = text(f"第{error.row}行 {error.column}：", f"row {error.row}, {error.column}: ")
            yield plain(f"  ✗ {where.speak(language)}{error.message}")


def _counts(reading: IntakeReading, language: Language) -> Table:
    headers = (text("", ""), text("文中声明", "declared"), text("逐条统计", "itemised"))
    made = table([header.speak(language) for header in headers])
    for name, declared, counted in declared_beside_itemised(reading):
        if declared is not None or counted:
            differs = " ≠" if declared not in (None, counted) else ""
            made.add_row(name.speak(language), "—" if declared is None else str(declared), f"{counted}{differs}")
    return made


def _drafts(plan: IntakePlan, language: Language) -> Table:
    names: tuple[Text, ...] = (
        *(text("序号", "No."), text("反馈问题", "Problem"), text("类型", "Speed"), text("类别", "Category")),
        *(text("责任领导 / 牵头单位 / 责任人", "Leader / lead unit / handler"), text("时限", "Due")),
    )
    is_stated = any(draft.read.status for draft in plan.drafts)
    names += (text("文中状态", "Stated"),) if is_stated else ()
    made = table([name.speak(language) for name in names], wide=(1,))
    group = None
    for draft in plan.drafts:
        if draft.read.group and draft.read.group != group:
            group = draft.read.group
            made.add_row("", plain(f"【{shortened(group, 40)}】"))
        made.add_row(*_row(draft, language), *([_stated(draft.read, language)] if is_stated else []))
    return made


def _row(draft: Draft, language: Language) -> list[RenderableType]:
    item, clock = draft.opening.item, draft.opening.policy.clock
    provisional = "*" if draft.due.provisional else ""
    return [
        str(item.number),
        plain(shortened(item.title, 60)),
        name_of(item.speed).speak(language),
        plain(item.category),
        plain(_assigned(draft, language)),
        _day(clock, draft) + provisional,
    ]


def _assigned(draft: Draft, language: Language) -> str:
    named = draft.opening.assignment
    if named:
        return f"{named.leader.name} / {named.lead_unit} / {named.handler.name}"
    if draft.lacking is None:
        return OFFICE.speak(language)
    return text(f"{OFFICE.zh}（缺{draft.lacking.zh}）", f"{OFFICE.en} (lacking {draft.lacking.en})").speak(language)


def _day(clock: Clock, draft: Draft) -> str:
    return clock.date_of(draft.due.at).isoformat()


def _items(items: tuple[ReadItem, ...], language: Language) -> Table:
    names = (text("序号", "No."), text("反馈问题", "Problem"), text("类型", "Speed"), text("文中状态", "Stated"))
    made = table([name.speak(language) for name in names], wide=(1,))
    group = None
    for item in items:
        if item.group and item.group != group:
            group = item.group
            made.add_row("", plain(f"【{shortened(group, 40)}】"))
        speed = name_of(Speed(item.speed)).speak(language) if item.speed else ""
        made.add_row(str(item.number or "—"), plain(shortened(item.title, 60)), speed, _stated(item, language))
    return made


def _stated(item: ReadItem, language: Language) -> str:
    return STATED[item.status].speak(language) if item.status else ""


def _remark(said: str, language: Language) -> Styled:
    return plain(text(f"  ！ {said}", f"  ! {said}").speak(language))


def _notes(reading: IntakeReading, plan: IntakePlan | None, language: Language) -> Iterator[RenderableType]:
    for mismatch in reading.mismatches:
        yield plain(f"  ≠ {mismatch}")
    for item in (*reading.items, *reading.clues):
        for flag in item.flags:
            where = text(f"第{item.number or '?'}项：", f"item {item.number or '?'}: ")
            yield _remark(f"{where.speak(language)}{flag}", language)
    for warning in reading.warnings:
        yield _remark(warning, language)
    for remark in plan.remarks if plan else ():
        yield _remark(remark.speak(language), language)
    if plan and any(draft.due.provisional for draft in plan.drafts):
        said = text(
            "  * 该年放假安排尚未公布，日期为暂定。", "  * provisional: that year's holidays are not published yet."
        )
        yield plain(said.speak(language))
