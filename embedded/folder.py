"""The folder of a site: one, closed to others, and used by one site at a time."""

import asyncio
import fcntl
import os
import pwd
from pathlib import Path
from typing import Final, Self

from embedded.trouble import SiteTrouble, unusable
from schemas.words import Refusal, Text, text

LOCK: Final = "lock"
DEFINITIONS: Final = "definitions"  # an office may lay its scripts there before the site is started for the first time
REMAINS_END_WITHIN_SECONDS: Final = 60


class SiteFolder:
    """A site's own folder, locked. The lock is inherited by every server, so whoever holds it knows that no server of
    an earlier, perhaps killed, site lives on.
    """

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self.lock = lock

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Make or reopen the folder and lock it; refuse a folder that is somebody else's or in use."""
        try:
            _claim(path)
            lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise unusable(path, error) from error
        try:
            await _take(lock, path)
            os.ftruncate(lock, 0)
            os.pwrite(lock, str(os.getpid()).encode(), 0)
        except BaseException:
            os.close(lock)
            raise
        return cls(path, lock)

    def room(self, name: str) -> Path:
        """Return a folder inside, made if it is missing and closed to others."""
        room = self.path / name
        room.mkdir(mode=0o700, exist_ok=True)
        return room

    def close(self) -> None:
        """Let go of the folder; it stays locked while a server lives."""
        os.close(self.lock)


def is_in_use(path: Path) -> bool:
    """Tell whether a site, or a server that a killed site left behind for a moment, uses the folder."""
    try:
        probe = os.open(path / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(probe)
    return False


def demand_readable(path: Path) -> None:
    """Refuse a site's folder that this user may not look into; one that is not there is none of this one's business."""
    try:
        os.close(os.open(path / LOCK, os.O_RDONLY | os.O_CLOEXEC))
    except PermissionError:
        raise Refusal(
            text(
                f"当前用户（{_user(os.geteuid())}）读不了 {path}：站点目录只对启动站点的用户开放{_owner(path).zh}。"
                "请由该用户运行，或用 BIHUAN_HOME 指明自己的站点。",
                f"{_user(os.geteuid())} can't read {path}: a site's folder is open to the user who started it"
                f"{_owner(path).en}. Run this as that user, or set BIHUAN_HOME to a site of your own.",
            )
        ) from None
    except OSError:
        return


def _owner(path: Path) -> Text:
    try:
        name = _user(path.stat().st_uid)
    except OSError:
        return text("", "")
    return text(f"（{name}）", f" ({name})")


def _claim(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = path.stat().st_uid
    if owner != os.geteuid():
        raise Refusal(
            text(
                f"目录 {path} 属于用户 {_user(owner)}，请由该用户启动，或用 BIHUAN_HOME 指定另一个目录。",
                f"The folder {path} belongs to {_user(owner)}: let that user start the site, or set BIHUAN_HOME.",
            )
        )
    if not (path / LOCK).exists() and any(entry.name != DEFINITIONS for entry in path.iterdir()):
        raise Refusal(
            text(
                f"目录 {path} 里已有别的东西，不是本系统的站点。请用 BIHUAN_HOME 指定一个空的或新的目录。",
                f"The folder {path} holds other things and is no site. Set BIHUAN_HOME to an empty or a new folder.",
            )
        )
    path.chmod(0o700)


async def _take(lock: int, path: Path) -> None:
    """Take the lock; wait for the remains of a killed site, but refuse at once while a living one holds it."""
    for _ in range(REMAINS_END_WITHIN_SECONDS * 20):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(lock)
            if holder is not None:
                raise _in_use(path, holder) from None
            await asyncio.sleep(0.05)
        else:
            return
    raise SiteTrouble(
        text(
            f"上一次运行留下的服务一直没有结束，仍占用 {path}。请稍后再试，或重启机器。",
            f"A server of an earlier run does not end and still uses {path}. Try again later, or restart the machine.",
        )
    )


def _holder(lock: int) -> int | None:
    """Return the process number of the living site that holds the lock; a killed one left servers only."""
    written = os.pread(lock, 32, 0)
    if not written.isdigit():
        return None
    try:
        os.kill(int(written), 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass
    return int(written)


def _in_use(path: Path, holder: int) -> Refusal:
    return Refusal(
        text(
            f"{path} 的站点已经在运行（进程 {holder}）。请先停掉它，或用 BIHUAN_HOME 指定另一个目录。",
            f"The site in {path} is running already (process {holder}). Stop it first, or set BIHUAN_HOME.",
        )
    )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
