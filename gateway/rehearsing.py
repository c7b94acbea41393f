"""A rehearsal: people by script act on a running campaign, through the same updates as an OA would."""

import asyncio
import datetime as dt
from dataclasses import dataclass, field

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from gateway.current_case import current_case
from gateway.script_cues import Cue, Cues
from gateway.watching import Glance
from schemas.case import Case
from schemas.people import Roster
from schemas.script import Play
from schemas.values import CaseId
from schemas.words import Refusal

PATIENCE = dt.timedelta(seconds=20)


@dataclass
class Rehearsal:
    """The people of a play; each item's people do one thing at a time."""

    client: Client
    play: Play
    roster: Roster
    _cues: dict[CaseId, Cues] = field(default_factory=dict)
    _acting: dict[CaseId, asyncio.Task[None]] = field(default_factory=dict)

    def act(self, glance: Glance) -> None:
        """Let everybody whose moment has come act; returns at once."""
        for case in glance.cases.values():
            acting = self._acting.get(case.id)
            if acting is not None and not acting.done():
                continue
            cues = self._cues.setdefault(case.id, Cues(self.play.acts_for(case.item.number), self.roster))
            if not case.settled and (cue := cues.next(case, glance.at)):
                self._acting[case.id] = asyncio.create_task(self._do(cues, cue, case, glance.at))

    async def rest(self) -> None:
        """Let everybody stop."""
        for acting in self._acting.values():
            acting.cancel()
        await asyncio.gather(*self._acting.values(), return_exceptions=True)

    async def _do(self, cues: Cues, cue: Cue, case: Case, now: dt.datetime) -> None:
        try:
            command = cues.command(cue, case, now)
            handle = self.client.get_workflow_handle(case.id)
            await handle.execute_update(command.name, command, id=command.id, rpc_timeout=PATIENCE)
        except (Refusal, WorkflowUpdateFailedError):
            if not await self._was_late(case):
                cues.refused(cue)
        except (RPCError, WorkflowUpdateRPCTimeoutOrCancelledError):
            return  # nobody knows whether it was taken: the same id is sent again at the next glance
        else:
            cues.played(cue)

    async def _was_late(self, case: Case) -> bool:
        """Say whether the ledger lagged behind: who acted on an old picture is refused rightly, and looks again."""
        try:
            return (await current_case(self.client, case.id)).head != case.head
        except (Refusal, RPCError):
            return True
