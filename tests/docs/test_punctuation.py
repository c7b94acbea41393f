"""Texts for people as they are printed: Chinese with the punctuation that Chinese has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PEOPLE_READ = ("gateway", "embedded", "rules", "schemas", "workflows", "activities", "ledger")
PATTERNS = ("gateway/documents", "gateway/spreadsheets")  # what these look for in files is as offices write it
HOLE = "\ufffc"  # what is filled in
SIDE = rf"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef“”{HOLE}]"
HALF = re.compile(rf"(?<={SIDE}) ?[,:;?!()]|[,:;?!()] ?(?={SIDE})")
AS_TYPED = re.compile(  # what a person types so, in YAML, Python or a document
    r"“名称: 值”|原阶梯: 更严的阶梯|主机:端口|“\(一\)”|[\w\ufffc]+\(…?\)|[\w.\ufffc]+: \{|Field\(examples=\[…\]\)"
)


def offences(words: str) -> list[str]:
    """Return where half-width punctuation stands beside Chinese."""
    if not re.search(r"[\u4e00-\u9fff]", words):
        return []
    left = AS_TYPED.sub("x", words)
    return [left[max(found.start() - 6, 0) : found.end() + 6] for found in HALF.finditer(left)]


def test_chinese_has_full_width_punctuation() -> None:
    told = [f"{where}: {wrong}" for where, words in _texts() for wrong in offences(words)]
    assert not told, "\n".join(told)


@pytest.mark.parametrize(
    "words", ["缺少 --as:请写明", "是否指 x?运行", f"用法有误:{HOLE}", "分工(缺领导)", f"郑书记({HOLE})"]
)
def test_half_width_punctuation_beside_chinese_is_found(words: str) -> None:
    assert offences(words)


@pytest.mark.parametrize(
    "words", ["如 09:00、12:30", "写作 name=…,due=…", "应写成 主机:端口", f"不能调用 {HOLE}()", "a, b"]
)
def test_what_is_typed_so_is_left_alone(words: str) -> None:
    assert not offences(words)


def _texts() -> Iterator[tuple[str, str]]:
    for folder in PEOPLE_READ:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            tree = ast.parse(path.read_text("utf-8"))
            found = _chinese(tree) if name.startswith(PATTERNS) else _literals(tree)
            yield from ((f"{name}:{node.lineno}", _template(node)) for node in found)


def _chinese(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield the Chinese of each text: the first of text() and both(), and what is called zh."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if getattr(node.func, "id", "") in ("text", "both") and node.args:
                yield node.args[0]
            yield from (word.value for word in node.keywords if word.arg == "zh")


def _literals(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield each literal of a file but its patterns and what is said in English of the code."""
    yield from _chinese(tree)
    skipped = {id(part) for part in _asides(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in skipped:
            yield node


def _asides(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and re.match(r"\s*[!-~]", _template(node.value)):  # English that quotes Chinese
            yield node.value
        if isinstance(node, ast.Call) and getattr(getattr(node.func, "value", None), "id", "") == "re":
            yield from ast.walk(node)
        if isinstance(node, ast.JoinedStr):
            yield from node.values


def _template(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(_template(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _template(left) + _template(right)
        case ast.IfExp(body=body, orelse=orelse):
            return f"{_template(body)}\n{_template(orelse)}"
    return HOLE
