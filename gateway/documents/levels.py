"""At which level of the outline the problems stand: decided by headings, labels and the declared count."""

import re
from typing import Final

from gateway.documents.markers import Style
from gateway.documents.outline import Node
from gateway.documents.wording import (
    AIMED,
    ALONE,
    ANSWER,
    LABEL,
    fault_weight,
    is_about_clues,
    is_aspect,
    is_outlook,
    is_set_aside,
)

FEW, MOST, NEARLY_ALL = 0.1, 0.5, 0.8
ON_PROBLEMS: Final = re.compile(
    r"问题(?!导向|意识)|整改(?:任务|事项|工作)?(?:的)?(?:落实|完成|进展|推进|具体)*(?:情况|落实)|反馈意见"
)


def problems(root: Node, declared: int | None) -> tuple[list[Node], str | None]:
    """The nodes that are problems, and a sentence where only the declared count decided their level."""
    deepest = _pick(root, shallow=False) or _by_section(root)
    if declared is None or _weight(deepest) == declared:
        return deepest, None
    for other in (_pick(root, shallow=True), *_by_style(root)):
        if _weight(other) == declared:
            return other, f"按声明的{declared}个问题确定了问题所在层级，请核对。"
    return deepest, None


def clues(root: Node) -> list[Node]:
    """The numbered entries under headings on transferred clues."""
    heads = [node for node in root.walk() if node.style is not None and _heads_clues(node)]
    return [child for head in heads if not any(above in heads for above in head.ancestors) for child in _leaves(head)]


def _by_section(root: Node) -> list[Node]:
    """Where no words tell a problem: what is numbered right below a heading on problems."""
    for node in root.walk():
        points = [child for child in node.children if not is_set_aside(child.heading)]
        plain = len(points) > 1 and all(fault_weight(child.heading) >= 0 for child in points)
        if node.style is not None and plain and ON_PROBLEMS.search(node.heading) and not is_set_aside(node.heading):
            return points
    return []


def _heads_clues(node: Node) -> bool:
    return bool(node.children) and is_about_clues(node.heading) and len(node.heading) <= 40


def _leaves(head: Node) -> list[Node]:
    return [child for child in head.children if not is_set_aside(child.heading) or child.paragraphs]


def _weight(nodes: list[Node]) -> int:
    return sum((node.until or node.number or 0) - (node.number or 0) + 1 if node.until else 1 for node in nodes)


def _pick(node: Node, *, shallow: bool) -> list[Node]:
    """The problems at or below a node, from the top: a group is gone into, a problem is taken whole."""
    if node.style is not None and (_heads_clues(node) or _aside(node)):
        return []
    if node.style is not None and _whole(node, shallow=shallow):
        return [node]
    below = [(child, _pick(child, shallow=shallow)) for child in node.children]
    below = _as_most(below)
    holding = [child for child, found in below if found]
    if holding and (not _is_problem(node) or _outweighs(node, below)):
        return [item for child, found in below for item in (found or _alike(child, holding, len(below)))]
    if is_aspect(node.heading) and below and not _does(node):
        return [child for child, _ in below if not is_set_aside(child.heading)]
    return [node] if node.style is not None and _is_problem(node) else []


def _aside(node: Node) -> bool:
    """Whether a part holds no problems: its heading says so, and it is neither answered nor a list of problems."""
    if not is_set_aside(node.heading) or _answered(node):
        return False
    return is_outlook(node.heading) or not any(
        AIMED.match(child.heading) or _answered(child) for child in node.children
    )


def _as_most(below: list[tuple[Node, list[Node]]]) -> list[tuple[Node, list[Node]]]:
    """Siblings stand on one level: where most are problems, all are; where most are headings of problems, all are."""
    whole = [child for child, found in below if found == [child]]
    split = [child for child, found in below if found and found != [child]]
    if len(whole) > len(split):
        mild = len(whole) > 2 * len(split)
        raised = [child for child in split if not is_aspect(child.heading) and (mild or _is_problem(child))]
        return [(child, [child] if child in raised else found) for child, found in below]
    forms = {node.style for child, found in below if child in split for node in found}
    return [(child, _points(child, forms) if child in whole else found) for child, found in below]


