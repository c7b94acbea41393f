"""The Markdown pages of the house, and what stands in them: prose, links, blocks of code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[2]
PAGES = tuple(sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")]))

_FENCE = re.compile(r"^```(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_SPAN = re.compile(r"`[^`\n]+`")


class Block(NamedTuple):
    """A block of code: its language, what else its fence says, and where it stands."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        """Where the block stands, as one would look it up."""
        return f"{self.page.relative_to(HOUSE)}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        language, *words = found["words"].split() or [""]
        yield Block(page, text.count("\n", 0, found.start()) + 1, language, tuple(words), found["text"])


def prose_of(page: Path) -> str:
    """Return a page without its code."""
    return _SPAN.sub("", _FENCE.sub("", page.read_text("utf-8")))


def links_of(page: Path) -> list[str]:
    return [found["target"] for found in _LINK.finditer(_FENCE.sub("", page.read_text("utf-8")))]


def code_of(page: Path) -> str:
    """Return all code of a page: its blocks, and what stands in backticks."""
    text = page.read_text("utf-8")
    spans = _SPAN.findall(_FENCE.sub("", text))
    return "\n".join([*(block.text for block in blocks_of(page)), *(span.strip("`") for span in spans)])


def anchors_of(page: Path) -> set[str]:
    """Return the names by which GitHub links to a page's headings."""
    headings = re.findall(r"^#+ +(.+)$", _FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
