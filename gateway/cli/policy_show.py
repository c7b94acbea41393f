"""`bihuan policy show`: a policy as it holds now, or as one case is run under it, each number with where it comes from."""

from typing import Annotated

import typer

from gateway.cli.case_id import read_case_id
from gateway.cli.endings import Misuse
from gateway.cli.policy_history import Period, as_file, documents, history_table, of_version, periods_of
from gateway.cli.policy_page import PolicyPage
from gateway.cli.tables import page
from gateway.cli.terminal import Terminal, terminal_of
from gateway.cli.wording import both
from gateway.policy_files import find_policy, policy_of, written_policy
from gateway.policy_sources import Sources
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
        "--case",
        metavar="CASE",
        help=both(
            "这个事项所依据的办法，以前依据的和从何时起",
            "the policy that a case is run under, those before, since when",
        ),
    ),
]
OfVersion = Annotated[
    str | None,
    typer.Option("--version", metavar="VERSION", help=both("与 --case 同用：看它以前的这一版本", "one of a case's")),
]


AsYaml = Annotated[
    bool,
    typer.Option(
        "--yaml",
        help=both("与 --case 同用：给出可以再用的办法文件", "with --case: give a file that can be used again"),
    ),
]


def show(
    context: typer.Context,
    policy: Named = None,
    *,
    case: OfCase = None,
    version: OfVersion = None,
    as_yaml: AsYaml = False,
) -> None:
    """Show a policy."""
    terminal = terminal_of(context)
    if (policy is None) is (case is None):
        raise Misuse(
            text("写一个办法（名称或文件），或用 --case 写一个事项编号。", "Name a policy, or a case by --case.")
        )
    if case:
        periods = periods_of(terminal, read_case_id(case))
        if as_yaml:
            return terminal.show(as_file(of_version(periods, version)))
        _show_of_case(terminal, read_case_id(case), periods, version)
    elif policy:
        written = written_policy(find_policy(policy))
        found, sources = policy_of(written), Sources(written)
        own, *base = sources.files
        zh, en = (f" · {word} {base[0]}" if base else "" for word in ("底本", "upon"))
        _give(terminal, found, sources, {})
        _show(terminal, found, sources, text(f" · {own}{zh}", f" · {own}{en}"))
    return None


def _show_of_case(terminal: Terminal, case_id: CaseId, periods: list[Period], version: str | None) -> None:
    held = of_version(periods, version)
    sources = _same_today(held)
    zh, en = (f" · 事项 {case_id} 所依据", f" · as case {case_id} is run under it")
    if version:
        zh, en = (f" · 事项 {case_id} 依据过", f" · as case {case_id} was run under it")
    if sources is None:
        zh, en = f"{zh}；随附的文件不是这个版本，不注出处", f"{en}; no file of ours has this version, so no sources"
    _give(terminal, held, sources, {"periods": documents(periods)})
    terminal.show(page(history_table(terminal, periods)))
    _show(terminal, held, sources, text(zh, en))


def _same_today(held: Policy) -> Sources | None:
    """Return the sources of our file of that name, if it still says what the case is run under."""
    try:
        written = written_policy(find_policy(held.name))
        today = policy_of(written).model_copy(update={"clock": held.clock})  # a drill's clock is set as a case begins
    except Refusal:
        return None
    return Sources(written) if today.version == held.version else None


def _give(terminal: Terminal, policy: Policy, sources: Sources | None, more: dict[str, object]) -> None:
    origins = _origins(sources) if sources else []
    terminal.give({"version": policy.version, **policy.model_dump(mode="json"), "origins": origins, **more})


def _show(terminal: Terminal, policy: Policy, sources: Sources | None, whence: Text) -> None:
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
