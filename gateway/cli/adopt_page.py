"""What an adoption would do, as a clerk checks it before he confirms."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table

from gateway.adopting.foreseeing import Foreseen, ForeseenDuty, ForeseenLookBack, ForeseenStep, Outlook, duty_named
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal
from rules.names import name_of
from rules.sentences import people_named
from schemas.policy import DutyKind
from schemas.words import Language, Text, text

MOST: Final = 300  # rows of a page; the JSON document has all

HEADERS = (
    text("事项", "Case"),
    text("责任", "Duty"),
    text("由谁承担", "Owed by"),
    text("到期", "Due"),
    text("下一次提醒", "Next warning"),
    text("届时告知", "Who hears then"),
    text("变动告知", "Told of the change"),
    text("说明", "Note"),
)
NO_LONGER = text("原已逾期，改后不再逾期", "was overdue, and is not any more")
FIRM, UNSURE = text("由暂定变为确定", "now firm"), text("由确定变为暂定", "now provisional")
ASIDE = text("审核中，退回后恢复", "laid aside by the review")
LIMIT = text("整改期限（尚未开始整改）", "the item's limit (the work is not begun)")
SETTLES = text("没有剩下的事：随即办结，不能撤回", "nothing is left: it is settled at once, and can't go back")


def outlook_page(terminal: Terminal, outlook: Outlook) -> str:
    """Return the table: per case and duty, what changes; nothing where nothing does."""
    rows = list(_rows(outlook, terminal.language))
    parts: list[RenderableType] = [_table(rows[:MOST], terminal.language)] if rows else []
    if (more := len(rows) - MOST) > 0:
        said = text(
            f"……另有 {more} 行；--json 给出全部，--case 只看一项。", f"… and {more} more rows; --json gives all."
        )
        parts.append(plain(terminal.speak(said)))
    return page(*parts)


def shows(foreseen: Foreseen) -> bool:
    """Say whether anything about a case changes that people notice."""
    return bool(foreseen.duties or foreseen.look_backs or foreseen.steps or foreseen.limit or foreseen.settles)


def outlook_document(terminal: Terminal, outlook: Outlook) -> dict[str, object]:
    """Return all of it for scripts."""
    return {
        "cases": [
            {
                "case_id": case_id,
                "duties": [
                    duty.effect.model_dump(mode="json") | {"kind": duty.effect.kind, "owed_by": duty.owed_by}
                    for duty in foreseen.duties
                ],
                "look_backs": [look.effect.model_dump(mode="json") for look in foreseen.look_backs],
                "steps": [step.effect.model_dump(mode="json") for step in foreseen.steps],
                "limit": [date.isoformat() for date in foreseen.limit] if foreseen.limit else None,
                "settles": foreseen.settles,
            }
            for case_id, foreseen in outlook.foreseen.items()
        ],
        "already_there": outlook.there,
        "nothing_to_undo": outlook.nothing_to_undo,
        "not_in_ledger": outlook.untold,
        "refused": {case_id: terminal.speak(why) for case_id, why in outlook.refused.items()},
    }


def _table(rows: list[tuple[str, ...]], language: Language) -> Table:
    made = table([header.speak(language) for header in HEADERS], wide=(1, 5, 7))
    for row in rows:
        made.add_row(*map(plain, row))
    return made


def _rows(outlook: Outlook, language: Language) -> Iterator[tuple[str, ...]]:
    for case_id, foreseen in outlook.foreseen.items():
        lines = [*_lines(foreseen, language)]
        for first, line in enumerate(lines):
            yield ("" if first else case_id, *line)


def _lines(foreseen: Foreseen, language: Language) -> Iterator[tuple[str, ...]]:
    if foreseen.limit:
        yield (LIMIT.speak(language), "", _change(*foreseen.limit), *[""] * 4)
    for duty in foreseen.duties:
        yield _duty_line(duty, language)
    for look in foreseen.look_backs:
        yield _look_back_line(look, language)
    for step in foreseen.steps:
        yield _step_line(step, language)
    if foreseen.settles:
        yield ("", "", "", "", "", "", SETTLES.speak(language))


def _duty_line(duty: ForeseenDuty, language: Language) -> tuple[str, ...]:
    effect = duty.effect
    return (
        duty_named(duty).speak(language),
        name_of(duty.owed_by).speak(language),
        _change(*duty.dates),
        _change(*duty.warnings),
        people_named(effect.hears).speak(language),
        people_named(effect.told).speak(language),
        "；".join(note.speak(language) for note in _notes(duty)),
    )


def _notes(duty: ForeseenDuty) -> Iterator[Text]:
    if duty.effect.no_longer_overdue:
        yield NO_LONGER
    yield from _firmness(duty.effect.before.deadline.provisional, duty.effect.after.deadline.provisional)
    if duty.effect.laid_aside:
        yield ASIDE


def _firmness(was: bool, now: bool) -> Iterator[Text]:
    if was != now:
        yield FIRM if was else UNSURE


def _step_line(step: ForeseenStep, language: Language) -> tuple[str, ...]:
    effect = step.effect
    what = text(f"{step.title.zh}（开始办理）", f"{step.title.en} (begins)")
    notes = "；".join(note.speak(language) for note in _firmness(effect.was_provisional, effect.provisional))
    return (what.speak(language), "", _change(*step.dates), "", "", people_named(effect.told).speak(language), notes)


def _look_back_line(look: ForeseenLookBack, language: Language) -> tuple[str, ...]:
    name, number = name_of(DutyKind.LOOK_BACK), look.effect.number
    what = text(f"第{number}次{name.zh}", f"{name.en} {number}")
    return (what.speak(language), "", _change(*look.dates), "", "", "", "")


def _change(before: dt.date | None, after: dt.date | None) -> str:
    shown = [date.isoformat() if date else "—" for date in (before, after)]
    return shown[0] if before == after else " → ".join(shown)
