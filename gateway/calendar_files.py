"""Official calendars come in as YAML files that an office may edit."""

import datetime as dt
import difflib
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from schemas.miswritten import Miswritten
from schemas.time import CalendarYear, Holiday, WorkCalendar
from schemas.words import Refusal, Text, text

FIRST_YEAR, LAST_YEAR = 1950, 2200


def load_calendar(path: Path) -> WorkCalendar:
    """Read an official calendar; what can't be taken is a Refusal that names the file, the line and what is allowed."""
    return _Page(path).calendar()


class _Page:
    """One file being read: the nodes keep their lines, so that a sentence can point at them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def calendar(self) -> WorkCalendar:
        top = self._root()
        fields = self._fields(top, required=("version", "years"))
        years = [self._year(key, node) for key, node in self._pairs(fields["years"])]
        try:
            return WorkCalendar(version=self._word(fields["version"]), years=tuple(years))
        except ValidationError as error:
            raise self._refusal(fields["years"], _sentence(error)) from error

    def _root(self) -> Node:
        try:
            root = YAML(typ="safe", pure=True).compose(self.path.read_text("utf-8"))
        except OSError as error:
            raise self._refusal(None, text("文件打不开。", "The file can't be opened.")) from error
        except UnicodeDecodeError as error:
            raise self._refusal(None, text("文件须为 UTF-8 文本。", "The file must be UTF-8 text.")) from error
        except YAMLError as error:
            raise self._not_yaml(error) from error
        if not isinstance(root, Node):
            raise self._refusal(None, text("文件是空的。", "The file is empty."))
        return root

    def _not_yaml(self, error: YAMLError) -> Refusal:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        where = None if mark is None else mark.line + 1
        return self._refusal(where, text("不是合法的 YAML。", "This is not valid YAML."))

    def _year(self, key: ScalarNode, node: Node) -> CalendarYear:
        number = int(key.value) if key.value.isascii() and key.value.isdigit() else 0
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise self._refusal(
                key, text(f"“{key.value}”不是年份,应如 2027。", f"“{key.value}” is no year; write one like 2027.")
            )
        fields = self._fields(node, required=("published", "source", "holidays"), optional=("make_up_days",))
        holidays = [self._holiday(days, name) for days, name in self._pairs(fields["holidays"])]
        make_up = [(item, self._date(item, item.value)) for item in self._items(fields.get("make_up_days"))]
        lines = {day: node for holiday, node in holidays for day in holiday.days()}
        lines |= {day: item for item, day in make_up}
        try:
            return CalendarYear(
                year=number,
                published=self._yes_or_no(fields["published"]),
                source=self._word(fields["source"]),
                holidays=tuple(holiday for holiday, _ in holidays),
                make_up_days=tuple(day for _, day in make_up),
            )
        except ValidationError as error:
            day = _miswritten(error)
            raise self._refusal(lines.get(day.day, key) if day and day.day else key, _sentence(error)) from error

    def _holiday(self, key: ScalarNode, node: Node) -> tuple[Holiday, ScalarNode]:
        first, _, last = key.value.partition("..")
        began = self._date(key, first)
        ended = self._date(key, last or first)
        if ended < began:
            raise self._refusal(key, text("结束日早于开始日。", "The holiday ends before it begins."))
        return Holiday(began, ended, self._word(node)), key

    def _date(self, node: Node, written: str) -> dt.date:
        try:
            return dt.datetime.strptime(written.strip(), "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
        except ValueError as error:
            reason = text(
                f"“{written}”不是日期:应如 2026-10-01,放假可写 2026-10-01..2026-10-07。",
                f"“{written}” is no date: write 2026-10-01, or 2026-10-01..2026-10-07 for days off.",
            )
            raise self._refusal(node, reason) from error

    def _fields(self, node: Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        for key, value in self._pairs(node):
            if key.value not in (*required, *optional):
                raise self._refusal(key, _unknown(key.value, (*required, *optional)))
            fields[key.value] = value
        for name in required:
            if name not in fields:
                raise self._refusal(node, text(f"缺少“{name}”。", f"“{name}” is missing."))
        return fields

    def _pairs(self, node: Node) -> Iterator[tuple[ScalarNode, Node]]:
        if not isinstance(node, MappingNode):
            raise self._refusal(node, text("这里应为“名称: 值”的列表。", "Lines of “name: value” belong here."))
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self._refusal(key, text("名称应为一个词。", "A name must be one word."))
            if key.value in seen:
                raise self._refusal(key, text(f"“{key.value}”列了两次。", f"“{key.value}” is listed twice."))
            if isinstance(value, ScalarNode) and not value.value.strip():
                raise self._refusal(key, text(f"“{key.value}”后面是空的。", f"Nothing stands after “{key.value}”."))
            seen.add(key.value)
            yield key, value

    def _items(self, node: Node | None) -> Iterator[ScalarNode]:
        if node is None:
            return
        if not isinstance(node, SequenceNode) or not all(isinstance(item, ScalarNode) for item in node.value):
            raise self._refusal(
                node, text("这里应为日期列表,如 [2026-02-14]。", "A list of dates belongs here: [2026-02-14].")
            )
        yield from node.value

    def _word(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise self._refusal(node, text("这里应为文字。", "A word or a sentence belongs here."))
        return str(node.value.strip())

    def _yes_or_no(self, node: Node) -> bool:
        word = self._word(node)
        if word not in ("true", "false"):
            raise self._refusal(node, text("这里应为 true 或 false。", "Write true or false here."))
        return word == "true"

    def _refusal(self, where: Node | int | None, reason: Text) -> Refusal:
        line = where.start_mark.line + 1 if isinstance(where, Node) else where
        zh = f"{self.path} 第 {line} 行" if line else str(self.path)
        en = f"{self.path}, line {line}" if line else str(self.path)
        return Refusal(text(f"{zh}:{reason.zh}", f"{en}: {reason.en}"))


def _unknown(name: str, known: tuple[str, ...]) -> Text:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return text(f"不认识“{name}”,是否指“{near[0]}”?", f"“{name}” is unknown; is “{near[0]}” meant?")
    listed = ", ".join(known)
    return text(f"不认识“{name}”,可用:{listed}。", f"“{name}” is unknown; allowed are {listed}.")


def _miswritten(error: ValidationError) -> Miswritten | None:
    cause = error.errors()[0].get("ctx", {}).get("error")
    return cause if isinstance(cause, Miswritten) else None


def _sentence(error: ValidationError) -> Text:
    miswritten = _miswritten(error)
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    return miswritten.reason if miswritten else text(f"{where}:{first['msg']}", f"{where}: {first['msg']}")
