"""`bihuan policy backtest`: what a new policy would have made of what really happened, by unit."""

import asyncio
import datetime as dt
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import RenderableType

from gateway.cli.connection import open_ledger
from gateway.cli.tables import page, plain, table
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.definitions.found import find_definitions
from gateway.foreseeing.backtest import Backtest, OfUnit, compare, is_tried_on
from gateway.foreseeing.tally import COUNTED, unit_name
from gateway.policy_files import find_policy, load_policy
from ledger.reading import histories
from rules.names import command_name, listed
from schemas.facts import CaseOpened
from schemas.policy import Policy
from schemas.words import Refusal, Text, text

Named = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help=both("新办法：名称或文件", "the new policy: its name or file"))
]
Campaign = Annotated[str, typer.Option("--campaign", metavar="ID", help=both("巡察轮次", "the campaign"))]

HELP = both(
    "回测：把一个轮次里大家实际做的事放到新办法下重走一遍，按牵头单位比较逾期、发函、约谈、回头看",
    "Do again what people did in a campaign, under a new policy: late duties, letters, interviews by unit",
)
_ALL = text("合计", "All")


def backtest(context: typer.Context, policy: Named, *, campaign: Campaign) -> None:
    """Compare a new policy with the record."""
    terminal = terminal_of(context)
    rules = load_policy(find_policy(policy))
    found = asyncio.run(_compare(terminal, rules, campaign))
    if not found.units and not found.left_out:
        raise Refusal(text(f"台账中没有轮次“{campaign}”的事项。", f"The ledger has no case of campaign “{campaign}”."))
    terminal.give(_document(found))
    terminal.show(page(_table(terminal, found)))
    for sentence in _told(found):
        terminal.say(sentence)


async def _compare(terminal: Terminal, policy: Policy, campaign: str) -> Backtest:
    find_definitions(terminal.environ, terminal.settings().home)  # by which cases are told again
    found, now = Backtest(), dt.datetime.now(dt.UTC)
    async with open_ledger(terminal) as pool:
        async for entries in histories(pool, campaign):
            opened = entries[0].fact
            if isinstance(opened, CaseOpened) and is_tried_on(policy, opened.opening):
                found.take(compare(entries, policy, now))
            else:
                found.left_out += 1
    return found


def _table(terminal: Terminal, found: Backtest) -> RenderableType:
    headers = [text("牵头单位", "Lead unit"), text("事项", "Cases"), *COUNTED.values()]
    made = table([terminal.speak(header) for header in headers], wide=(0,))
    for unit, counted in sorted(found.units.items()):
        made.add_row(*_row(terminal.speak(unit_name(unit)), counted))
    if len(found.units) > 1:
        made.add_row(*_row(terminal.speak(_ALL), found.total))
    return made


def _row(name: str, counted: OfUnit) -> list[RenderableType]:
    pairs = ((getattr(counted.before, what), getattr(counted.after, what)) for what in COUNTED)
    return [plain(name), str(counted.cases), *(_change(before, after) for before, after in pairs)]


def _change(before: int, after: int) -> str:
    return f"{before} → {after} ({after - before:+d})" if after != before else str(before)


def _told(found: Backtest) -> list[Text]:
    cases, differing, said = found.total.cases, len(found.differing), []
    if found.left_out:
        said.append(
            text(
                f"另有 {found.left_out} 件不是这个办法所管的事项（办理流程不同，或此处没有其脚本），未推算。",
                f"{found.left_out} more cases are none of this policy's (of another definition, or one that isn't here) and "
                "were not tried.",
            )
        )
    if not differing:
        return [text(f"{cases} 件事项，没有差别。", f"{cases} cases, no difference."), *said]
    said.insert(0, text(f"{cases} 件事项，{differing} 件有差别。", f"{cases} cases, {differing} of them differ."))
    if found.refused:
        what = listed(tuple(_times(name, count) for name, count in found.refused.most_common()))
        refused = found.refused.total()
        said.append(
            text(
                f"实际做过的 {found.deeds} 次办理中，新办法不予受理 {refused} 次（{found.stuck} 件事项）：{what.zh}。"
                "这些事项此后按没有办理推算。",
                f"Of {found.deeds} things that people did the new policy refuses {refused} (in {found.stuck} cases): "
                f"{what.en}. They count as not done from there on.",
            )
        )
    return said


def _times(name: str, count: int) -> Text:
    called = command_name(name)
    return text(f"{called.zh} {count} 次", f"{called.en} {count}×")


def _document(found: Backtest) -> dict[str, object]:
    return {
        "cases": found.total.cases,
        "differing": found.differing,
        "units": {unit: asdict(counted) for unit, counted in sorted(found.units.items())},
        "total": asdict(found.total),
        "deeds": found.deeds,
        "refused": dict(found.refused),
        "refused_in_cases": found.stuck,
        "left_out": found.left_out,
    }
