"""PostgreSQL's data folder: made whole or not at all, and looked at before a server is let in."""

import errno
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from embedded.account import Account
from embedded.process import bare_environment
from embedded.roles import Passwords, Role
from embedded.trouble import ROOM_MB, SiteTrouble, disk_full, explain
from schemas.words import text

MAJOR: Final = "18"

# The same order of characters on every machine and after every upgrade of its C library.
MAKE: Final = (
    *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    *("--auth-local=scram-sha-256", "--auth-host=reject", "--data-checksums"),
    *(f"--username={Role.ADMIN}", "--pwfile=/dev/stdin"),
)

# A process that has dropped its privileges can't pass through closed folders above its data, but it may start inside
# them, and this name of Linux leads to where it started. So nothing above the data has to be opened to anyone.
WHERE_IT_STARTED: Final = Path("/proc/self/cwd")


@dataclass(frozen=True)
class Cluster:
    """The data folder of one site's database."""

    folder: Path
    programs: Path
    account: Account | None
    lock: int

    @property
    def seen_from_inside(self) -> Path:
        """The folder's name for a process that starts in it."""
        return self.folder if self.account is None else WHERE_IT_STARTED

    def provide(self, passwords: Passwords, log: Path) -> None:
        """Make the data folder if there is none; say what is wrong with one that can't be used."""
        half = self.folder.with_name(f"{self.folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        if self.folder.exists():
            self._inspect(passwords)
            return
        # Looked at before, since a making that runs out of room also leaves shared memory behind.
        if shutil.disk_usage(self.folder.parent).free < ROOM_MB * 1024 * 1024:
            raise disk_full("PostgreSQL", self.folder)
        passwords.make(Role.ADMIN)
        try:
            half.mkdir(mode=0o700)
            self._make(half, passwords.read(Role.ADMIN), log)
            half.rename(self.folder)
            _write_through(self.folder.parent)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise

    def clear_crash(self) -> None:
        """Remove a killed server's note of its number when a stranger bears that number now, which would keep a new
        server out; only for who holds the site's lock and so knows that no server lives. Any other note stays: by it
        a new server finds and frees the old one's shared memory.
        """
        note = self.folder / "postmaster.pid"
        if note.exists() and _is_alive(note.read_text().partition("\n")[0]):
            note.unlink()

    def _inspect(self, passwords: Passwords) -> None:
        version = self.folder / "PG_VERSION"
        if not version.exists() or not (self.folder / "global" / "pg_control").exists():
            raise _incomplete(self.folder)
        if version.read_text().strip() != MAJOR:
            raise _other_version(self.folder, version.read_text().strip())
        if not passwords.file(Role.ADMIN).exists():
            raise _no_password(self.folder, passwords.file(Role.ADMIN))
        self.folder.chmod(0o700)
        if self.account is not None:
            self.account.take_over(self.folder)

    def _make(self, half: Path, password: str, log: Path) -> None:
        account = self.account
        if account is not None:
            os.chown(half, account.uid, account.gid)
        inside = half if account is None else WHERE_IT_STARTED
        with tempfile.TemporaryFile() as given:
            _hand_over(given, password, account)
            done = subprocess.run(
                [self.programs / "initdb", f"--pgdata={inside}", *MAKE],
                stdin=given,
                capture_output=True,
                cwd=half,
                pass_fds=(self.lock,),
                env=bare_environment() | {"LC_ALL": "C"},
                check=False,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")
            raise explain("PostgreSQL", self.folder, log, re.sub(r"(?m)^initdb: (removing|hint).*$", "", said))


def _is_alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _hand_over(given: BinaryIO, password: str, account: Account | None) -> None:
    """Give a password by a nameless file: it stands neither in a command line nor in the environment."""
    given.write(password.encode() + b"\n")
    given.seek(0)
    if account is not None:
        os.fchown(given.fileno(), account.uid, account.gid)


def _write_through(folder: Path) -> None:
    """Make a rename in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def _incomplete(folder: Path) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"{folder} 不是完整的 PostgreSQL 数据目录。请不要删除它；把它移到别处，从备份恢复后再启动。",
            f"{folder} is no complete PostgreSQL data folder. Don't delete it: move it away, restore a backup and "
            "start again.",
        )
    )


def _other_version(folder: Path, version: str) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"{folder} 是 PostgreSQL {version} 的数据，本版本用 PostgreSQL {MAJOR}。请先用 pg_dump 导出再导入，"
            "或用与数据相符的本系统版本。",
            f"{folder} holds data of PostgreSQL {version}; this edition brings PostgreSQL {MAJOR}. Move them with "
            "pg_dump, or use the edition that made them.",
        )
    )


def _no_password(folder: Path, file: Path) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"{folder} 的口令文件 {file} 不见了。请从备份恢复该文件后再启动。",
            f"The password file {file} of {folder} is missing. Restore it from a backup and start again.",
        )
    )
