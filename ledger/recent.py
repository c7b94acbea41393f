"""The latest cases, kept by a worker."""

from collections import OrderedDict
from typing import Final

from schemas.case import Case


class Recent:
    """The latest cases by the hash of their head, so that a busy case is not read back before each append."""

    MOST: Final = 200

    def __init__(self) -> None:
        self._cases: OrderedDict[str, Case] = OrderedDict()

    def hashes(self) -> list[str]:
        """Return the heads of the cases that are here."""
        return list(self._cases)

    def get(self, head: str) -> Case | None:
        """Return the case with this head."""
        return self._cases.get(head)

    def put(self, before: Case | None, case: Case) -> None:
        """Put a case in place of its earlier self; the longest unused goes."""
        if before is not None:
            self._cases.pop(before.head.hash, None)
        self._cases[case.head.hash] = case
        if len(self._cases) > self.MOST:
            self._cases.popitem(last=False)
