"""What may be wrong with a ledger, each as a sentence that names the case and the fact, never its contents."""

from enum import StrEnum

from schemas.values import CaseId, Record
from schemas.words import Text, text


class FindingKind(StrEnum):
    """Kinds of findings."""

    EDITED = "edited"
    INSERTED = "inserted"
    DELETED = "deleted"
    REORDERED = "reordered"
    CUT_OFF = "cut_off"
    MISSING_CASE = "missing_case"
    STATE = "state"
    DUTIES = "duties"
    REGISTRY = "registry"
    UNREADABLE = "unreadable"  # its history is there and can't be told again, so nobody knows
    LOST = "lost"  # the case's own chain holds and it is open, but Temporal has no workflow of it
    RESET = "reset"  # the ledger's own chain holds, but the workflow was reset and tells other facts from some on
    UNWITNESSED = (
        "unwitnessed"  # a note: the chain holds, but no history is left of a case that is closed or was revived
    )


class Finding(Record):
    """One thing that is wrong with the ledger, or that can't be proven right."""

    kind: FindingKind
    case_id: CaseId
    number: int | None  # of the fact
    sentence: Text

    @property
    def grave(self) -> bool:
        """Tell whether something is wrong, and not only unproven."""
        return self.kind is not FindingKind.UNWITNESSED


def edited(case_id: CaseId, number: int) -> Finding:
    """Say that a fact is not the one that happened."""
    return _about_fact(FindingKind.EDITED, case_id, number, text("被改动", "was edited"))


def inserted(case_id: CaseId, number: int) -> Finding:
    """Say that a fact never happened."""
    return _about_fact(FindingKind.INSERTED, case_id, number, text("是后来插入的，从未发生", "was slipped in"))


def deleted(case_id: CaseId, number: int) -> Finding:
    """Say that a fact is gone from the middle."""
    return _about_fact(FindingKind.DELETED, case_id, number, text("被删除", "was deleted"))


def reordered(case_id: CaseId, number: int, stands_at: int) -> Finding:
    """Say that a fact stands in another's place."""
    where = text(f"被移到第 {stands_at} 条的位置", f"was moved to the place of fact {stands_at}")
    return _about_fact(FindingKind.REORDERED, case_id, number, where)


def cut_off(case_id: CaseId, first: int, last: int) -> Finding:
    """Say that the last facts are gone."""
    told = text(
        f"事项 {case_id}：末尾第 {first} 至 {last} 条事实缺失。",
        f"Case {case_id}: the last facts, {first} to {last}, are cut off.",
    )
    return Finding(kind=FindingKind.CUT_OFF, case_id=case_id, number=first, sentence=told)


def reset(case_id: CaseId, number: int) -> Finding:
    """Say that somebody has reset the workflow, and from which fact on it tells another story than the ledger."""
    told = text(
        f"事项 {case_id}：流程被人重置（temporal workflow reset），自第 {number} 条起与台账不同；台账自身的链条完整。"
        f"以台账为准：bihuan revive {case_id} --drop-reset；以重置后的流程为准：bihuan rebuild（原有记录的时间会变）。",
        f"Case {case_id}: somebody has reset its workflow; from fact {number} on it tells another story than the ledger, "
        f"whose own chain holds. To keep what the ledger says: bihuan revive {case_id} --drop-reset. To take the reset "
        "workflow's word: bihuan rebuild, which changes the times of facts on record.",
    )
    return Finding(kind=FindingKind.RESET, case_id=case_id, number=number, sentence=told)


def missing_case(case_id: CaseId) -> Finding:
    """Say that the ledger knows no facts of a case that lives in Temporal, or that has a state."""
    told = text(f"事项 {case_id}：台账中没有它的任何事实。", f"Case {case_id}: the ledger holds none of its facts.")
    return Finding(kind=FindingKind.MISSING_CASE, case_id=case_id, number=None, sentence=told)


def wrong_state(case_id: CaseId, columns: list[str]) -> Finding:
    """Say in which columns the state of a case is not what its facts tell."""
    named = ", ".join(columns)
    told = text(
        f"事项 {case_id}：当前状态与事实不符（{named}）。",
        f"Case {case_id}: its state is not what its facts tell ({named}).",
    )
    return Finding(kind=FindingKind.STATE, case_id=case_id, number=None, sentence=told)


def wrong_duties(case_id: CaseId, duties: list[str]) -> Finding:
    """Say which duties of a case are not what its facts tell."""
    named = ", ".join(duties)
    told = text(
        f"事项 {case_id}：待办责任与事实不符（{named}）。",
        f"Case {case_id}: its duties are not what its facts tell ({named}).",
    )
    return Finding(kind=FindingKind.DUTIES, case_id=case_id, number=None, sentence=told)


def wrong_registry(case_id: CaseId) -> Finding:
    """Say that a case is registered under another text or number than its own."""
    told = text(
        f"事项 {case_id}：问题登记与立项事实不符。",
        f"Case {case_id}: it is not registered as the item it was opened for.",
    )
    return Finding(kind=FindingKind.REGISTRY, case_id=case_id, number=None, sentence=told)


def unreadable(case_id: CaseId, why: str) -> Finding:
    """Say that a history is there and can't be told again, so that nobody knows whether the ledger is right."""
    told = text(
        f"事项 {case_id}：Temporal 中的历史不能重放，无从比对。换回能重放它的版本再核验；在此之前不要重建。原因：{why}",
        f"Case {case_id}: its history can't be replayed, so nothing can be compared. Verify again by the edition that can "
        f"replay it, and don't rebuild before. Why: {why}",
    )
    return Finding(kind=FindingKind.UNREADABLE, case_id=case_id, number=None, sentence=told)


def lost(case_id: CaseId) -> Finding:
    """Say that an open case has no workflow any more: no age explains that."""
    told = text(
        f"事项 {case_id}：自身的链条完整，还在办，Temporal 中却没有它的流程：查明是谁删的，再运行 bihuan revive {case_id}。",
        f"Case {case_id}: its own chain holds and it is open, but Temporal has no workflow of it: find out who deleted it, "
        f"then run bihuan revive {case_id}.",
    )
    return Finding(kind=FindingKind.LOST, case_id=case_id, number=None, sentence=told)


def unwitnessed(case_id: CaseId) -> Finding:
    """Say that a case can't be compared with Temporal any more."""
    told = text(
        f"事项 {case_id}：自身的链条完整，但 Temporal 中已没有可供比对的历史。",
        f"Case {case_id}: its own chain holds, but Temporal has no history left to compare it with.",
    )
    return Finding(kind=FindingKind.UNWITNESSED, case_id=case_id, number=None, sentence=told)


def _about_fact(kind: FindingKind, case_id: CaseId, number: int, what: Text) -> Finding:
    told = text(f"事项 {case_id}：第 {number} 条事实{what.zh}。", f"Case {case_id}: fact {number} {what.en}.")
    return Finding(kind=kind, case_id=case_id, number=number, sentence=told)
