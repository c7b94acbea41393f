"""A supervised task (督办事项): given out, taken on, reported on, done in all its parts, and checked before it is over."""

from collections.abc import Mapping

from rules.blocks import Choice, Definition, Evidence, Field, Fields, Line, Step, Verdict, Words, either, text


class Source(Choice):
    """Where the task comes from (任务来源): each has a limit of its own."""

    DOCUMENT = "document", "上级文件", "document"
    MINUTES = "minutes", "会议纪要", "minutes"
    URGENT_NOTE = "urgent_note", "领导批示（急件）", "urgent note"
    NOTE = "note", "领导批示", "note"
    HARD_NOTE = "hard_note", "领导批示（疑难）", "hard note"


class Order(Fields):
    """What is to be done, and in which parts (交办内容)."""

    source: Source
    parts: tuple[Line, ...] = Field(default=(), max_length=30)


class Progress(Fields):
    """How far it is (进展)."""

    text: Words


class Result(Fields):
    """What came of it (办理结果)."""

    text: Words
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class SupervisedTask(Definition):
    """督办事项：交办、签收、分任务、报进度、办结、核查."""

    name = "supervised_task"
    title = text("督办事项", "supervised task")
    outcomes = either(done=text("已办结", "done"))

    give_out = Step(text("立项交办", "give the task out"), Order)
    sign_for = Step(text("签收任务", "take the task on"))
    finish_part = Step(text("完成分任务", "finish a part"), Result)
    report_task = Step(text("报送任务进度", "report how far it is"), Progress)
    answer_document = Step(text("报送文件办理结果", "answer the document"), Result)
    answer_minutes = Step(text("报送纪要办理结果", "answer the minutes"), Result)
    answer_urgent_note = Step(text("报送急件办理结果", "answer the urgent note"), Result)
    answer_note = Step(text("报送批示办理结果", "answer the note"), Result)
    answer_hard_note = Step(text("报送疑难批示办理结果", "answer the hard note"), Result)
    check_result = Step(text("核查办理结果", "check the result"), Verdict)

    async def run(self) -> str:
        """Give out, take on, do all parts while reporting, answer, check."""
        order = await self.step(self.give_out)
        await self.leader_is_named()
        await self.step(self.sign_for)
        await self.until(self.all_is_done(order), self.report_every(self.report_task))
        return "done"

    async def all_is_done(self, order: Order) -> None:
        """分任务没有全部完成，不能报结；核查不过，重办."""
        await self.together(*(self.step(self.finish_part, about=part) for part in order.parts))
        answer = self.answers[order.source]
        while True:
            await self.step(answer)
            if await self.approval(self.check_result, of=answer):
                return

    @property
    def answers(self) -> Mapping[Source, Step[Result]]:
        """Return the step by which a task of each source is answered."""
        return {
            Source.DOCUMENT: self.answer_document,
            Source.MINUTES: self.answer_minutes,
            Source.URGENT_NOTE: self.answer_urgent_note,
            Source.NOTE: self.answer_note,
            Source.HARD_NOTE: self.answer_hard_note,
        }
