"""Case ids as people write them."""

from schemas.values import CaseId, case_id_of
from schemas.words import Refusal, text


def read_case_id(written: str) -> CaseId:
    """Return a case's id from how it was written: 2026-xc-2/7 means 2026-xc-2/007."""
    campaign, _, number = written.strip().rpartition("/")
    is_whole = campaign and number.isdecimal()
    return case_id_of(campaign, int(number)) if is_whole else CaseId(written.strip())


def unknown_case(case_id: str) -> Refusal:
    """Return the refusal of an id that no case has."""
    return Refusal(
        text(
            f"没有编号为“{case_id}”的事项。编号写作 轮次/序号，例如 2026-xc-2/007；用 bihuan list 可以查到。",
            f"There is no case “{case_id}”. Ids look like 2026-xc-2/007; `bihuan list` shows them.",
        )
    )
