"""Every block of code in the pages is done by a reader, in order, on a real site."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import HOUSE, PAGES, Block, blocks_of
from tests.docs.sited import LANGUAGES, Reader, reader_at
from tests.embedded import machine

# A fence may say more: `site` is what the reader has done already, `stopped` is done while the site is stopped,
# `live` is looked at for a while and ended by Ctrl-C, `untried` needs Docker.
SHOWN = {"mermaid", "text", "json", "yaml"}  # not to be done
MAKE = {"make demo\n", "make test\n"}  # tried by a fresh clone in CI


def _to_do(page: Path) -> list[Block]:
    return [block for block in blocks_of(page) if block.language in LANGUAGES and block.text not in MAKE]


@pytest.fixture
def reader() -> Iterator[Reader]:
    with tempfile.TemporaryDirectory(prefix="bh-", dir=machine.place()) as home, reader_at(Path(home)) as reader:
        yield reader


# The Chinese README shows the same commands as the English one; test_pages.py holds them together.
TRIED = [page for page in PAGES if _to_do(page) and page.name != "README.zh.md"]


@pytest.mark.parametrize("page", TRIED, ids=lambda page: str(page.relative_to(HOUSE)))
def test_what_a_page_says_can_be_done(page: Path, reader: Reader) -> None:
    for block in _to_do(page):
        if "untried" not in block.words and "site" not in block.words:
            print(block.name, reader.do(block), sep="\n")  # noqa: T201 - shown when the next block fails


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_every_block_is_done_or_meant_to_be_looked_at(page: Path) -> None:
    assert {block.language for block in blocks_of(page)} <= SHOWN | set(LANGUAGES)


def test_only_what_needs_docker_is_left_untried() -> None:
    untried = [block for page in PAGES for block in _to_do(page) if "untried" in block.words]
    assert all("docker compose" in block.text for block in untried)
