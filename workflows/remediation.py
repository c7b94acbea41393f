"""Remediation: the life of one feedback item, from intake to its last look-back."""

from temporalio import workflow

from rules.summary import summarise
from schemas.case import Case, CaseSummary, Stage
from schemas.commands import COMMANDS
from schemas.wire import REMEDIATION
from workflows.hearing import HearingStory, hears


@workflow.defn(name=REMEDIATION)
@hears(COMMANDS)
class Remediation(HearingStory):
    """One item: assigned, planned, put right, reviewed, closed, and looked at again; delay anywhere climbs a ladder.

    A step that the case has passed returns at once, so the story goes on from the case alone: after continue-as-new,
    under a new edition of the rules, or with a case that was imported half done.
    """

    @workflow.init
    def __init__(self, *sent: object) -> None:
        super().__init__(sent)

    @workflow.run
    async def run(self, *_sent: object) -> CaseSummary:  # one Case; anything that a stranger sends is refused in words
        """Live until nothing is owed any more, and return how it ended."""
        await self.open()
        while not self.case.settled:  # a refusal, a relapse lead back in here
            await self.leader_is_named()
            await self.receipt_is_acknowledged()
            await self.plan_is_approved()
            await self.evidence_is_in()
            await self.closure_is_decided()
            await self.effect_is_kept_up()
            await self.look_backs_pass()
        await self.close()
        return summarise(self.case)

    async def leader_is_named(self) -> None:
        """责任分工."""
        await self.leaves(Stage.NEW, Stage.ASSIGNING)

    async def receipt_is_acknowledged(self) -> None:
        """签收."""
        await self.leaves(Stage.ACKNOWLEDGING)

    async def plan_is_approved(self) -> None:
        """制定方案."""
        await self.leaves(Stage.PLANNING)

    async def evidence_is_in(self) -> None:
        """整改、报送进展与佐证，直到申请销号."""
        await self.leaves(Stage.RECTIFYING)

    async def closure_is_decided(self) -> None:
        """逐级审核销号."""
        await self.leaves(Stage.REVIEWING)

    async def effect_is_kept_up(self) -> None:
        """基本完成、长期坚持的持续整改."""
        await self.leaves(Stage.CONTINUING)

    async def look_backs_pass(self) -> None:
        """公开与回头看."""
        await self.leaves(Stage.WATCHING)

    @workflow.query(name="case", description="当前整改事项（只读）")
    def shown(self) -> Case:
        """Return the case as it stands; frozen, so that a reader can't change it."""
        self.demand_case()
        return self.case
