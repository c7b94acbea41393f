"""The ledger's disk: a small one of its own where we may mount it, so that it can be full."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

SIZE_MB = 1024
PIECE = 1024 * 1024


class Volume:
    """A disk under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_own = False

    def mount(self) -> bool:
        """Put the folder's contents on a disk of its own; False where only root may do that."""
        beside = self.folder.with_name(f"{self.folder.name}.before")
        self.folder.rename(beside)
        self.folder.mkdir(mode=0o700)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0700", "tmpfs", str(self.folder)]
        self.is_own = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
        if self.is_own:
            subprocess.run(["cp", "-a", f"{beside}/.", self.folder], check=True)
            shutil.rmtree(beside)
        else:
            self.folder.rmdir()
            beside.rename(self.folder)
        return self.is_own

    def unmount(self) -> None:
        """Give the disk back."""
        if self.is_own:
            subprocess.run(["umount", "--lazy", self.folder], check=True)
            self.is_own = False

    def fill(self) -> None:
        """Leave not a byte free."""
        for size in (PIECE, 512):
            with self._ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))

    def free(self) -> None:
        """Make room again."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"
