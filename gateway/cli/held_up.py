"""What is not served: definitions that were refused, and the open cases that can't go on without theirs."""

from collections.abc import Iterator
from itertools import groupby

import asyncpg

from ledger.open_cases import scripted_cases
from rules.repertoire import why_untold
from schemas.values import CaseId, Value
from schemas.words import Text, text

_NAMED = 5  # cases: more are counted


class HeldUp(Value):
    """A case that can't go on, by which definition it was opened, and why that one can't tell it."""

    case_id: CaseId
    definition: str
    why: Text


async def held_up(pool: asyncpg.Pool) -> list[HeldUp]:
    """Return the open cases that this process can't tell; find_definitions comes before."""
    scripted = await scripted_cases(pool)
    return [
        HeldUp(case_id=case_id, definition=procedure.name, why=why)
        for case_id, procedure in scripted.items()
        if (why := why_untold(procedure))
    ]


def sentences(cases: list[HeldUp]) -> Iterator[Text]:
    """Yield what is to be said of them: a sentence for each cause, and what helps."""
    for why, alike in groupby(sorted(cases, key=lambda one: one.why.zh), key=lambda one: one.why):
        ids = [one.case_id for one in alike]
        more = ids[_NAMED:]
        zh, en = "、".join(ids[:_NAMED]), ", ".join(ids[:_NAMED])
        zh, en = (f"{zh} 等", f"{en} …") if more else (zh, en)
        yield text(
            f"有 {len(ids)} 件在办事项不能继续（{zh}）：{why.zh}。把脚本放回立项时的样子，重启 bihuan up，即继续。",
            f"{len(ids)} open cases can't go on ({en}): {why.en}. Put the script back as it was and start `bihuan up` again.",
        )


def refusals(names: list[str]) -> Iterator[Text]:
    """Yield what is to be said of definitions that were refused; nothing where none was."""
    if names:
        yield text(
            f"未启用 {len(names)} 个流程（{'、'.join(names)}）：原因见 bihuan definitions。",
            f"{len(names)} definitions are not served ({', '.join(names)}): `bihuan definitions` says why.",
        )
