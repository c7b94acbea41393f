"""`bihuan do`: one command to one case, as the person who gives it."""

import asyncio
import secrets
from collections.abc import Iterable
from typing import Annotated

import typer
from pydantic import ValidationError

from embedded.trouble import SiteTrouble
from gateway.asking import NotRunning, Unanswered, ask
from gateway.cli.case_id import read_case_id, unknown_case
from gateway.cli.connection import Connection, open_ledger, open_site
from gateway.cli.endings import Misuse
from gateway.cli.errand_page import command_page, commands_page, documents
from gateway.cli.field_places import explain_options
from gateway.cli.fields import Fields, read_fields
from gateway.cli.persons import directory_for, name_persons
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.which_command import called, is_general, kind_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.intake.directory import Directory
from ledger.reading import load_case
from rules.names import name_of
from schemas.case import Case
from schemas.commands import Command
from schemas.people import RosterEntry
from schemas.receipts import Receipt
from schemas.values import CaseId
from schemas.words import Refusal, Text, text

Name = Annotated[
    str | None,
    typer.Argument(metavar="COMMAND", help=both("办理事项，如 签收 或 acknowledge", "what to do, as acknowledge")),
]
CaseName = Annotated[
    str | None, typer.Argument(metavar="CASE", help=both("事项编号，如 2026-xc-2/007", "the case's id"))
]
Actor = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="PERSON", help=both("办理人：名册编号或姓名", "who asks: an id of the roster, or a name")
    ),
]
CommandNumber = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="ID",
        help=both("办理编号；同一编号只生效一次，重办时沿用", "the command's own id; it has one effect only"),
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="JSON|@FILE|-", help=both("内容：JSON、文件或标准输入", "the payload: JSON, a file, or stdin")
    ),
]
HelpFields = Annotated[
    bool,
    typer.Option("--help-fields", help=both("列出该办理事项的字段和示例", "list a command's fields with an example")),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "do",
        help=both(
            "办理：bihuan do 签收 2026-xc-2/007 --as 李科员。内容写成 --字段 值，或用 --data。\n\n"
            "不写 COMMAND 列出全部办理事项；加 --help-fields 列出字段。人员可写名册编号或姓名。",
            "Give a command: bihuan do acknowledge 2026-xc-2/007 --as NAME. Its content is written --field value, or by "
            "--data.\n\nWithout COMMAND all of them are listed; --help-fields lists the fields of one.",
        ),
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )(do)


def do(  # noqa: PLR0913 - one parameter per option
    context: typer.Context,
    command: Name = None,
    case: CaseName = None,
    *,
    actor: Actor = None,
    number: CommandNumber = None,
    data: Data = None,
    help_fields: HelpFields = False,
) -> None:
    """Give a command to a case."""
    terminal = terminal_of(context)
    if command is None:
        return _explain(terminal, None, None)
    if not is_general(command):
        find_definitions(terminal.environ, terminal.settings().home)
    kind = kind_of(command, lambda: _told_by(terminal, case))
    if help_fields:
        return _explain(terminal, kind, None if case is None or case.startswith("--") else case)
    if case is None or case.startswith("--"):
        raise Misuse(text("缺少事项编号 CASE。", "The case's id is missing."))
    if actor is None:
        raise Misuse(text("缺少 --as：请写明谁在办理。", "--as is missing: say who asks."))
    fields = read_fields(kind, context.args, data)
    fields["id"] = number or fields.get("id") or f"cli-{secrets.token_hex(8)}"
    asyncio.run(_give(terminal, kind, read_case_id(case), actor, fields))
    return None


def _told_by(terminal: Terminal, case: str | None) -> str | None:
    """Return the definition of the case, where one is named that the ledger knows."""
    if case is None or case.startswith("--"):
        return None
    found = asyncio.run(_known(terminal, read_case_id(case)))
    return found.definition if found else None


async def _known(terminal: Terminal, case_id: CaseId) -> Case | None:
    async with open_ledger(terminal) as pool:
        return await load_case(pool, case_id)


def _explain(terminal: Terminal, kind: type[Command] | None, case: str | None) -> None:
    terminal.give(documents(kind, terminal))
    terminal.show(command_page(kind, terminal, case) if kind else commands_page(terminal))


async def _give(terminal: Terminal, kind: type[Command], case_id: CaseId, actor: str, fields: Fields) -> None:
    async with open_site(terminal) as site:
        case = await load_case(site.pool, case_id)
        directory = await directory_for(site.pool, case)
        name_persons(kind, fields, directory)
        fields["actor"] = directory.person(actor).id
        command = command_of(kind, fields)
        try:
            receipt = await _answer(site, case_id, case, command, directory)
        except asyncio.CancelledError:  # Ctrl-C: it may have been taken
            terminal.say(_may_be_taken(command))
            raise
    _report(terminal, case_id, command, receipt)


def command_of(kind: type[Command], fields: Fields) -> Command:
    """Return the command that fields make, or a Refusal that names each fault."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise explain_options(kind, error) from error


async def _answer(
    site: Connection, case_id: CaseId, case: Case | None, command: Command, directory: Directory
) -> Receipt:
    try:
        return await ask(site.client, case_id, command)
    except NotRunning as not_running:
        raise why_not_running(case_id, case, not_running) from not_running
    except Unanswered as unanswered:
        raise SiteTrouble(unanswered.reason) from unanswered
    except Refusal as refusal:
        raise with_names(refusal.reason, directory.people) from refusal


def with_names(reason: Text, people: Iterable[RosterEntry]) -> Refusal:
    """Return a refusal with persons called by their names: the rules know them by their ids alone."""
    zh, en = reason.zh, reason.en
    for entry in people:
        zh = zh.replace(f"“{entry.id}”", f"“{entry.name}”（{entry.id}）")
        en = en.replace(f"“{entry.id}”", f"“{entry.name}” ({entry.id})")
    return Refusal(text(zh, en))


def why_not_running(case_id: CaseId, case: Case | None, not_running: NotRunning) -> Refusal:
    """Return why a case takes no commands: there is none, it is settled, or its story was ended from outside."""
    if case is None:
        return unknown_case(case_id)
    stage = name_of(case.stage)
    said = text(f"台账中是“{stage.zh}”。", f"In the ledger it is “{stage.en}”.")
    if not case.settled:
        said = text(
            f"{said.zh}它的流程已停而台账未办结：运行 bihuan sweep 看缘由和办法。",
            f"{said.en} Its story has stopped before its end: bihuan sweep says why and what to do.",
        )
    return Refusal(text(f"{not_running.reason.zh}{said.zh}", f"{not_running.reason.en} {said.en}"))


def _report(terminal: Terminal, case_id: CaseId, command: Command, receipt: Receipt) -> None:
    terminal.give(
        {"case_id": case_id, "command": command.name, "id": command.id, "receipt": receipt.model_dump(mode="json")}
    )
    name = called(type(command))
    numbers = f"{receipt.first}" if receipt.first == receipt.last else f"{receipt.first}–{receipt.last}"
    terminal.say(_done(name, case_id, numbers, command.id))


def _may_be_taken(command: Command) -> Text:
    return text(
        f"没有等到答复。再办一次请沿用同一编号，不会重复：--id {command.id}",
        f"Not waited for the answer. To ask again with one effect only, use the same id: --id {command.id}",
    )


def _done(name: Text, case_id: str, numbers: str, number: str) -> Text:
    return text(
        f"已办理：{case_id} {name.zh}，记为第 {numbers} 条（办理编号 {number}）。",
        f"Done: {case_id} {name.en}, recorded as fact {numbers} (command id {number}).",
    )
