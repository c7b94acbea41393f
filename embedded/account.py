"""The account without privileges under which PostgreSQL runs when the site is run by root, which PostgreSQL refuses."""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from embedded.trouble import SiteTrouble
from schemas.words import Text, text

NAME: Final = "bihuan-postgres"


@dataclass(frozen=True)
class Account:
    """A user of the machine that owns nothing but the database's files."""

    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """Tell whether the account may read a file and pass through every folder above it."""
        return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents) and bool(
            path.stat().st_mode & 0o004
        )

    def take_over(self, folder: Path) -> None:
        """Make the account the owner of a folder and of all in it; links are not followed."""
        if folder.stat().st_uid == self.uid:
            return
        for root, _, files in os.walk(folder):
            for name in (".", *files):
                os.chown(Path(root, name), self.uid, self.gid, follow_symlinks=False)


def account_needed() -> Account | None:
    """Return the account to run PostgreSQL under, made if it is missing; None when we are not root."""
    if os.geteuid() != 0:
        return None
    if sys.platform != "linux":
        raise _no_account(text("这个系统上只能由普通用户启动站点", "on this system a normal user must start the site"))
    if account := _existing():
        return account
    with _alone():  # a useradd beside another one has left us with a number that was gone a moment later
        return _existing() or _made()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold off who else of us would make the account at this moment."""
    etc = os.open("/etc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(etc, fcntl.LOCK_EX)
        yield
    finally:
        os.close(etc)


def _existing() -> Account | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    if entry.pw_uid == 0:
        raise _no_account(text(f"用户 {NAME} 的编号是 0", f"the user {NAME} has the number 0"))
    return Account(entry.pw_uid, entry.pw_gid)


def _made() -> Account:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if useradd is None:
        raise _no_account(text("这台机器没有 useradd 命令", "this machine has no useradd"))
    command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir=/", "--shell=/bin/false", NAME]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    account = _existing()
    if account is None:
        why = done.stderr.strip().rstrip(".")
        raise _no_account(text(f"useradd 说：{why}", f"useradd says: {why}"))
    return account


def _no_account(why: Text) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"PostgreSQL 不能以 root 运行，需要一个普通系统用户 {NAME}，但{why.zh}。"
            "请先建好这个用户，或以普通用户启动，或设 BIHUAN_DATABASE_URL 使用现有的 PostgreSQL。",
            f"PostgreSQL does not run as root and needs a system user {NAME}, but {why.en}. Create that user, start as "
            "a normal user, or set BIHUAN_DATABASE_URL to use a PostgreSQL of your own.",
        )
    )
