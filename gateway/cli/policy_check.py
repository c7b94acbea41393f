"""`bihuan policy check`: what is wrong with policies, told before anybody runs under them."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from pydantic import JsonValue

from gateway.calendar_files import load_calendar
from gateway.cli.endings import Ending
from gateway.cli.tables import page, plain
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.intake.frame import CALENDAR
from gateway.policy_files import find_policy, shipped
from gateway.policy_soundness import Beside, Located, check_policy
from gateway.roster_files import load_roster
from gateway.yaml_files import MALFORMED, Place, dotted
from rules.soundness import Severity
from schemas.words import Text, text

EPILOG = text(
    "错误：不应发布，退出码 1。警告：请核对，退出码 0；加 --strict 则按错误处理。代码的含义见 docs/how-to/change-a-policy.md。",
    "Errors must not be published: exit code 1. Warnings are to be looked at: exit code 0, or with --strict 1. What each "
    "code means stands in docs/how-to/change-a-policy.md.",
)
_NAMES = {Severity.ERROR: text("错误", "error"), Severity.WARNING: text("警告", "warning")}

Policies = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME|FILE", help=both("整改办法：名称或文件，可写几个", "policies: names or files")),
]
RosterFile = Annotated[
    Path | None,
    typer.Option(
        "--roster", metavar="FILE", help=both("名册：另查没有人担任的角色", "a roster: also find vacant roles")
    ),
]
CalendarFile = Annotated[
    Path | None,
    typer.Option(
        "--calendar", metavar="FILE", help=both("工作日历，默认随附的那一个", "a working calendar; by default ours")
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help=both("警告也按错误处理", "warnings count as errors"))]


def check(
    context: typer.Context,
    policies: Policies = None,
    roster: RosterFile = None,
    calendar: CalendarFile = None,
    strict: Strict = False,
) -> int:
    """Check policies."""
    terminal = terminal_of(context)
    files = [find_policy(name) for name in policies or ()] or shipped()
    beside = Beside(
        calendar=load_calendar(calendar or CALENDAR),
        roster=load_roster(roster) if roster else None,
        calendar_file=calendar or CALENDAR,
        today=dt.datetime.now(dt.UTC).date(),
    )
    # Each once: what stands in a base is found under each policy that extends it.
    found = list(dict.fromkeys(one for file in files for one in check_policy(file, beside)))
    found += _not_served(terminal, [file for file in files if file not in {one.place.file for one in found}])
    found = [one._replace(severity=Severity.ERROR) for one in found] if strict else found
    terminal.give([_plain(one) for one in found])
    if found:
        terminal.show(page(*(plain(_line(terminal, one)) for one in found)))
    count = Counter(one.severity for one in found)
    terminal.say(_summary(len(files), count[Severity.ERROR], count[Severity.WARNING]))
    return Ending.REFUSED if count[Severity.ERROR] else Ending.OK


def _not_served(terminal: Terminal, files: list[Path]) -> list[Located]:
    """Tell of definitions beside these policies that are not served, as of a step that the policy doesn't rule."""
    beside = [file.resolve() for file in files if file.with_suffix(".py").is_file()]
    served = find_definitions(terminal.environ, terminal.settings().home) if beside else ()
    refused = [(one.policy_file, one.refused) for one in served if one.refused and one.policy_file in beside]
    return [Located(Place(file), ("steps",), Severity.ERROR, MALFORMED, why) for file, why in refused]


def _line(terminal: Terminal, one: Located) -> str:
    name, place = terminal.speak(_NAMES[one.severity]), _shown(one.place.file)
    where = f"{place}:{one.place.line}" if one.place.line else place
    return f"{where}  {name} {one.code}  {dotted(one.steps)}\n    {terminal.speak(one.reason)}"


def _plain(one: Located) -> JsonValue:
    return {
        "file": str(one.place.file),
        "line": one.place.line,
        "path": dotted(one.steps),
        "severity": one.severity.value,
        "code": one.code,
        "zh": one.reason.zh,
        "en": one.reason.en,
    }


def _shown(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)


def _summary(files: int, errors: int, warnings: int) -> Text:
    if not errors and not warnings:
        return text(f"已检查 {files} 个办法，没有发现问题。", f"Checked {files}: nothing found.")
    return text(
        f"已检查 {files} 个办法：{errors} 处错误，{warnings} 处警告。",
        f"Checked {files}: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}.",
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
