"""`bihuan policy show`: a policy as it holds now, or as one case is run under it, each number with where it comes from."""

import asyncio
from typing import Annotated

import typer

from gateway.cli.case_id import read_case_id, unknown_case
from gateway.cli.connection import open_ledger
from gateway.cli.endings import Misuse
from gateway.cli.policy_page import PolicyPage
from gateway.cli.tables import page
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.policy_files import POLICIES, find_policy, policy_of, written_policy
from gateway.policy_sources import Sources
from ledger.reading import load_case
from schemas.policy import Policy
from schemas.values import CaseId
from schemas.words import Refusal, Text, text

Named = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME|FILE", help=both("整改办法：名称或文件，如 county", "a policy: its name or file, as county")
    ),
]
OfCase = Annotated[
    str | None,
    typer.Option(
        "--case", metavar="CASE", help=both("显示这个事项所依据的办法", "the policy that a case is run under")
    ),
]


def show(context: typer.Context, policy: Named = None, case: OfCase = None) -> None:
    """Show a policy."""
    terminal = terminal_of(context)
    if (policy is None) is (case is None):
        raise Misuse(
            text("写一个办法（名称或文件），或用 --case 写一个事项编号。", "Name a policy, or a case by --case.")
        )
    if case:
        _show_of_case(terminal, read_case_id(case))
    elif policy:
        written = written_policy(find_policy(policy))
        found, sources = policy_of(written), Sources(written)
        own, *base = sources.files
        zh, en = (f" · {word} {base[0]}" if base else "" for word in ("底本", "upon"))
        _show(terminal, found, sources, text(f" · {own}{zh}", f" · {own}{en}"))


def _show_of_case(terminal: Terminal, case_id: CaseId) -> None:
    held = asyncio.run(_policy_of(terminal, case_id))
    sources = _same_today(held)
    zh, en = (f" · 事项 {case_id} 所依据", f" · as case {case_id} is run under it")
    if sources is None:
        zh, en = f"{zh}；随附的文件不是这个版本，不注出处", f"{en}; no file of ours has this version, so no sources"
    _show(terminal, held, sources, text(zh, en))


async def _policy_of(terminal: Terminal, case_id: CaseId) -> Policy:
    async with open_ledger(terminal) as pool:
        found = await load_case(pool, case_id)
    if found is None:
        raise unknown_case(case_id)
    return found.policy


def _same_today(held: Policy) -> Sources | None:
    """Return the sources of our file of that name, if it still says what the case is run under."""
    try:
        written = written_policy(POLICIES / f"{held.name}.yaml")
        today = policy_of(written).model_copy(update={"clock": held.clock})  # a drill's clock is set as a case begins
    except Refusal:
        return None
    return Sources(written) if today.version == held.version else None


def _show(terminal: Terminal, policy: Policy, sources: Sources | None, whence: Text) -> None:
    origins = _origins(sources) if sources else []
    terminal.give({"version": policy.version, **policy.model_dump(mode="json"), "origins": origins})
    terminal.say(
        text(
            f"{policy.title.zh} · {policy.name} · 版本 {policy.version}{whence.zh}",
            f"{policy.title.en} · {policy.name} · version {policy.version}{whence.en}",
        )
    )
    terminal.show(page(*PolicyPage(policy, sources, terminal.language).parts()))


def _origins(sources: Sources) -> list[dict[str, object]]:
    return [
        {"key": key, "value": value, **origin._asdict(), "file": str(origin.file)}
        for key, value, origin in sources.every()
    ]
