"""Floods: small things repeated thousands of times, which a reader must get through in a time that grows with them."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from gateway.documents import read_document
from gateway.spreadsheets import read_spreadsheet
from gateway.yaml_files import read_yaml
from schemas.words import Refusal, Text
from tests.fuzz import documents, ledgers
from tests.fuzz.papers import SCALARS
from tests.fuzz.signs import LONG
from tests.fuzz.target import Target
from tests.fuzz.verdict import assert_said, in_time

PATIENCE = 60.0  # CPU seconds; a reader that is quadratic in one of these takes hours
MOST = 150_000  # characters
TIMES = st.sampled_from((50, 1_000, 20_000))
PIECES = st.lists(st.sampled_from((*documents.PIECES, *LONG)), min_size=1, max_size=6)
MARKUP = st.lists(
    st.sampled_from((*documents.LOOSE, *(f"<{tag}>" for tag in documents.TAGS), *documents.PIECES, "<p", "</p>")),
    min_size=1,
    max_size=5,
)
YAML = st.lists(
    SCALARS | st.sampled_from(("- ", ": ", "\n", "  ", "[", "{", '"', "'", "#", "? ")), min_size=1, max_size=4
)
FLOODS = st.one_of(
    st.tuples(st.just("通报.txt"), PIECES, TIMES),
    st.tuples(st.just("通报.html"), MARKUP, TIMES),
    st.tuples(
        st.just("台账.csv"), st.lists(ledgers.CELLS | st.sampled_from((",", "\n", '"', "反馈问题")), min_size=1), TIMES
    ),
    st.tuples(st.just("名册.yaml"), YAML, TIMES),
)
READERS: dict[str, Callable[[Path], object]] = {
    ".txt": read_document,
    ".html": read_document,
    ".csv": read_spreadsheet,
    ".yaml": read_yaml,
}
HEADS = {
    ".txt": "某区关于巡察整改进展情况的通报\n",
    ".csv": "序号,反馈问题,完成时限\n",
    ".html": "<p>",
    ".yaml": "a:\n",
}


def is_got_through(flood: tuple[str, list[str], int]) -> None:
    name, pieces, times = flood
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        content = HEADS[path.suffix] + ("".join(pieces) * times)[:MOST]
        path.write_bytes(content.encode("utf-8", "ignore"))
        said = _read(path)
    if isinstance(said, Text):
        assert_said(said)


def _read(path: Path) -> object:
    try:
        with in_time(PATIENCE):
            return READERS[path.suffix](path)
    except Refusal as refusal:
        return refusal.reason


TARGETS = (Target("floods", FLOODS, is_got_through, share=2, slice=0),)
