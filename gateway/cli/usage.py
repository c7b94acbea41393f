"""Wrong usage, said in the terminal's language: what stands there and what is allowed."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from gateway.cli.endings import Misuse
from schemas.words import Refusal, text

# Typer's own sentences (0.29), which it gives as English strings.
_SENTENCES: tuple[tuple[str, str], ...] = (
    (r"No such option: (\S+?)(?: \(Possible options: (?P<may>.+)\))?", "没有 {0} 这个选项"),
    (r"No such command '(.+?)'\.", "没有“{0}”这个命令"),
    (r"Missing command\.", "缺少命令"),
    (r"Missing argument '(.+?)'\.(?: .*)?", "缺少参数 {0}"),
    (r"Missing option '(.+?)'\.(?: .*)?", "缺少选项 {0}"),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)", "多出了“{0}”"),
    (r"Option '(.+?)' requires an argument\.", "选项 {0} 后面须写一个值"),
    (r"Option '(.+?)' does not take a value\.", "选项 {0} 后面不写值"),
    (r"Invalid value for '(.+?)': .*valid integer.*", "选项 {0} 的值应为整数"),
    (r"Invalid value for '(.+?)': .*greater than or equal to (\S+).*", "选项 {0} 的值不能小于 {1}"),
    (r"Invalid value for '(.+?)': .*less than or equal to (\S+).*", "选项 {0} 的值不能大于 {1}"),
    (r"Invalid value for '(.+?)': .*does not match the format.*", "选项 {0} 的值应为日期，写作 2026-07-01"),
    (r"Invalid value for '(.+?)': (.+?)\.?", "{0} 的值不能用（{1}）"),
)


def misuse_of(message: str, command: str, commands: Iterable[str] = ()) -> Refusal:
    """Return wrong usage as a sentence that says where to look up the right one, and names the nearest command.

    A file that may not be read is no wrong usage: it is refused as a missing one is.
    """
    if unread := re.fullmatch(r"Invalid value for '.+?': \S+ '(.+)' is not readable\.", message, re.DOTALL):
        return Refusal(text(f"没有权限读“{unread[1]}”。", f"{unread[1]} may not be read."))
    zh, may = _in_chinese(message)
    if asked := re.search(r"No such command '(.+?)'", message):
        may = ", ".join(get_close_matches(asked[1], list(commands)))
    return Misuse(
        text(
            f"用法有误：{zh}。{f'是否指 {may}？' if may else ''}运行 {command} --help 查看用法。",
            f"Wrong usage: {_in_english(message)}.{f' Is {may} meant?' if may else ''} See {command} --help.",
        )
    )


def _in_english(message: str) -> str:
    return message.partition(" (Possible")[0].rstrip(".")


def _in_chinese(message: str) -> tuple[str, str]:
    for pattern, said in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return said.format(*found.groups()), found.groupdict().get("may") or ""
    return message.rstrip("."), ""
