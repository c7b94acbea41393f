"""One round of remediation (一轮整改): planned, vetted, kept going week by week, reported on, and made public."""

import datetime as dt

from rules.blocks import Definition, Evidence, Field, Fields, Label, Line, Step, Verdict, Words, either, text


class Plan(Fields):
    """The round's plan, and where its three lists lie (整改方案和三个清单)."""

    reference: Line
    items: int = Field(ge=1)
    lists: tuple[Line, ...] = Field(default=(), max_length=10)


class Dispatch(Fields):
    """What the office found this week (每周调度)."""

    done: int = Field(ge=0)
    ongoing: int = Field(ge=0)
    overdue: int = Field(ge=0)
    text: Words


class Report(Fields):
    """The report on the concentrated period (集中整改进展情况报告)."""

    done: int = Field(ge=0)
    continuing: int = Field(ge=0)
    text: Words
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=50)


class Published(Fields):
    """Where the result was made public, inside the Party and outside (双公开)."""

    inside: Line
    outside: Line
    on: dt.date
    reference: Label = ""


class Campaign(Definition):
    """一轮整改：报方案、会审、每周调度、集中整改、报告、公开."""

    name = "campaign"
    title = text("一轮整改", "round of remediation")
    outcomes = either(published=text("已报告并公开", "reported and published"))

    draft_round_plan = Step(text("报送整改总方案", "submit the plan of the round"), Plan)
    vet_round_plan = Step(text("会审整改总方案", "vet the plan of the round"), Verdict)
    dispatch = Step(text("每周调度", "dispatch of the week"), Dispatch)
    report_round = Step(text("报送集中整改报告", "report on the round"), Report)
    vet_report = Step(text("审核集中整改报告", "vet the report"), Verdict)
    publish_round = Step(text("公开整改情况", "publish the round"), Published)

    async def run(self) -> str:
        """Plan, keep going week by week until the report is agreed, publish."""
        await self.plan_is_vetted()
        await self.until(self.report_is_vetted(), self.report_every(self.dispatch))
        await self.step(self.publish_round)
        return "published"

    async def plan_is_vetted(self) -> None:
        """几家会审，一家不同意就重报."""
        vetted = False
        while not vetted:
            await self.step(self.draft_round_plan)
            vetted = await self.approval(self.vet_round_plan, of=self.draft_round_plan)

    async def report_is_vetted(self) -> None:
        """集中整改期满报告，审核不过就重报."""
        vetted = False
        while not vetted:
            await self.step(self.report_round)
            vetted = await self.approval(self.vet_report, of=self.report_round)
