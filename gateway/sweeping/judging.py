"""What is wrong with a case that was looked at from all sides."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from temporalio.client import WorkflowExecutionStatus as Status

from gateway.sweeping.findings import Finding, Lag, found
from gateway.sweeping.kinds import FindingKind
from gateway.sweeping.sights import ENDED_BADLY, Answer, Live, Sight, Silence
from gateway.sweeping.suspecting import is_overdue, is_whole
from ledger.inventory import Line
from rules.names import name_of
from schemas.time import SHANGHAI
from schemas.words import Text, text

FAILS_AGAIN: Final = 2  # tries of one task: the first may have died with its worker
TAKEN_WITHIN: Final = dt.timedelta(seconds=30)  # three times Temporal's own patience with a worker that died


def judge(sight: Sight) -> list[Finding]:
    """Return what is wrong; nothing where the item has its one live workflow or its outcome, and both sides agree."""
    if sight.live is None:
        return list(_without_workflow(sight))
    return [*_of_register(sight), *_of_workflow(sight, sight.live), *_of_ledger(sight, sight.live)]


def _without_workflow(sight: Sight) -> Iterator[Finding]:
    line = sight.line
    if line is None:
        return  # deleted meanwhile
    if not line.registered:
        yield found(FindingKind.UNREGISTERED, sight.case_id)
    if line.head and not is_whole(line):
        yield _spoiled(line)
    if line.outcome is None:
        yield found(FindingKind.LOST if line.facts or line.head else FindingKind.UNSTARTED, sight.case_id)


def _of_register(sight: Sight) -> Iterator[Finding]:
    if sight.line is not None and sight.line.registered:
        return
    if sight.line is None and sight.live and sight.live.status is Status.FAILED:
        yield found(FindingKind.REFUSED_START, sight.case_id, status="FAILED")
    else:
        yield found(FindingKind.UNREGISTERED, sight.case_id)


def _of_workflow(sight: Sight, live: Live) -> Iterator[Finding]:
    if live.status in ENDED_BADLY and sight.line is not None:
        yield found(FindingKind.ENDED, sight.case_id, status=live.status.name)
    if live.attempt >= FAILS_AGAIN:
        yield found(FindingKind.STUCK, sight.case_id, attempt=live.attempt, since=shown_time(live.pending_since))
    elif live.pending_since and live.pending_since < sight.at - TAKEN_WITHIN:
        yield found(FindingKind.UNTAKEN, sight.case_id, since=shown_time(live.pending_since))
    elif isinstance(sight.answer, Silence) and sight.line is not None:
        yield found(FindingKind.UNANSWERING, sight.case_id, reason=sight.answer.reason)
    if (shown := _mislisted(sight, live)) is not None:
        yield found(FindingKind.MISLISTED, sight.case_id, shown=shown)


def _mislisted(sight: Sight, live: Live) -> Text | None:
    """Return how the list shows a case otherwise than it is: what is in the list was there when the ledger was read."""
    if sight.listed is None:
        return text("没有它", "does not have it")
    if sight.listed.status is not live.status:
        status = sight.listed.status.name if sight.listed.status else "?"
        return text(f"的状态是 {status}", f"says {status}")
    known = {
        name_of(side.stage).zh for side in (sight.line, sight.answer) if isinstance(side, Line | Answer) and side.stage
    }
    if isinstance(sight.answer, Answer) and live.status is Status.RUNNING and sight.listed.stage not in known:
        return text(f"的阶段是“{sight.listed.stage or ''}”", f"says “{sight.listed.stage or ''}”")
    return None


def _of_ledger(sight: Sight, live: Live) -> Iterator[Finding]:
    line, answer = sight.line, sight.answer
    if line is not None and (line.facts or line.head) and not is_whole(line):
        yield _spoiled(line)
    if isinstance(answer, Answer):
        yield from _against(sight, answer)
        yield from _by_itself(sight, live, answer)
    elif line is not None and live.status is Status.COMPLETED and line.outcome is None:
        yield found(FindingKind.UNRECORDED_END, sight.case_id)
    elif line is not None and line.head and answer is None and live.attempt < FAILS_AGAIN:
        yield from _by_itself(sight, live, line)


def _against(sight: Sight, answer: Answer) -> Iterator[Finding]:
    """Compare the ledger with what the case said before the ledger was read."""
    line = sight.line
    if sight.reset_from is not None:
        yield found(FindingKind.RESET, sight.case_id, number=sight.reset_from)
    elif line is None or line.head < answer.number:
        yield _behind(sight, line, answer)
    elif line.head > answer.number or line.hash != answer.hash:
        yield found(FindingKind.CONTRADICTING, sight.case_id, ledger=line.head, case=answer.number)
    elif differ(line, answer):
        yield found(
            FindingKind.SPOILED, sight.case_id, what=text("当前状态与事实不符", "its state is not what its facts tell")
        )


def contradicts(line: Line | None, answer: Answer | Silence | None) -> bool:
    """Say whether the ledger tells other facts than a case, or fewer."""
    return line is not None and isinstance(answer, Answer) and (line.head, line.hash) != (answer.number, answer.hash)


def agree(line: Line, answer: Answer | Silence | None) -> bool:
    """Say whether a running case answers, and the ledger tells the same of it, which is right by itself."""
    if not isinstance(answer, Answer) or (line.head, line.hash) != (answer.number, answer.hash):
        return False
    return not differ(line, answer) and answer.outcome is None and (answer.waits or answer.next_alarm is not None)


def differ(line: Line, answer: Answer) -> bool:
    """Say whether the ledger and the case, which tell the same facts, draw other conclusions from them."""
    return (line.stage, line.outcome, line.next_alarm, line.waits) != (
        answer.stage,
        answer.outcome,
        answer.next_alarm,
        answer.waits,
    )


def _by_itself(sight: Sight, live: Live, told: Line | Answer) -> Iterator[Finding]:
    """Tell what is wrong with a case as one side tells it."""
    if live.status is Status.COMPLETED and told.outcome is None:
        yield found(FindingKind.UNRECORDED_END, sight.case_id)
    if live.status is not Status.RUNNING:
        return
    if told.outcome is not None:
        yield found(FindingKind.UNENDED, sight.case_id)
    elif told.next_alarm is None and not told.waits:
        yield found(FindingKind.IDLE, sight.case_id)
    elif is_overdue(told.next_alarm, sight.at):
        yield found(FindingKind.SILENT, sight.case_id, alarm=shown_time(told.next_alarm))


def _behind(sight: Sight, line: Line | None, answer: Answer) -> Finding:
    ledger, since = (line.head, line.updated_at) if line else (0, None)
    return found(
        FindingKind.BEHIND,
        sight.case_id,
        Lag(ledger=ledger, case=answer.number, since=since),
        facts=answer.number - ledger,
        ledger=ledger,
        case=answer.number,
        since=shown_time(since),
        at=shown_time(answer.at),
    )


def _spoiled(line: Line) -> Finding:
    what = text(
        f"有 {line.facts} 条事实，最后一条是第 {line.last} 条，当前状态却按第 {line.head} 条",
        f"{line.facts} facts, the last is {line.last}, and a state as of {line.head}",
    )
    return found(FindingKind.SPOILED, line.case_id, what=what)


def shown_time(at: dt.datetime | None) -> str:
    """Return an instant as findings tell it, by Beijing's clock."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if at else "—"
