"""The table of all commands as the page for OA programmers shows it: `python -m tests.docs.command_table` renews it."""

import json

from gateway.cli.who_may import who_may
from rules.names import command_name, name_of
from rules.registry import OPEN, RULES
from schemas.case import Stage
from schemas.commands import COMMANDS, Command
from schemas.examples import shown_example
from tests.docs.pages import HOUSE

PAGE = HOUSE / "docs" / "how-to" / "connect-an-oa.md"
HEAD = "| command | 办理事项 | who may | when | payload besides `id` and `actor` |\n|---|---|---|---|---|\n"


def command_table() -> str:
    """Return the table in Markdown, by the code as it stands; who may is told by the county's policy."""
    may = who_may("county")
    return HEAD + "".join(_row(name, kind, may[name].zh) for name, kind in COMMANDS.items())


def _row(name: str, kind: type[Command], may: str) -> str:
    own = {field: value for field, value in shown_example(kind).items() if field not in ("id", "actor")}
    cells = (f"`{name}`", command_name(name).zh, may, _when(kind), f"`{json.dumps(own, ensure_ascii=False)}`")
    return f"| {' | '.join(cells)} |\n"


def _when(kind: type[Command]) -> str:
    rule = RULES[kind]
    stages = (
        "未办结"
        if set(rule.when) == set(OPEN)
        else "、".join(name_of(stage).zh for stage in Stage if stage in rule.when)
    )
    return f"{stages}；挂起时也可" if rule.while_suspended else stages


def table_in(page: str) -> str:
    """Return the table that stands in a page."""
    return HEAD + page.partition(HEAD)[2].partition("\n\n")[0] + "\n"


if __name__ == "__main__":
    old = PAGE.read_text("utf-8")
    PAGE.write_text(old.replace(table_in(old), command_table()), "utf-8")
