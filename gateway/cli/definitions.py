"""`bihuan definitions`: which kinds of cases this site can tell beside remediation, and what is wrong with the others."""

import asyncio
from contextlib import suppress

import typer

from embedded.trouble import SiteTrouble
from gateway.cli.connection import open_ledger
from gateway.cli.endings import Ending
from gateway.cli.held_up import HeldUp, held_up, sentences
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import Found, find_definitions
from rules.blocks import steps_of
from schemas.words import text

HEADERS = (text("名称", "Name"), text("流程", "Definition"), text("步骤", "Steps"), text("来自", "From"))


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "definitions",
        help=both(
            "列出本站能办的流程，读不成的脚本错在哪里；站点在运行时，还有哪些在办事项的脚本缺了、改了。"
            "自己的脚本放在站点目录的 definitions 文件夹；BIHUAN_DEFINITIONS 可以另加文件夹。",
            "List the definitions that can be served here, what is wrong with the others, and, of a running site, which "
            "open cases miss theirs. Your own scripts lie in the folder `definitions` of the site's; BIHUAN_DEFINITIONS "
            "adds others.",
        ),
    )(definitions)


def definitions(context: typer.Context) -> int:
    """List the definitions; a broken one, or one that open cases miss, ends it with exit code 4."""
    terminal = terminal_of(context)
    found = find_definitions(terminal.environ, terminal.settings().home)
    waiting = asyncio.run(_held_up(terminal))
    held = [one.model_dump(mode="json") for one in waiting]
    terminal.give({"definitions": [_document(one) for one in found], "held_up": held})
    terminal.show(_page(terminal, [one for one in found if one.definition]))
    broken = [one for one in found if one.refused]
    for one in broken:
        if one.refused:
            terminal.say(text(f"未启用 {one.name}：\n{one.refused.zh}", f"Not served: {one.name}\n{one.refused.en}"))
    for sentence in sentences(waiting):
        terminal.say(sentence)
    return Ending.PARTLY if broken or waiting else Ending.OK


async def _held_up(terminal: Terminal) -> list[HeldUp]:
    """Return the open cases that the scripts here can't tell; none where no site runs, whose ledger would say."""
    with suppress(SiteTrouble):
        async with open_ledger(terminal) as pool:
            return await held_up(pool)
    return []


def _page(terminal: Terminal, served: list[Found]) -> str:
    made = table([terminal.speak(header) for header in HEADERS], wide=(2,))
    for one in served:
        assert one.definition is not None  # noqa: S101 - only those are passed
        steps = "、".join(terminal.speak(step.title) for step in steps_of(one.definition).values())
        title = terminal.speak(one.definition.title)
        hidden = terminal.speak(text("（限知悉）", " (restricted)")) if one.definition.restricted else ""
        made.add_row(one.name, plain(title + hidden), plain(steps), plain(str(one.file)))
    return page(made)


def _document(one: Found) -> dict[str, object]:
    known: dict[str, object] = {"name": one.name, "file": str(one.file), "policy": str(one.policy_file)}
    if one.definition is None:
        said = {"error": one.refused.zh, "error_en": one.refused.en} if one.refused else {}
        return known | {"state": "refused"} | said
    steps = {
        name: {"title": step.title.zh, "title_en": step.title.en} for name, step in steps_of(one.definition).items()
    }
    title = one.definition.title
    return known | {
        "state": "served",
        "title": title.zh,
        "title_en": title.en,
        "restricted": one.definition.restricted,
        "steps": steps,
    }
