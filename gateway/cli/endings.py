"""How a command ends: its exit code, and the sentence that goes with it."""

from enum import IntEnum

from embedded.trouble import SiteTrouble
from schemas.system_errors import said_of
from schemas.words import Refusal, Text, text


class Ending(IntEnum):
    """The exit codes, the same for every command."""

    OK = 0
    REFUSED = 1
    MISUSED = 2
    TROUBLE = 3
    PARTLY = 4
    FAULT = 5
    INTERRUPTED = 130


EXIT_CODES = text(
    "退出码：0 办成；1 不予办理或输入有误；2 用法有误；3 站点或服务器不可用；4 只办成一部分，或发现了问题；"
    "5 程序自身出错；130 被中断。",
    "Exit codes: 0 done; 1 refused, or bad input; 2 wrong usage; 3 the site or a server is not available; 4 done in "
    "part, or something was found; 5 a fault of the program; 130 interrupted.",
)


class Misuse(Refusal):
    """The command line itself is not as the command takes it."""


def code_of(leaving: SystemExit) -> int:
    """Return an exit's own code; one that was made of a reader who has seen enough (`… | head`) is no failure."""
    if isinstance(leaving.__context__, BrokenPipeError):
        return Ending.OK
    return leaving.code if isinstance(leaving.code, int) else Ending.OK if leaving.code is None else Ending.FAULT


def ending_of(error: BaseException) -> tuple[Ending, Text]:
    """Return the exit code and the sentence for what ended a command."""
    match error:
        case Misuse():
            return Ending.MISUSED, error.reason
        case Refusal():
            return Ending.REFUSED, error.reason
        case SiteTrouble():
            return Ending.TROUBLE, error.reason
        case KeyboardInterrupt():
            return Ending.INTERRUPTED, text("已中断。", "Interrupted.")
        case OSError():
            said = said_of(error)
            where = f" {error.filename}" if error.filename else ""
            return Ending.TROUBLE, text(
                f"系统不允许或做不到：{said.zh}{where}。", f"The system can't: {said.en}{where}."
            )
    return Ending.FAULT, text(
        f"程序出错（{type(error).__name__}），以上内容请交给维护人员；没有办成的事可以重做。",
        f"A fault of the program ({type(error).__name__}): give the lines above to whoever maintains it.",
    )
