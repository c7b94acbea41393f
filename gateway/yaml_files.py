"""YAML that people edit, read with its lines, so that a sentence can point at them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from schemas.system_errors import said_of
from schemas.words import Refusal, Text, text

MOST_BYTES = 1_000_000
DEEPEST = 20
MOST_WORDS = 200_000  # names and values: a roster of ten thousand has some 130,000
LONGEST_QUOTED = 60
LONGEST_TOLD = 1_500  # characters of one fault
MOST_TOLD = 40  # faults that are told at once: a file with thousands is another file than was meant
# What no database, list or terminal takes: NUL and other controls, halves of characters, signs that turn a line round.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

Steps = tuple[str | int, ...]
Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


class Place(NamedTuple):
    """A line of a file, counted from 1; None is the file as a whole."""

    file: Path
    line: int | None = None


MALFORMED: Final = "malformed"


class Problem(NamedTuple):
    """What is wrong where: the dotted way to it, a sentence that says what is allowed, and a code for the kind."""

    place: Place
    steps: Steps
    reason: Text
    code: str = MALFORMED


class Unfit(Refusal):
    """A file can't be taken: all that is wrong with it, as one sentence a line and as problems."""

    def __init__(self, reason: Text, problems: tuple[Problem, ...]) -> None:
        super().__init__(reason)
        self.problems = problems


@dataclass(frozen=True)
class Written:
    """What stands in a file, and on which line."""

    file: Path
    data: Plain
    places: dict[Steps, Place] = field(default_factory=dict)

    def place_of(self, steps: Steps) -> Place:
        """Return the line of an entry, or of the nearest entry around it."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, Place(self.file))

    def problem(self, steps: Steps, reason: Text, code: str = MALFORMED) -> Problem:
        """Say what is wrong with an entry."""
        return Problem(self.place_of(steps), steps, reason, code)

    def at(self, *steps: str | int) -> Plain:
        """Return what stands at the end of some steps, None where nothing does."""
        found: Plain = self.data
        for step in steps:
            if isinstance(found, dict):
                found = found.get(str(step))
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def names(self, *steps: str | int) -> list[str]:
        """Return the names that stand in an entry, none where it is no list of names."""
        found = self.at(*steps)
        return list(found) if isinstance(found, dict) else []


def read_yaml(path: Path) -> Written:
    """Read a YAML file of names and values; a Refusal names every line that can't be taken."""
    written = _text_of(path)
    try:
        _forbid_tricks(path, written)
        root = YAML(typ="safe", pure=True).compose(written)
    except YAMLError as error:
        raise refused([Problem(_place_of(path, error), (), _not_yaml(error))]) from error
    if not isinstance(root, Node):
        raise refused([Problem(Place(path), (), text("文件是空的。", "The file is empty."))])
    return _Reading(path).written(root)


def refused(problems: Iterable[Problem]) -> Unfit:
    """Return one refusal for all problems of a file, each once and on a line of its own, in the order of the lines."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: (problem.place.file, problem.place.line or 0))
    zh, en = ([say(problem) for problem in ordered[:MOST_TOLD]] for say in (_line_zh, _line_en))
    if (more := len(ordered) - MOST_TOLD) > 0:
        zh, en = (
            [*zh, f"另有 {more} 处有误，请先改正以上各处。"],
            [*en, f"There are {more} more faults; mend these first."],
        )
    return Unfit(text("\n".join(zh), "\n".join(en)), tuple(ordered))


def dotted(steps: Steps) -> str:
    """Write steps as a person reads them: ladders.rectify.rungs[2].at, counted from 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{shown(step)}" for step in steps).removeprefix(".")


def shown(value: object) -> str:
    """Return what stands in a file as one short line, for quoting it in a sentence."""
    said = " ".join(str(value).split())
    return said if len(said) <= LONGEST_QUOTED else said[: LONGEST_QUOTED - 1] + "…"


def _line_zh(problem: Problem) -> str:
    line = f" 第{problem.place.line}行" if problem.place.line else ""
    where = f" {dotted(problem.steps)}" if problem.steps else ""
    return f"{problem.place.file}{line}{where}：{problem.reason.zh[:LONGEST_TOLD]}"


def _line_en(problem: Problem) -> str:
    line = f", line {problem.place.line}" if problem.place.line else ""
    where = f", {dotted(problem.steps)}" if problem.steps else ""
    return f"{problem.place.file}{line}{where}: {problem.reason.en[:LONGEST_TOLD]}"


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refused([Problem(Place(path), (), text("文件超过 1 MB。", "The file is larger than 1 MB."))])
        return path.read_text("utf-8-sig")
    except OSError as error:
        reason = text(f"文件打不开（{said_of(error).zh}）。", f"The file can't be opened ({said_of(error).en}).")
        raise refused([Problem(Place(path), (), reason)]) from error
    except UnicodeDecodeError as error:
        reason = text("文件须为 UTF-8 文本，请另存为 UTF-8。", "The file must be UTF-8 text; save it as UTF-8.")
        raise refused([Problem(Place(path), (), reason)]) from error


def _forbid_tricks(path: Path, written: str) -> None:
    seen = _Seen()
    for event in YAML(typ="safe", pure=True).parse(written):
        seen.depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        seen.documents += isinstance(event, DocumentStartEvent)
        seen.words += isinstance(event, ScalarEvent)
        if reason := _trick(event, seen):
            raise refused([Problem(Place(path, event.start_mark.line + 1), (), reason)])


