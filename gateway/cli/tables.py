"""Pages of tables for a terminal: as wide as it is, with Chinese characters counted as the two columns they take."""

import os
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from schemas.policy import Colour

UNWATCHED_WIDTH = 160  # where no person looks: a file or another program
COLOURS = {
    Colour.GREEN: "green",
    Colour.BLUE: "blue",
    Colour.YELLOW: "yellow",
    Colour.ORANGE: "dark_orange",
    Colour.RED: "bold red",
}


def page(*parts: RenderableType) -> str:
    """Return what the parts look like on standard output: with colours only where a person looks."""
    console = _console()
    with console.capture() as captured:
        for part in parts:
            # A sentence is left whole: a terminal wraps it, and what is copied from it has no breaks.
            console.print(part, soft_wrap=not isinstance(part, Table))
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines())


def table(headers: Sequence[str], *, wide: Iterable[int] = ()) -> Table:
    """Return an empty table whose `wide` columns share the room that the others leave."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    wide = set(wide)
    for position, header in enumerate(headers):
        if position in wide:
            made.add_column(header, overflow="fold", ratio=1, min_width=12)
        else:
            made.add_column(header, overflow="fold")
    return made


def shortened(words: str, most: int) -> str:
    """Return one line of so many characters at most."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def plain(words: str) -> Styled:
    """Return words as they are: brackets in a finding are no instructions to the terminal."""
    return Styled(words)


def in_colour(words: str, colour: str | None) -> Styled:
    """Return words in a warning colour."""
    return Styled(words, style=COLOURS[Colour(colour)] if colour else "")


def _console() -> Console:
    watched = sys.stdout.isatty()
    width = None if watched or "COLUMNS" in os.environ else UNWATCHED_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, soft_wrap=False)
