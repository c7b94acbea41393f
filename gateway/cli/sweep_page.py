"""What a sweep shows: the findings by kind with what helps, and in the last line how much was looked at."""

from collections.abc import Iterator
from itertools import groupby

from gateway.cli.terminal import Terminal
from gateway.sweeping.findings import Finding
from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.sweep import Swept
from schemas.words import Text, text

_ORDER = list(FindingKind)


def give_swept(terminal: Terminal, swept: Swept) -> None:
    """Show a sweep, or give it as a document."""
    findings = sorted(swept.findings, key=lambda finding: (_ORDER.index(finding.kind), finding.case_id or ""))
    terminal.give(
        {
            "sound": not any(finding.grave for finding in findings),
            "findings": [finding.model_dump(mode="json") for finding in findings],
            "looked_at": {
                "items": swept.items,
                "open": swept.open,
                "workflows": swept.workflows,
                "suspects": swept.suspects,
                "asked": swept.asked,
            },
        }
    )
    terminal.show("\n".join([*_lines(terminal, findings), terminal.speak(_counts(swept))]))


def _lines(terminal: Terminal, findings: list[Finding]) -> Iterator[str]:
    for _, some in groupby(findings, key=lambda finding: finding.kind):
        alike = list(some)
        yield from (terminal.speak(_line(finding)) for finding in alike)
        yield f"  → {terminal.speak(alike[0].remedy)}"


def _line(finding: Finding) -> Text:
    if finding.case_id is None:
        return text(f"{finding.sentence.zh}。", f"{finding.sentence.en}.")
    return text(f"事项 {finding.case_id}：{finding.sentence.zh}。", f"Case {finding.case_id}: {finding.sentence.en}.")


def _counts(swept: Swept) -> Text:
    graves = sum(finding.grave for finding in swept.findings)
    zh, en = (f"发现 {graves} 处问题", f"{graves} findings") if graves else ("未发现问题", "nothing found")
    return text(
        f"清查了 {swept.items} 个问题、{swept.workflows} 个流程（在办 {swept.open} 个），其中可疑而细查的 {swept.suspects} 个，"
        f"问询 {swept.asked} 次：{zh}。",
        f"Swept {swept.items} items and {swept.workflows} workflows ({swept.open} open); {swept.suspects} looked doubtful "
        f"and were examined, {swept.asked} questions: {en}.",
    )
