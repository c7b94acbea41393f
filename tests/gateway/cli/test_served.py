"""Definitions that the running worker does not serve, or that were changed under a case: said in words wherever one looks."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.held_up import refusals
from gateway.definitions.scaffolding import scaffold
from tests.embedded.machine import free_ports
from tests.gateway.cli import office

LETTER, NOTE = "2026-letter-1/001", "2026-note-1/001"
WHY = "流程“letter”的脚本与立项时不同（指纹立项时 "
PEOPLE = ("--leader", "陈副主任", "--lead-unit", "医政医管科", "--handler", "罗科员")


class Place:
    """A site's folder, and how it is asked: each time by a process of its own, which reads the scripts as they are."""

    def __init__(self, home: Path) -> None:
        self.scripts = home / "definitions"
        self.environ = office.environment(home, free_ports())

    def change(self, name: str) -> None:
        script = self.scripts / f"{name}.py"
        script.write_text(script.read_text("utf-8").replace("接收任务", "收文"), "utf-8")

    def ask(self, *words: object) -> office.Ended:
        return office.ask(self.environ, *words)

    def begins(self, name: str) -> office.Ended:
        return self.ask("start", name, "--campaign", f"2026-{name}-1", "--title", "一件事", *PEOPLE, "--json")

    @property
    def log(self) -> str:
        return (self.scripts.parent / "logs" / "worker.log").read_text("utf-8")


@pytest.fixture
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="bh-") as closed:
        yield Place(Path(closed) / "home")


def test_what_the_worker_can_not_tell_is_named_by_its_cause_and_nothing_passes_for_begun(place: Place) -> None:
    scaffold("letter", place.scripts)
    site = office.site(place.environ, "--roster", office.EXAMPLE / "roster.yaml")
    try:
        assert (place.begins("letter").code, site.up["definitions_refused"], site.up["held_up"]) == (0, [], [])
        scaffold("note", place.scripts)
        given = place.ask("do", "accept", LETTER, "--as", "罗科员")  # both have it: the case says which is meant
        assert given.code == 0, given
        place.change("letter")
        _not_served(place)
    finally:
        assert site.end() == 0

    (place.scripts / "broken.py").write_text("import os", "utf-8")
    site = office.site(place.environ)
    try:
        assert (site.up["definitions_refused"], site.up["held_up"]) == (["broken"], [LETTER])
        assert [said.zh for said in refusals(["broken", "other"])] == [
            "未启用 2 个流程（broken、other）：原因见 bihuan definitions。"
        ]
        _changed(place)
    finally:
        assert site.end() == 0


def _not_served(place: Place) -> None:
    begun = place.begins("note")
    assert (begun.code, begun.document) == (3, {"case_id": NOTE, "started": True, "begun": False})
    assert f"{NOTE} 已登记，还没有开始办理：工作进程没有启用流程“note”" in begun.err
    for ended in (place.ask("show", NOTE), place.ask("do", "note.accept", NOTE, "--as", "罗科员")):
        assert (ended.code, "工作进程没有启用流程“note”（" in ended.err) == (3, True), ended
        assert "此后如有变动不在内）。用 bihuan definitions 核对" in ended.err
    swept = place.ask("sweep", "--json")
    findings = {one["case_id"]: (one["kind"], one["sentence"]["zh"]) for one in swept.document["findings"]}
    assert (swept.code, set(findings)) == (4, {LETTER, NOTE})
    assert (findings[NOTE][0], findings[NOTE][1].startswith("工作进程没有启用流程“note”（")) == ("unserved", True)
    assert (findings[LETTER][0], WHY in findings[LETTER][1]) == ("changed", True)
    assert "ApplicationError: 工作进程没有启用流程“note”" in place.log


def _changed(place: Place) -> None:
    listed = place.ask("definitions", "--json")
    assert (listed.code, [one["case_id"] for one in listed.document["held_up"]]) == (4, [LETTER])
    assert f"有 1 件在办事项不能继续（{LETTER}）：{WHY}" in listed.err
    assert WHY in place.ask("show", LETTER, "--live").err
    assert f"UnknownDefinition: {WHY}" in place.log
