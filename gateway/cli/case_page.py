"""`bihuan show`: one case, with what is owed and why then, its evidence and its history."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import typer
from rich.console import RenderableType
from temporalio.client import Client
from temporalio.service import RPCError

from embedded.trouble import SiteTrouble
from gateway.cli.case_id import read_case_id, unknown_case
from gateway.cli.connection import open_ledger, open_site, temporal_of
from gateway.cli.stage_name import stage_name
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.cli.written_down import written_down
from gateway.current_case import current_case
from gateway.definitions.found import find_definitions
from gateway.hindrances import Hindrance
from gateway.sweeping.causes import ended_from_outside, hindrance
from gateway.sweeping.kinds import FindingKind
from ledger.reading import history, load_case
from rules.board import board, duty_line
from rules.names import called, command_name, name_of
from rules.rectifying import AT_WORK, missing_evidence
from rules.registry import allowed_now
from rules.repertoire import repertoire, why_untold
from rules.sentences import tell_in
from rules.summary import summarise
from schemas.case import Case
from schemas.entries import Entry
from schemas.steps import StepDone
from schemas.time import SHANGHAI
from schemas.values import CaseId
from schemas.words import Language, Refusal, Text, text

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help=both("事项编号，如 2026-xc-2/007", "a case's id, as 2026-xc-2/007"))
]
Live = Annotated[
    bool,
    typer.Option(
        "--live",
        help=both(
            "向运行中的流程询问当前状态（台账可能稍晚）", "ask the running workflow; the ledger may lag a little"
        ),
    ),
]

_ANSWERS_WITHIN_SECONDS = 5  # Temporal is asked beside the ledger, and not waited for


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "show",
        help=both(
            "查看一个事项：阶段、谁欠什么、时限从何而来、佐证材料、办理经过。",
            "Show one case: its stage, who owes what by when and why then, evidence and history.",
        ),
    )(show)


def show(context: typer.Context, case: CaseArgument, *, live: Live = False) -> None:
    """Show one case."""
    terminal = terminal_of(context)
    found, told, ended = asyncio.run(_load(terminal, read_case_id(case), live=live))
    if found.opening.procedure:  # whose definition says what is called how
        find_definitions(terminal.environ, terminal.settings().home)
        _warn(terminal, found)
    terminal.give(_document(found, told, ended, terminal.language))
    terminal.show(page(*_page(found, told, ended, terminal.language)))


def _warn(terminal: Terminal, case: Case) -> None:
    """Say of an open case that the script here is another by now."""
    procedure = case.opening.procedure
    if procedure and not case.settled and procedure.name in repertoire() and (why := why_untold(procedure)):
        terminal.say(Hindrance(FindingKind.CHANGED, why).advice)


async def _load(terminal: Terminal, case_id: CaseId, *, live: bool) -> tuple[Case, list[Entry], Hindrance | None]:
    if live:
        async with open_site(terminal) as site:
            found = await _live(site.client, case_id)
            return found, await history(site.pool, case_id), await _end_of(terminal, found)
    async with open_ledger(terminal) as pool:
        if known := await load_case(pool, case_id):
            return known, await history(pool, case_id), await _end_of(terminal, known)
    raise await _why_unknown(terminal, case_id)


async def _end_of(terminal: Terminal, case: Case) -> Hindrance | None:
    """Return how the workflow of an open case was ended from outside; where Temporal is away, nobody can tell."""
    if case.settled:
        return None
    with suppress(SiteTrouble, TimeoutError):
        async with asyncio.timeout(_ANSWERS_WITHIN_SECONDS), temporal_of(terminal) as client:
            return await ended_from_outside(client, case.id)
    return None


async def _why_unknown(terminal: Terminal, case_id: CaseId) -> Exception:
    """Return why the ledger knows nothing of a case: it may have been started, and no worker can begin it."""
    with suppress(SiteTrouble):  # where Temporal is away, the ledger alone is believed
        async with temporal_of(terminal) as client:
            if cause := await hindrance(client, case_id):
                return SiteTrouble(cause.advice)
    return unknown_case(case_id)


async def _live(client: Client, case_id: CaseId) -> Case:
    try:
        return await current_case(client, case_id)
    except (Refusal, RPCError) as silence:
        if cause := await hindrance(client, case_id):
            raise SiteTrouble(cause.advice) from silence
        raise


def _page(case: Case, told: list[Entry], ended: Hindrance | None, language: Language) -> Iterator[RenderableType]:
    yield plain(f"{case.id}  {case.item.title}")
    yield plain(_recognised_by(case).speak(language))
    if case.item.body:
        yield plain(case.item.body)
    if ended:
        yield plain("\n" + text(f"！{ended.advice.zh}", f"! {ended.advice.en}").speak(language))
    yield plain("\n" + _standing(case, language, runs=ended is None))
    if case.duties:
        yield plain("- " + _ids(case).speak(language))
    if ended is None:
        yield plain("- " + _allowed(case).speak(language))
    if case.note:
        yield plain("- " + text(f"批示：{case.note}", f"leader's note: {case.note}").speak(language))
    if case.evidence:
        yield plain("\n" + text("佐证材料", "Evidence").speak(language))
        yield _evidence(case, language)
    yield plain("\n" + text("办理经过", "History").speak(language))
    yield _history(case, told, language)


def _standing(case: Case, language: Language, *, runs: bool) -> str:
    """Return the board as it is read without Markdown; its first line tells a withdrawn case from one that was done."""
    head, *rest = (
        board(case, language, runs=runs, at=dt.datetime.now(dt.UTC)).replace("**", "").removeprefix("### ").splitlines()
    )
    said, ended = name_of(case.stage).speak(language), stage_name(case.stage, case.outcome).speak(language)
    return "\n".join([head.replace(said, ended, 1), *rest])


def _recognised_by(case: Case) -> Text:
    item, procedure = case.item, case.opening.procedure
    speed = procedure.title if procedure else name_of(item.speed)
    told = [part for part in (item.group, item.category, item.source) if part]
    policy = f"{case.policy.name} {case.policy.version}"
    people = case.assignment
    zh = [*told, speed.zh, f"整改办法 {policy}", f"日历 {case.calendar.version}"]
    en = [*told, speed.en, f"policy {policy}", f"calendar {case.calendar.version}"]
    if people:
        zh.append(f"{people.leader.name} / {people.lead_unit} / {people.handler.name}")
        en.append(f"{people.leader.name} / {people.lead_unit} / {people.handler.name}")
    return text(" · ".join(zh), " · ".join(en))


def _ids(case: Case) -> Text:
    """Name the duties as commands about one of them do."""
    duties = sorted(case.duties, key=lambda duty: duty.deadline.at)
    names = [(called(duty, case.definition), duty.id) for duty in duties]
    zh, en = " · ".join(f"{name.zh} {code}" for name, code in names), ", ".join(f"{n.en} {code}" for n, code in names)
    return text(f"责任编号：{zh}", f"duty ids: {en}")


def _allowed(case: Case) -> Text:
    told_by = case.opening.procedure.name if case.opening.procedure else None
    names = [(command_name(name, told_by).zh, name) for name in allowed_now(case)]
    if not names:
        return text("已无可办理的事项", "nothing is left to do")
    # With spaces, at which a terminal can break the line.
    zh, en = " · ".join(f"{zh} {code}" for zh, code in names), ", ".join(code for _, code in names)
    return text(f"现在可以办理：{zh}", f"allowed now: {en}")


def _evidence(case: Case, language: Language) -> RenderableType:
    names = (
        text("种类", "Kind"),
        text("名称", "Title"),
        text("存放", "Reference"),
        text("日期", "Date"),
        text("SHA-256", "SHA-256"),
    )
    made = table([name.speak(language) for name in names], wide=(1, 2))
    for one in case.evidence:
        kind = name_of(one.kind).speak(language)
        made.add_row(kind, plain(one.title), plain(one.reference), one.effective.isoformat(), one.sha256[:12] + "…")
    return made


def _history(case: Case, told: list[Entry], language: Language) -> RenderableType:
    made = table(("#", text("时间", "When").speak(language), text("经过", "What happened").speak(language)), wide=(2,))
    for entry in told:
        made.add_row(str(entry.number), _when(case, entry.at), plain(_told(case, entry, language)))
    return made


def _told(case: Case, entry: Entry, language: Language) -> str:
    said = tell_in(case, entry.fact).speak(language)
    more = written_down(entry.fact, case.definition, language) if isinstance(entry.fact, StepDone) else ""
    return f"{said}\n{more}" if more else said


def _when(case: Case, at: dt.datetime) -> str:
    clock = case.policy.clock
    return clock.date_of(at).isoformat() if clock.runs_fast else at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _document(case: Case, told: list[Entry], ended: Hindrance | None, language: Language) -> dict[str, object]:
    missing = missing_evidence(case) if case.stage in AT_WORK else ()
    return {
        "summary": summarise(case).model_dump(mode="json"),
        "item": case.item.model_dump(mode="json"),
        "policy": {"name": case.policy.name, "version": case.policy.version, "calendar": case.calendar.version},
        "assignment": case.assignment and case.assignment.model_dump(mode="json"),
        "duties": [
            duty.model_dump(mode="json") | {"sentence": duty_line(case, duty).speak(language).replace("**", "")}
            for duty in case.duties
        ],
        "evidence": [one.model_dump(mode="json") for one in case.evidence],
        "missing_evidence": [kind.value for kind in missing],
        "allowed_now": [] if ended else list(allowed_now(case)),
        "ended": ended and {"kind": ended.kind.value, "sentence": ended.advice.speak(language)},
        "history": [
            entry.model_dump(mode="json") | {"sentence": tell_in(case, entry.fact).speak(language)} for entry in told
        ],
    }
