"""What one transaction does to its cases, worked out before anything is written."""

from ledger.trouble import StateSpoiled
from rules.cases import resume_fold
from rules.chain import ChainBroken, FactsMissing
from schemas.case import Case
from schemas.entries import Batch, Entry
from schemas.values import CaseId


class Page:
    """The cases of one transaction: as they were, and as the batches leave them."""

    def __init__(self, before: dict[CaseId, Case], spoiled: set[CaseId], hashes: dict[tuple[CaseId, int], str]) -> None:
        self.before = before
        self.after = dict(before)
        self.added: list[Entry] = []
        self._spoiled = spoiled
        self._hashes = hashes

    def take(self, batch: Batch) -> int:
        """Fold what is new in a batch; facts that are there already are left, and others in their place refused."""
        if batch.case_id in self._spoiled:
            raise StateSpoiled(f"{batch.case_id}: its state in the ledger is spoiled; run `bihuan rebuild`")
        case = self.after.get(batch.case_id)
        fresh = []
        for entry in batch.entries:
            if entry.case_id != batch.case_id:
                raise ChainBroken(f"{batch.case_id}: a fact of {entry.case_id} in its batch")
            if case is not None and entry.number <= case.head.number:
                self._compare(entry)
                continue
            if entry.number > (case.head.number if case else 0) + 1:
                raise FactsMissing(f"{entry.case_id}: fact {entry.number} came before the facts that precede it")
            case = resume_fold(case, entry)
            fresh.append(entry)
        self._keep(case, fresh)
        return batch.entries[-1].number

    def _compare(self, entry: Entry) -> None:
        stored = self._hashes.get((entry.case_id, entry.number))
        if stored is None:
            raise StateSpoiled(f"{entry.case_id}: fact {entry.number} is gone from the ledger; run `bihuan rebuild`")
        if stored != entry.hash:
            raise ChainBroken(f"{entry.case_id}: another fact {entry.number} stands in the ledger")

    def _keep(self, case: Case | None, fresh: list[Entry]) -> None:
        if case is None:
            return
        self.after[case.id] = case
        self.added += fresh
        self._hashes |= {(entry.case_id, entry.number): entry.hash for entry in fresh}

    @property
    def changed(self) -> list[Case]:
        """Return the cases that got new facts, by id."""
        return sorted((c for c in self.after.values() if self.before.get(c.id) is not c), key=lambda case: case.id)
