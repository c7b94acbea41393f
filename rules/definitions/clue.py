"""A transferred clue (移交问题线索): taken over, handled under approval, answered in time; for few eyes only."""

from rules.blocks import Choice, Definition, Evidence, Field, Fields, Label, Step, Verdict, Words, either, text


class Handling(Choice):
    """How a clue is handled (处置方式)."""

    TALK = "talk", "谈话函询", "talk"
    INQUIRY = "inquiry", "初步核实", "inquiry"
    SHELVED = "shelved", "暂存待查", "shelved"
    CLOSED = "closed", "予以了结", "closed"


class Finding(Choice):
    """What was found (核查结论)."""

    TRUE = "true", "属实", "true"
    PARTLY_TRUE = "partly_true", "部分属实", "partly true"
    UNTRUE = "untrue", "不属实", "untrue"
    OPEN = "open", "暂无法查实", "not to be found out"


class Opinion(Fields):
    """The opinion on how to handle it (处置意见)."""

    handling: Handling
    reason: Words


class Progress(Fields):
    """How far it is."""

    text: Words


class Answer(Fields):
    """What was found, and what was done about it."""

    finding: Finding
    measures: Words
    reference: Label = ""  # the number of the reply
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class Clue(Definition):
    """移交问题线索：签收、提出处置意见、核查、反馈结果."""

    name = "clue"
    title = text("移交问题线索", "transferred clue")
    restricted = True
    outcomes = either(*Finding)

    take_over = Step(text("签收问题线索", "take the clue over"))
    propose_handling = Step(text("提出处置意见", "propose how to handle it"), Opinion)
    vet_handling = Step(text("审批处置意见", "decide on the handling"), Verdict)
    report_handling = Step(text("报送核查进展", "report how far it is"), Progress)
    answer_clue = Step(text("反馈处置结果", "answer the clue"), Answer)
    vet_answer = Step(text("审核处置结果", "vet the answer"), Verdict)

    async def run(self) -> str:
        """Take it over, agree on the handling, report on the way, answer."""
        await self.leader_is_named()
        await self.step(self.take_over)
        await self.handling_is_agreed()
        answer = await self.until(self.answer_is_agreed(), self.report_every(self.report_handling))
        return answer.finding

    async def handling_is_agreed(self) -> None:
        """处置意见按程序审批，不同意就重提."""
        agreed = False
        while not agreed:
            await self.step(self.propose_handling)
            agreed = await self.approval(self.vet_handling, of=self.propose_handling)

    async def answer_is_agreed(self) -> Answer:
        """结果经审核才算反馈，不同意就重办."""
        while True:
            answer = await self.step(self.answer_clue)
            if await self.approval(self.vet_answer, of=self.answer_clue):
                return answer
