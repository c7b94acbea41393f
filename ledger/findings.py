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
    UNWITNESSED = "unwitnessed"  # a note: the chain holds; no history is left of a case that is over or was revived


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
    what = text(f"末尾第 {first} 至 {last} 条事实缺失。", f"the last facts, {first} to {last}, are cut off.")
    return _about_case(FindingKind.CUT_OFF, case_id, what, number=first)


def reset(case_id: CaseId, number: int) -> Finding:
    """Say that somebody has reset the workflow, and from which fact on it tells another story than the ledger."""
    what = text(
        f"流程被人重置（temporal workflow reset），自第 {number} 条起与台账不同；台账自身的链条完整。"
        f"以台账为准：bihuan revive {case_id} --drop-reset；以重置后的流程为准：bihuan rebuild（原有记录的时间会变）。",
        f"somebody has reset its workflow; from fact {number} on it tells another story than the ledger, "
        f"whose own chain holds. To keep what the ledger says: bihuan revive {case_id} --drop-reset. To take the reset "
        "workflow's word: bihuan rebuild, which changes the times of facts on record.",
    )
    return _about_case(FindingKind.RESET, case_id, what, number=number)


def missing_case(case_id: CaseId) -> Finding:
    """Say that the ledger knows no facts of a case that lives in Temporal, or that has a state."""
    what = text("台账中没有它的任何事实。", "the ledger holds none of its facts.")
    return _about_case(FindingKind.MISSING_CASE, case_id, what)


def wrong_state(case_id: CaseId, columns: list[str]) -> Finding:
    """Say in which columns the state of a case is not what its facts tell."""
    named = ", ".join(columns)
    what = text(f"当前状态与事实不符（{named}）。", f"its state is not what its facts tell ({named}).")
    return _about_case(FindingKind.STATE, case_id, what)


def wrong_duties(case_id: CaseId, duties: list[str]) -> Finding:
    """Say which duties of a case are not what its facts tell."""
    named = ", ".join(duties)
    what = text(f"待办责任与事实不符（{named}）。", f"its duties are not what its facts tell ({named}).")
    return _about_case(FindingKind.DUTIES, case_id, what)


def wrong_registry(case_id: CaseId) -> Finding:
    """Say that a case is registered under another text or number than its own."""
    what = text("问题登记与立项事实不符。", "it is not registered as the item it was opened for.")
    return _about_case(FindingKind.REGISTRY, case_id, what)


def unreadable(case_id: CaseId, why: str) -> Finding:
    """Say that a history is there and can't be told again, so that nobody knows whether the ledger is right."""
    what = text(
        f"Temporal 中的历史不能重放，无从比对。换回能重放它的版本再核验；在此之前不要重建。原因：{why}",
        "its history can't be replayed, so nothing can be compared. Verify again by the edition that can "
        f"replay it, and don't rebuild before. Why: {why}",
    )
    return _about_case(FindingKind.UNREADABLE, case_id, what)


def lost(case_id: CaseId) -> Finding:
    """Say that an open case has no workflow any more: no age explains that."""
    what = text(
        f"自身的链条完整，还在办，Temporal 中却没有它的流程：查明是谁删的，再运行 bihuan revive {case_id}。",
        "its own chain holds and it is open, but Temporal has no workflow of it: find out who deleted it, "
        f"then run bihuan revive {case_id}.",
    )
    return _about_case(FindingKind.LOST, case_id, what)


def unwitnessed(case_id: CaseId) -> Finding:
    """Say that a case can't be compared with Temporal any more."""
    what = text(
        "自身的链条完整，但 Temporal 中已没有可供比对的历史。",
        "its own chain holds, but Temporal has no history left to compare it with.",
    )
    return _about_case(FindingKind.UNWITNESSED, case_id, what)


def _about_case(kind: FindingKind, case_id: CaseId, what: Text, *, number: int | None = None) -> Finding:
    told = text(f"事项 {case_id}：{what.zh}", f"Case {case_id}: {what.en}")
    return Finding(kind=kind, case_id=case_id, number=number, sentence=told)


def _about_fact(kind: FindingKind, case_id: CaseId, number: int, what: Text) -> Finding:
    return _about_case(
        kind, case_id, text(f"第 {number} 条事实{what.zh}。", f"fact {number} {what.en}."), number=number
    )
