"""Why cases stand still, where the cause is a definition: by the worker's own words, and by the scripts that are here."""

from collections.abc import Iterator, Mapping, Sequence

from temporalio.client import Client

from gateway.hindrances import Hindrance, hindrance_in
from gateway.sweeping.asking import describe, last_events
from gateway.sweeping.findings import Finding, found
from gateway.sweeping.glimpse import waits_since
from gateway.sweeping.judging import FAILS_AGAIN, shown_time
from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.sights import ENDED_BADLY
from rules.repertoire import repertoire, why_untold
from schemas.steps import Procedure
from schemas.values import CaseId


async def hindrance(client: Client, case_id: CaseId) -> Hindrance | None:
    """Return why a case can't go on; None where nothing hinders it, or something else than its definition does."""
    live = await describe(client, case_id)
    if live is None or live.attempt < FAILS_AGAIN:
        return None
    return hindrance_in(await last_events(client, case_id))


async def ended_from_outside(client: Client, case_id: CaseId) -> Hindrance | None:
    """Return how the workflow of a case that is open in the ledger was ended, or that it is gone; None where it runs."""
    live = await describe(client, case_id)
    if live is None:
        return Hindrance(FindingKind.LOST, found(FindingKind.LOST).sentence)
    if live.status not in ENDED_BADLY:
        return None
    return Hindrance(FindingKind.ENDED, found(FindingKind.ENDED, status=live.status.name).sentence)


async def with_causes(client: Client, findings: Sequence[Finding]) -> list[Finding]:
    """Return what was found, with the cause in place of tasks that are tried again and again, where it is known."""
    return [await _caused(client, finding) for finding in findings]


async def _caused(client: Client, finding: Finding) -> Finding:
    if finding.kind is not FindingKind.STUCK or finding.case_id is None:
        return finding
    events = await last_events(client, finding.case_id)
    if cause := hindrance_in(events):
        return found(cause.kind, finding.case_id, reason=cause.reason)
    if since := waits_since(events):
        return found(FindingKind.UNTAKEN, finding.case_id, since=shown_time(since))
    return finding


def changed(scripted: Mapping[CaseId, Procedure], but: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the open cases whose script here is another by now, but for those of which that was found already.

    Such a case stands still from its next task on. One whose script is not here at all may well be the worker's; of one
    that was not served when its task failed, the history does not tell that it has come back as another.
    """
    known = {finding.case_id for finding in but if finding.kind is FindingKind.CHANGED}
    for case_id, procedure in scripted.items():
        if case_id in known or procedure.name not in repertoire():
            continue
        if why := why_untold(procedure):
            yield found(FindingKind.CHANGED, case_id, reason=why)
