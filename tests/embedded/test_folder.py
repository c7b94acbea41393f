"""The folder of a site: an empty one, or one in which nothing lies but an office's scripts."""

from pathlib import Path

import pytest

from embedded.folder import SiteFolder
from schemas.words import Refusal


async def test_scripts_may_lie_in_a_folder_before_a_site_is_first_started_there(tmp_path: Path) -> None:
    (tmp_path / "definitions").mkdir()
    (tmp_path / "definitions" / "letter.py").write_text("", "utf-8")
    folder = await SiteFolder.open(tmp_path)
    assert folder.path == tmp_path
    folder.close()


async def test_anything_else_is_somebody_else_s(tmp_path: Path) -> None:
    (tmp_path / "letter.py").write_text("", "utf-8")
    with pytest.raises(Refusal, match="已有别的东西"):
        await SiteFolder.open(tmp_path)