@dataclass
class _Seen:
    depth: int = 0
    documents: int = 0
    words: int = 0


def _trick(event: object, seen: _Seen) -> Text | None:
    # A few lines of aliases can stand for gigabytes.
    if isinstance(event, AliasEvent):
        return text("不能用别名（*），请把内容写全。", "Aliases (*) are not allowed; write it out.")
    if seen.depth > DEEPEST:
        return text(f"嵌套超过{DEEPEST}层。", f"It is nested deeper than {DEEPEST} levels.")
    if seen.documents > 1:
        return text("一个文件只能有一份内容（多了“---”）。", "One file holds one document (there is another “---”).")
    if seen.words > MOST_WORDS:
        return text(f"名称和值超过 {MOST_WORDS} 个。", f"There are more than {MOST_WORDS} names and values.")
    return None


def _place_of(path: Path, error: YAMLError) -> Place:
    if not isinstance(error, MarkedYAMLError):
        return Place(path)
    # A bracket that never closes is noticed lines later: where it opens is where a person must look.
    opened = error.context_mark if "flow" in str(error.context) else None
    mark = opened or error.problem_mark
    return Place(path, None if mark is None else mark.line + 1)


# What the YAML library says, by a part of its sentence.
_NOT_YAML: Final[Mapping[str, str]] = {
    "<document start>": "前一部分已经结束，这里多出了内容",
    "<block end>": "这一行的缩进与上下不一致",
    "mapping values are not allowed": "这里不应再有冒号",
    "could not find expected ':'": "缺少冒号",
    "expected ',' or ']'": "方括号没有配对",
    "expected ',' or '}'": "花括号没有配对",
    "end of stream": "引号没有配对",
    "another document": "一个文件只能有一份内容",
    "undefined alias": "以“*”打头的值应写在引号里",
    "cannot start any token": "值以特殊符号打头，应写在引号里",
    "special characters": "含有不能显示的字符",
}


def _not_yaml(error: YAMLError) -> Text:
    said = shown(getattr(error, "problem", None) or "a character that can't be read")
    if "\\t" in said:
        return text("缩进只能用空格，不能用制表符（Tab）。", "Indent with spaces, never with tabs.")
    why = next((zh for sign, zh in _NOT_YAML.items() if sign in said), "")
    return text(
        f"不是合法的 YAML{why and f'（{why}）'}；请检查这一行及上一行的缩进、冒号、括号和引号。",
        f"This is not valid YAML ({said}); look at indentation, colons, brackets and quotes here and one line above.",
    )


class _Reading:
    """One file being read; what is wrong is gathered, so that a person hears of it all at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[Steps, Place] = {}
        self.problems: list[Problem] = []

    def written(self, root: Node) -> Written:
        if not isinstance(root, MappingNode):
            self._object(root, (), text("这里应为“名称: 值”。", "Lines of “name: value” belong here."))
        data = self._plain(root, ())
        if self.problems:
            raise refused(self.problems)
        return Written(self.path, data, self.places)

    def _plain(self, node: Node, steps: Steps) -> Plain:
        self.places.setdefault(steps, self._place(node))
        if isinstance(node, MappingNode):
            return {name: self._plain(value, (*steps, name)) for name, value in self._pairs(node, steps)}
        if isinstance(node, SequenceNode):
            return [self._plain(item, (*steps, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, steps)

    def _pairs(self, node: MappingNode, steps: Steps) -> Iterator[tuple[str, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or str(key.tag).endswith(":merge"):
                self._object(key, steps, text("名称应为一个词。", "A name must be one word."))
                continue
            name, line = str(key.value), key.start_mark.line + 1
            if self._is_unfit(key, steps):
                continue
            if name in seen:
                self._object(
                    key,
                    (*steps, name),
                    text(
                        f"第{seen[name]}行已经写过，只能写一次。",
                        f"It already stands on line {seen[name]}; write it once.",
                    ),
                )
                continue
            seen[name] = line
            self.places[(*steps, name)] = Place(self.path, line)
            yield name, value

    def _scalar(self, node: Node, steps: Steps) -> Plain:
        written, kind = str(node.value), str(node.tag).removeprefix("tag:yaml.org,2002:")
        if self._is_unfit(node, steps):
            return None
        if kind == "null":
            return None
        if kind == "bool":
            return written.lower() == "true"
        if kind == "int" and written.lstrip("+-").isdigit() and len(written) < 16:
            return int(written)
        if kind not in ("str", "int", "float", "timestamp"):
            tag = shown(node.tag)
            self._object(node, steps, text(f"不能用标签 {tag}。", f"The tag {tag} is not allowed."))
        return written

    def _is_unfit(self, node: Node, steps: Steps) -> bool:
        found = _UNFIT.search(str(node.value))
        if found:
            sign = f"U+{ord(found[0]):04X}"
            reason = text(
                f"含有控制字符 {sign}，不允许。", f"It holds the control character {sign}, which is not allowed."
            )
            self._object(node, steps, reason)
        return found is not None

    def _place(self, node: Node) -> Place:
        return Place(self.path, node.start_mark.line + 1)

    def _object(self, node: Node, steps: Steps, reason: Text) -> None:
        self.problems.append(Problem(self._place(node), steps, reason))
