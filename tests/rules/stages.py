"""A life in each stage."""

from collections.abc import Callable

from rules.definitions.clue import Clue
from schemas import commands as c
from schemas.case import Stage
from schemas.commands import Result
from tests.rules.life import Life, once
from tests.rules.scripts import Play


def _settled() -> Life:
    life = Life().at_work().do(c.RequestWithdrawal, "office", reason="反馈有误")
    return life.do(c.DecideWithdrawal, "secretary", grant=True, reason="属实")


_PLAYS: dict[Stage, Callable[[], Life]] = {
    Stage.ASSIGNING: Life,
    Stage.ACKNOWLEDGING: lambda: Life().assigned(),
    Stage.PLANNING: lambda: Life().acknowledged(),
    Stage.RECTIFYING: lambda: Life().at_work(),
    Stage.REVIEWING: lambda: Life().at_work().reported(),
    Stage.CONTINUING: lambda: Life().at_work().reported().closes(Result.LONG_TERM),
    Stage.WATCHING: lambda: Life().closed(),
    Stage.RUNNING: lambda: Play(Clue),
    Stage.SETTLED: _settled,
}
AT = {stage: once(play) for stage, play in _PLAYS.items()}
