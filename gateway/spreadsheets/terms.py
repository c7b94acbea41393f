"""The many words for the three speeds and for what a ledger states of a problem, mapped to few."""

import re
import unicodedata

from gateway.spreadsheets.grid import Objection, Value, shown, text_of
from schemas.intake import StatedStatus
from schemas.policy import Speed

SPEEDS = {
    Speed.IMMEDIATE: "立行立改 立即整改 立整立改 立查立改 即知即改 即改 马上改 马上整改 边查边改 立改 立即改 "
    "immediate immediately",
    Speed.TIMED: "限期整改 限期 分阶段整改 分阶段 分期整改 阶段性整改 限时整改 集中整改 短期 短期整改 中期 "
    "中期整改 限期改 "
    "timed byadeadline deadline withinalimit",
    Speed.LONG_TERM: "长期整改 长期 长期坚持 持续整改 持续推进 长期推进 持续 长期坚持整改 持续坚持 longterm",
}
SPEED_OF = {word: speed for speed, words in SPEEDS.items() for word in words.split()}

# Order matters: 未完成 and 基本完成 both hold 完成; 已阶段性完成并长期坚持 is long-term, not done.
STATUSES = (
    (StatedStatus.LONG_TERM, r"长期坚持|长期整改|持续整改|持续坚持|long.?term"),
    (StatedStatus.NOT_STARTED, r"未完成|尚未整改|未整改|未启动|未开始|未开展|尚未开展|^否$|^no$|not.?started"),
    (StatedStatus.BASICALLY_DONE, r"基本完成|基本到位|基本整改|阶段性完成|basically.?done"),
    (
        StatedStatus.ONGOING,
        r"正在|推进中|进行中|整改中|办理中|部分整改|部分完成|持续推进|超期未完|申请延期|序时|ongoing|in.?progress",
    ),
    (StatedStatus.DONE, r"已完成|整改到位|已整改|已办结|办结|销号|完成整改|整改完成|^完成$|^是$|^done$|completed"),
)
STATUS_OF = tuple((status, re.compile(words)) for status, words in STATUSES)
CLAUSE = re.compile(r"[，。；,;\n]")
GOES_ON = re.compile(r"正在(?!编)|下一步|尚未|仍在|还在|继续推进|持续推进|未完成|推进中|部分(?:完成|整改)")


def _folded(value: Value) -> str:
    return re.sub(r"[\s()\-_/。.]", "", unicodedata.normalize("NFKC", text_of(value)).lower())


def speed_of(value: Value) -> Speed | None:
    """Return the speed that a cell means, None for a blank cell; objects to other words."""
    word = _folded(value)
    if not word:
        return None
    if word not in SPEED_OF:
        raise Objection(
            f"「{shown(value)}」不是整改类型；允许写立行立改、限期整改、长期整改。",
            f"“{shown(value)}” is no speed; allowed are immediate, by a deadline, long-term.",
        )
    return SPEED_OF[word]


def is_speed(value: Value) -> bool:
    """Say whether a cell means a speed."""
    return _folded(value) in SPEED_OF


def status_of(value: Value) -> StatedStatus | None:
    """Return the status that a short text states, None where it states none."""
    word = _folded(value)
    return next((status for status, pattern in STATUS_OF if pattern.search(word)), None)


def told_status_of(progress: str) -> StatedStatus | None:
    """Return the status that a longer text states; its first clause counts before the rest."""
    return status_of(CLAUSE.split(progress, maxsplit=1)[0]) or status_of(progress[:200])


def strict_status_of(value: Value) -> StatedStatus | None:
    """Return the status that a status column states; objects to unknown words."""
    status = status_of(value)
    if status is None and _folded(value):
        raise Objection(
            f"「{shown(value)}」不是完成状态；允许写已完成、基本完成、正在整改、长期坚持、尚未整改，或留空。",
            f"“{shown(value)}” is no status; allowed are done, basically done, ongoing, long-term, not started.",
        )
    return status


def goes_on(progress: str) -> bool:
    """Tell whether a text says that work goes on."""
    return GOES_ON.search(progress) is not None
