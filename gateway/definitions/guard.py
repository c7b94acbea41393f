"""What a script may not name: it would be told otherwise another time, or do what a story never does."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from schemas.words import Text, text

# All that a script may import: the blocks, and what of the standard library only shapes values.
ALLOWED: Final = (
    *("rules.blocks", "datetime", "decimal", "enum", "typing", "collections", "collections.abc", "itertools"),
    *("functools", "math", "re", "string", "pydantic", "__future__"),
)
_CALLS: Final = {"open", "input", "exec", "eval", "compile", "id", "print", "globals", "locals", "vars", "setattr"}
_READINGS: Final = {"now", "today", "utcnow", "fromtimestamp"}
# What has another order in each process: a set of texts, however it is made. To ask whether something is `in` one is fine.
_SETS: Final = (ast.Set, ast.SetComp)
_KINDS_OF_SETS: Final = {"Set", "MutableSet", "AbstractSet", "FrozenSet", "conset", "confrozenset"}
# The blocks that are waited for, and where a call of one without `await` is a mistake: it would be skipped, or always true.
_AWAITED: Final = {"leader_is_named", "step", "approval", "look_back", "report_every", "together", "until"}
_FORGETFUL: Final = (ast.Expr, ast.If, ast.While, ast.IfExp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Attribute)


_NO_ORDER: Final = text(
    "集合没有固定次序，重启后会变，请改用元组（“in {…}”可以用）",
    "a set has no order that lasts: use a tuple (to ask `in {…}` is fine)",
)


class Fault(NamedTuple):
    """A line, and what it names."""

    line: int
    reason: Text


def faults_in(source: str) -> Iterator[Fault]:
    """Yield what a script names though it may not, by line."""
    nodes = list(ast.walk(ast.parse(source)))
    only_asked = {one for node in nodes if isinstance(node, ast.Compare) for one in _asked(node)}
    for node in nodes:
        if isinstance(node, _SETS):
            yield from () if node in only_asked else (Fault(node.lineno, _NO_ORDER),)
        elif isinstance(node, ast.Import):
            yield from (_no_import(node.lineno, one.name) for one in node.names if one.name not in ALLOWED)
        elif isinstance(node, ast.ImportFrom) and (node.level or node.module not in ALLOWED):
            yield _no_import(node.lineno, "." * node.level + (node.module or ""))
        elif isinstance(node, _FORGETFUL) and (forgotten := _forgotten(node)):
            yield forgotten
        elif why := _fault(node):
            yield Fault(getattr(node, "lineno", 1), why)


def _asked(node: ast.Compare) -> Iterator[ast.expr]:
    """Yield what is only asked whether it holds something."""
    yield from (one for how, one in zip(node.ops, node.comparators, strict=True) if isinstance(how, ast.In | ast.NotIn))


def _forgotten(node: ast.AST) -> Fault | None:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)) if name in _AWAITED:
                why = text(f"self.{name}(…) 前面少了 await", f"await is missing before self.{name}(…)")
                return Fault(child.lineno, why)
    return None


def _fault(node: ast.AST) -> Text | None:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in _CALLS:
            return text(
                f"不能调用 {name}()：脚本只看事实，不碰外部", f"{name}() can't be called: a script knows facts alone"
            )
        case ast.Attribute(attr=name) if name in _READINGS:
            return text(
                f"不能读时钟（{name}）：时限写在办法里，日期由人填",
                f"no clock is read ({name}): limits are the policy's",
            )
        case ast.Attribute(attr=name) if name.startswith("__"):
            return text(f"不能用 {name}", f"{name} is not for scripts")
        case ast.AsyncFor() | ast.AsyncWith():
            return text("脚本只等待积木，不用 async for、async with", "a script awaits blocks alone")
    return _disorder(node)


def _disorder(node: ast.AST) -> Text | None:
    match node:
        case ast.Name(id="hash"):
            return text("不能用 hash：每次启动都不同", "hash is not for scripts: it differs each time")
        case ast.Name(id="set" | "frozenset"):
            return _NO_ORDER
        case ast.Name(id=name) | ast.alias(name=name) | ast.Attribute(attr=name) if name in _KINDS_OF_SETS:
            return _NO_ORDER
    return None


def _no_import(line: int, name: str) -> Fault:
    listed = "、".join(ALLOWED[:4])
    return Fault(
        line,
        text(
            f"不能引入 {name}：脚本只用 {listed} 等积木和数据类型",
            f"{name} can't be imported: a script uses {', '.join(ALLOWED[:4])} and such",
        ),
    )