def _points(child: Node, forms: "set[Style | None]") -> list[Node]:
    """What stands below a heading whose siblings are headings of problems, where it has the problems' form."""
    alike = [point for point in child.children if point.style in forms and fault_weight(point.heading) >= 0]
    return alike if alike and len(alike) == len(child.children) and not _answered(child) else [child]


def _does(node: Node) -> bool:
    """Whether what stands below a heading are measures."""
    return sum(fault_weight(child.heading) < 0 for child in node.children) > MOST * len(node.children)


def _outweighs(node: Node, below: list[tuple[Node, list[Node]]]) -> bool:
    """Whether the points below a problem are problems of their own: most of them, and hardly weaker in words."""
    holding = [child for child, found in below if found]
    if AIMED.match(node.heading) and not any(_answered(child) or AIMED.match(child.heading) for child in holding):
        return False
    weights = [fault_weight(child.heading) for child, _ in below]
    strong = sum(max(weight, -3) for weight in weights) >= 2 * len(weights) or any(
        _answered(child) for child in holding[:2]
    )
    return len(holding) >= MOST * len(below) and (strong or is_aspect(node.heading))


def _whole(node: Node, *, shallow: bool) -> bool:
    """Whether a node is one problem, whatever stands below it."""
    if node.style is Style.PROBLEM or _answered(node):
        return not _asks_often(node)
    if shallow and _is_problem(node) and not is_aspect(node.heading):
        return True
    return _labels_below(node) or _answered_at_the_end(node)


def _answered(node: Node) -> bool:
    """Whether the node's own text carries the label of an answer (整改情况:) before anything stands below it."""
    own: list[str] = [node.text]
    for part in node.content:
        if isinstance(part, Node):
            break
        own.append(part)
    return any(ANSWER.search(text) for text in own) and not (
        node.children and not own[1:] and node.text.endswith((":", ":")) and len(node.text) < 12
    )


def _asks_often(node: Node) -> bool:
    asked = [text for text in node.paragraphs if (label := LABEL.match(text)) and label["asked"]]
    return len(asked) > 1


def _labels_below(node: Node) -> bool:
    """Whether the points below are the parts of one problem: (一)反馈问题 (二)整改措施 (三)整改结果."""
    labels = [child for child in node.children if ALONE.match(child.text) or LABEL.match(child.text)]
    asked = [child for child in labels if (label := LABEL.match(child.text)) and label["asked"]]
    return len(labels) > 1 and len(labels) >= len(node.children) / 2 and len(asked) <= 1


def _answered_at_the_end(node: Node) -> bool:
    """Whether only the last of several points below is followed by an answer: then the points are one problem's."""
    points = node.children
    if len(points) < 2 or not _is_problem(node) or is_aspect(node.heading):
        return False
    return _answered(points[-1]) and not any(_answered(point) for point in points[:-1])


def _is_problem(node: Node) -> bool:
    return fault_weight(node.heading) >= 2 or (is_aspect(node.heading) and fault_weight(node.heading) >= 1)


def _alike(child: Node, holding: list[Node], siblings: int) -> list[Node]:
    """A sibling without a word of fault among others that have one: a problem too, where its section is on problems."""
    if is_set_aside(child.heading) or not all(not other.children or _is_problem(other) for other in holding):
        return []
    weight = fault_weight(child.heading)
    above = child.parent.heading if child.parent else ""
    if weight >= 0 and (ON_PROBLEMS.search(above) or is_aspect(above)):
        share = FEW
    else:
        inner = child.style not in {Style.CHAPTER, Style.CHINESE, Style.HEADING}
        share = MOST if inner and weight >= 0 else NEARLY_ALL
    return [child] if len(holding) >= share * siblings else []


def _by_style(root: Node) -> list[list[Node]]:
    """For each form of number: all nodes of that form in the parts that hold problems."""
    kept: dict[Style, list[Node]] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if node.style is not None:
            if is_set_aside(node.heading) or _heads_clues(node):
                continue
            kept.setdefault(node.style, []).append(node)
        waiting.extend(node.children)
    return [
        sorted_nodes
        for style, nodes in sorted(kept.items())
        if style is not Style.HEADING and (sorted_nodes := _in_order(root, nodes))
    ]


def _in_order(root: Node, nodes: list[Node]) -> list[Node]:
    chosen = set(map(id, nodes))
    return [node for node in root.walk() if id(node) in chosen]
