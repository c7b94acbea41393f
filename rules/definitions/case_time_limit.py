"""A penalty case (行政处罚案件): each stage within its limit, and more time only where it was approved beforehand."""

import datetime as dt

from rules.blocks import Choice, Definition, Evidence, Field, Fields, Label, Line, Step, Verdict, Words, either, text


class Decision(Choice):
    """How the case is decided (处理决定)."""

    PENALTY = "penalty", "给予行政处罚", "penalty"
    EXEMPTED = "exempted", "不予行政处罚", "no penalty"
    DROPPED = "dropped", "撤销案件", "dropped"
    TRANSFERRED = "transferred", "移送其他机关", "transferred"


class Grounds(Fields):
    """Why a case is to be opened (立案依据)."""

    party: Line
    grounds: Words


class Findings(Fields):
    """What the investigation brought (调查报告)."""

    report: Words
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class Notice(Fields):
    """What the party was told, when, and whether it asks to be heard (事先告知)."""

    told_on: dt.date
    hearing: bool = False


class Hearing(Fields):
    """Where what was said at the hearing is kept (听证笔录)."""

    held_on: dt.date
    record: Line


class Proposal(Fields):
    """What is to be decided (拟作决定)."""

    decision: Decision
    reasons: Words


class Delivery(Fields):
    """When and how the decision reached the party (送达)."""

    on: dt.date
    how: Line
    reference: Label = ""


class PenaltyCase(Definition):
    """案件办理：立案、调查、法制审核、告知、听证、决定、送达、结案，各有时限."""

    name = "case_time_limit"
    title = text("行政处罚案件办理", "penalty case")
    outcomes = either(*Decision, not_opened=text("不予立案", "not opened"))

    ask_to_open = Step(text("报请立案", "ask to open the case"), Grounds)
    approve_opening = Step(text("审批立案", "decide on the opening"), Verdict)
    investigate = Step(text("调查取证", "investigate"), Findings)
    check_legality = Step(text("法制审核", "check the legality"), Verdict)
    notify_party = Step(text("事先告知当事人", "notify the party"), Notice)
    hold_hearing = Step(text("组织听证", "hold the hearing"), Hearing)
    propose_decision = Step(text("提出处理意见", "propose the decision"), Proposal)
    decide_case = Step(text("作出决定", "decide the case"), Verdict)
    deliver_decision = Step(text("送达决定书", "deliver the decision"), Delivery)
    close_file = Step(text("结案归档", "close the file"))

    async def run(self) -> str:
        """Open, find out, decide, deliver, close."""
        await self.leader_is_named()
        await self.step(self.ask_to_open)
        if not await self.approval(self.approve_opening, of=self.ask_to_open):
            return "not_opened"
        decision = await self.decided()
        await self.step(self.deliver_decision)
        await self.step(self.close_file)
        return decision

    async def decided(self) -> Decision:
        """一处不过，从调查重来."""
        while True:
            await self.step(self.investigate)
            if not await self.approval(self.check_legality, of=self.investigate):
                continue
            await self.party_is_heard()
            proposal = await self.step(self.propose_decision)
            if await self.approval(self.decide_case, of=self.propose_decision):
                return proposal.decision

    async def party_is_heard(self) -> None:
        """先告知再决定；要求听证的先听证."""
        notice = await self.step(self.notify_party)
        if notice.hearing:
            await self.step(self.hold_hearing)
