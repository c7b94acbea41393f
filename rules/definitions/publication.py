"""Publication of law enforcement (执法公示): within its limit, where it can be found, and taken down when its time is over."""

import datetime as dt

from rules.blocks import Choice, Definition, Fields, Label, Line, Remark, Step, Verdict, either, text


class Kind(Choice):
    """What is made public."""

    RESULT = "result", "一般执法结果", "result"
    PENALTY = "penalty", "行政处罚决定", "penalty decision"


class Notice(Fields):
    """What is to be made public, and where."""

    kind: Kind
    where: Line
    withheld: Remark = ""  # what is left out, and on which grounds


class Published(Fields):
    """Where it stands, and since when."""

    where: Line
    on: dt.date
    reference: Label = ""


class TakenDown(Fields):
    """When it was taken down, and why."""

    on: dt.date
    reason: Line


class Publication(Definition):
    """执法公示：拟稿、审核、按期公示、期满撤下."""

    name = "publication"
    title = text("执法公示", "publication of law enforcement")
    outcomes = either(published=text("已公示并期满撤下", "published, and taken down in time"))

    draft_notice = Step(text("拟定公示内容", "draft the notice"), Notice)
    vet_notice = Step(text("审核公示内容", "vet the notice"), Verdict)
    publish_result = Step(text("公示执法结果", "publish the result"), Published)
    publish_penalty = Step(text("公示行政处罚决定", "publish the penalty decision"), Published)
    take_down = Step(text("期满撤下", "take it down"), TakenDown)

    async def run(self) -> str:
        """Draft and vet, publish within the limit of its kind, take down when its time is over."""
        notice = await self.notice_is_agreed()
        await self.step(self.publish_penalty if notice.kind is Kind.PENALTY else self.publish_result)
        await self.step(self.take_down)
        return "published"

    async def notice_is_agreed(self) -> Notice:
        """未经审核不公示."""
        while True:
            notice = await self.step(self.draft_notice)
            if await self.approval(self.vet_notice, of=self.draft_notice):
                return notice
