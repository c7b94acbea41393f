"""`bihuan definitions`: which kinds of cases this site can tell beside remediation, and what is wrong with the others."""

import typer

from gateway.cli.endings import Ending
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
            "列出本站能办的流程，以及读不成的脚本错在哪里。"
            "自己的脚本放在站点目录的 definitions 文件夹；BIHUAN_DEFINITIONS 可以另加文件夹。",
            "List the definitions that can be served here, and what is wrong with the others. Your own scripts lie in "
            "the folder `definitions` of the site's; BIHUAN_DEFINITIONS adds others.",
        ),
    )(definitions)


def definitions(context: typer.Context) -> int:
    """List the definitions; a broken one ends it with exit code 4."""
    terminal = terminal_of(context)
    found = find_definitions(terminal.environ, terminal.settings().home)
    terminal.give({"definitions": [_document(one) for one in found]})
    terminal.show(_page(terminal, [one for one in found if one.definition]))
    broken = [one for one in found if one.refused]
    for one in broken:
        if one.refused:
            terminal.say(text(f"未启用 {one.name}：\n{one.refused.zh}", f"Not served: {one.name}\n{one.refused.en}"))
    return Ending.PARTLY if broken else Ending.OK


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
