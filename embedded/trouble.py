"""Trouble of a site: the world is failing, said in a sentence with what to do about it."""

import errno
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from schemas.system_errors import said_of
from schemas.words import Text, text

NEEDED_BYTES: Final = 1024 * 1024
ROOM_MB: Final = 64  # a new database takes 40


class SiteTrouble(Exception):  # noqa: N818 - the world is in trouble, our code is not in error
    """The site cannot start or go on; the reason says what is the case and what to do now."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


_DISK_FULL: Final = re.compile(r"No space left on device|database or disk is full|Disk quota exceeded")
_DAMAGED: Final = re.compile(
    r"file is not a database|disk image is malformed|PANIC:|could not locate a valid checkpoint|pg_control|"
    r"incorrect checksum|invalid data in|invalid page|file has wrong size"
)
_PORT_TAKEN: Final = re.compile(r"address already in use|Address already in use")
_SHARED_MEMORY: Final = re.compile(r"could not (create|map|resize) .*shared memory")


def explain(name: str, data: Path, log: Path, said: str) -> SiteTrouble:
    """Turn what a server wrote before it ended into a sentence for the person who runs the site."""
    if _is_full(data):  # where the disk is full, the server could not even write down that it is
        return disk_full(name, data)
    for pattern, reason in _sentences(name, data, log).items():
        if pattern.search(said):
            return SiteTrouble(reason)
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "—")
    return SiteTrouble(
        text(
            f"{name} 没有启动成功，它最后说的是：{last.strip()}（详见 {log}）。",
            f"{name} did not start; the last it said was: {last.strip()} (see {log}).",
        )
    )


def unusable(path: Path, error: OSError) -> SiteTrouble:
    """Say why a file or folder can't be used."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full("bihuan", path)
    return SiteTrouble(
        text(
            f"{path} 不能使用：{said_of(error).zh}。请改权限、腾出空间，或用 BIHUAN_HOME 指定另一个目录。",
            f"{path} can't be used: {said_of(error).en}. Mend its rights, free some space, or set BIHUAN_HOME.",
        )
    )


def disk_full(name: str, data: Path) -> SiteTrouble:
    """Say that the disk under a folder is full."""
    return SiteTrouble(
        text(
            f"磁盘空间不足，{name} 无法写入 {data}。请腾出至少 {ROOM_MB} MB 后重新启动；已写入的数据没有丢失。",
            f"The disk is full: {name} can't write to {data}. Free {ROOM_MB} MB or more and start again; nothing "
            "that was written is lost.",
        )
    )


def _is_full(data: Path) -> bool:
    place = next(folder for folder in (data, *data.parents) if folder.exists())
    return shutil.disk_usage(place).free < NEEDED_BYTES


def _sentences(name: str, data: Path, log: Path) -> Mapping[re.Pattern[str], Text]:
    return {
        _DISK_FULL: disk_full(name, data).reason,
        _PORT_TAKEN: text(
            f"{name} 要用的端口被别的程序占用（详见 {log}）。请停掉那个程序，或改 BIHUAN_TEMPORAL_PORT / BIHUAN_UI_PORT。",
            f"A port that {name} needs is taken by another program (see {log}). Stop that program, or set "
            "BIHUAN_TEMPORAL_PORT / BIHUAN_UI_PORT.",
        ),
        _SHARED_MEMORY: text(
            f"{name} 得不到共享内存（详见 {log}）。在容器里请加大 /dev/shm（例如 --shm-size=256m）。",
            f"{name} gets no shared memory (see {log}). In a container enlarge /dev/shm (say, --shm-size=256m).",
        ),
        _DAMAGED: text(
            f"{name} 的数据 {data} 已损坏（详见 {log}）。请不要删除它；把它移到别处，从备份恢复后再启动。",
            f"The data of {name} in {data} are damaged (see {log}). Don't delete them: move them away, restore a "
            "backup and start again.",
        ),
    }
