"""The pages hang together: links lead somewhere, commands exist, Chinese is punctuated as Chinese."""

import re
import tomllib
from pathlib import Path

import pytest

from gateway.cli.app import MODULES
from tests.docs.pages import HOUSE, PAGES, anchors_of, blocks_of, code_of, links_of, prose_of

COMMAND = re.compile(r"(?<![\w/.~-])(?:\.venv/bin/)?bihuan +(?:--(?:lang|home) +\S+ +)*([a-z]+)\b")
MAKE = re.compile(r"^make +([a-z]+)\b", re.MULTILINE)
CHINESE = r"[\u4e00-\u9fff]"
ASCII_MARK = re.compile(rf"{CHINESE}[,;:!?](?={CHINESE})")

named = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))


@named
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [link for link in links_of(page) if not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    if link.startswith("https://"):
        return True
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    return target.exists() and (not anchor or anchor in anchors_of(target))


@named
def test_every_command_that_is_named_exists(page: Path) -> None:
    assert set(COMMAND.findall(code_of(page))) <= set(MODULES)


@named
def test_every_make_command_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(MAKE.findall(code_of(page))) <= targets


@named
def test_chinese_is_punctuated_as_chinese(page: Path) -> None:
    assert ASCII_MARK.findall(prose_of(page)) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_begins_with_the_two_commands(name: str) -> None:
    first, second, *_ = blocks_of(HOUSE / name)
    assert [first.text, second.text] == ["make demo\n", "make test\n"]


def test_the_two_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [_without_comments(block.text) for block in blocks_of(HOUSE / name) if block.language == "sh"]
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese


def _without_comments(text: str) -> str:
    return re.sub(r" +# .*$", "", text, flags=re.MULTILINE)


def test_every_page_is_found_from_the_readme() -> None:
    reached = {HOUSE / "README.md"}
    frontier = set(reached)
    while frontier:
        found = {(page.parent / link.partition("#")[0]).resolve() for page in frontier for link in links_of(page)}
        frontier = (found & set(PAGES)) - reached
        reached |= frontier
    assert set(PAGES) - reached == set()


def test_every_library_that_runs_has_its_reason_on_record() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    libraries = {re.split(r"[\[<>=]", name)[0] for name in project["dependencies"]}
    record = (HOUSE / "docs" / "decisions" / "0008-libraries.md").read_text("utf-8")
    assert {
        name for name in libraries if f"`{name}`" not in record and f"`{name.replace('-', '.')}`" not in record
    } == set()


def test_every_decision_is_in_the_index() -> None:
    records = HOUSE / "docs" / "decisions"
    assert {page.name for page in records.glob("0*.md")} == set(links_of(records / "README.md"))
