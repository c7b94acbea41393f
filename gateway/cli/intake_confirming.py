"""Before cases are started: somebody has agreed, and knows where the text and what was read of it disagree."""

from gateway.cli.intake import Wishes
from gateway.cli.question import agreed
from gateway.cli.terminal import Terminal
from gateway.intake.planning import IntakePlan
from schemas.intake import IntakeReading
from schemas.words import Refusal, Text, text


def confirm(terminal: Terminal, reading: IntakeReading, plan: IntakePlan, wishes: Wishes) -> None:
    """Return when it is agreed that the cases are started; a Refusal where it is not, or nobody can be asked."""
    disagreeing = () if wishes.accept_mismatches else reading.mismatches
    if wishes.confirmed:
        if disagreeing:
            raise Refusal(_disagreement(disagreeing))
        return
    if terminal.json or not terminal.is_attended:
        raise Refusal(
            text(
                "须先确认才能立案：请在终端里运行，或核对后加 --yes。什么也没有立案。",
                "This must be confirmed: run it in a terminal, or add --yes when checked. Nothing was started.",
            )
        )
    if not agreed(terminal, _question(plan, wishes.campaign, disagreeing)):
        raise Refusal(text("已放弃，什么也没有立案。", "Given up; nothing was started."))


def _question(plan: IntakePlan, campaign: str, disagreeing: tuple[str, ...]) -> Text:
    count, said = len(plan.drafts), "".join(disagreeing)
    noted_zh = f"件数或编号有 {len(disagreeing)} 处对不上，可能有漏读：{said}" if disagreeing else ""
    noted_en = f"Counts or numbers disagree, so something may be missing: {said} " if disagreeing else ""
    return text(
        f"{noted_zh}立案 {count} 项，轮次 {campaign}。确认吗？",
        f"{noted_en}Start {count} cases in campaign {campaign}?",
    )


def _disagreement(disagreeing: tuple[str, ...]) -> Text:
    said = "".join(disagreeing)
    return text(
        f"文中件数或编号有 {len(disagreeing)} 处对不上，可能有漏读，什么也没有立案：{said}"
        "请对照原文核对、改好后再收件；核对无误的，加 --accept-mismatches。",
        f"Counts or numbers of the text disagree, so something may be missing; nothing was started: {said} "
        "Check the document and mend it, or add --accept-mismatches if all is there.",
    )
