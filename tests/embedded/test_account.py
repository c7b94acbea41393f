"""The account for PostgreSQL is made by one at a time, however many sites begin at one moment."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embedded import account
from embedded.trouble import SiteTrouble

USERADD = """#!/bin/sh
echo begins >>"$0.log"
sleep 0.2
echo ends >>"$0.log"
echo "no room" >&2
exit 1
"""


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only there root may start a site")
def test_no_useradd_runs_beside_another_and_its_refusal_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    useradd = tmp_path / "useradd"
    useradd.write_text(USERADD)
    useradd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(account, "NAME", "bihuan-nobody-yet")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    with ThreadPoolExecutor(3) as sites:
        begun = [sites.submit(account.account_needed) for _ in range(3)]
        for site in begun:
            with pytest.raises(SiteTrouble, match="no room"):
                site.result()

    assert Path(f"{useradd}.log").read_text().split() == ["begins", "ends"] * 3
