"""The outline of a document: which paragraph stands under which number, found from the numbers alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gateway.documents.headings import names_problem, opens_aspect, opens_outlook, stands_before_answer, without_bullet
from gateway.documents.lines import Line
from gateway.documents.markers import Marker, Style, read_marker, split_run
from gateway.documents.statuses import is_standing
from gateway.documents.wording import ANSWER, LABEL, fault_weight, heading_of, is_aspect, reports_deed, states_fault

GAP: Final = 4
MAX_NESTED: Final = 2


@dataclass(eq=False)
class Node:
    """A numbered paragraph with all that stands under it, in reading order."""

    style: Style | None = None
    number: int | None = None
    text: str = ""
    until: int | None = None
    parent: "Node | None" = None
    content: "list[str | Node]" = field(default_factory=list)
    rank: float = -1.0
    labelled: bool = False
    answered: bool = False
    printed: str = ""  # its number, as it stands
    before: "Node | None" = None  # the numbered paragraph before it under the same heading
    last: "Node | None" = None  # the latest numbered paragraph under it

    @property
    def heading(self) -> str:
        """The node's heading, without its number."""
        return heading_of(self.text)

    @property
    def children(self) -> "list[Node]":
        """The numbered paragraphs directly under this one."""
        return [part for part in self.content if isinstance(part, Node)]

    @property
    def paragraphs(self) -> list[str]:
        """The plain paragraphs directly under this one."""
        return [part for part in self.content if isinstance(part, str)]

    @property
    def ancestors(self) -> "Iterator[Node]":
        """The headings above, from the nearest to the outermost; the root is none."""
        above = self.parent
        while above is not None and above.style is not None:
            yield above
            above = above.parent

    def walk(self) -> "Iterator[Node]":
        """This node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def build(lines: list[Line]) -> Node:
    """Build the outline of a text's lines; table rows stand as plain paragraphs where they are."""
    texts = [part for line in lines for part in (split_run(line.text) if not line.cells else [line.text])]
    builder = _Builder()
    for place, text in enumerate(texts):
        builder.take(text, texts[place + 1 : place + 4])
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root = Node()
        self._open: list[Node] = [self.root]

    def take(self, text: str, following: list[str]) -> None:
        marker = read_marker(text)
        plain = without_bullet(text)
        if marker is not None and marker.number is not None and self._counts(marker):
            self._place(marker)
        elif opens_aspect(text, following):
            self._place_aspect(text, following)
        elif self._opens_problem(plain, following):
            self._place_problem(plain)
        else:
            owner = self._owner(plain)
            owner.content.append(plain)
            owner.labelled = owner.labelled or LABEL.match(plain) is not None
            owner.answered = owner.answered or ANSWER.search(plain) is not None

    def _counts(self, marker: Marker) -> bool:
        """Whether a number builds the outline: 一是 only where it names a problem, and stands in none."""
        if marker.style is not Style.SPOKEN:
            return True
        if any(node.style is Style.SPOKEN and node.number == (marker.number or 0) - 1 for node in self._open):
            return True
        within = any(states_fault(node.text) for node in self._open if node.style is not Style.SPOKEN)
        return not within and states_fault(marker.rest)

    def _owner(self, text: str) -> Node:
        """The paragraph that a plain one belongs to: a label (整改情况:) is a problem's own, not a measure's."""
        if LABEL.match(text) or is_standing(text):
            labelled = next((node for node in reversed(self._open) if node.labelled and node.style is not None), None)
            owner = labelled or next((node for node in reversed(self._open) if self._asks(node)), None)
            if owner:
                self._close_to(owner)
        return self._open[-1]

    def _asks(self, node: Node) -> bool:
        """Whether a paragraph may be the problem that a label answers: by its words, or as its sibling is one."""
        if node.style is None:
            return False
        before = node.before
        alike = before is not None and before.style is node.style
        if before is not None and alike and before.labelled:
            return True
        if node.style is Style.PROBLEM or states_fault(node.text):
            return True
        return not alike and fault_weight(node.heading) >= 0 and not reports_deed(node.heading)

    def _place(self, marker: Marker) -> None:
        sibling = self._predecessor(marker)
        if sibling is not None:
            self._close_to(sibling.parent or self.root)
            self._add(marker, sibling.rank)
        elif marker.style in {Style.PROBLEM, Style.SPOKEN}:
            self._add(marker, self._open[-1].rank + 0.5)
        elif marker.number == 1 and self._nests(marker):
            self._add(marker, max(self._open[-1].rank + 0.5, float(marker.style)))
        else:
            while self._open[-1].rank >= marker.style:
                self._open.pop()
            self._add(marker, float(marker.style))

    def _place_aspect(self, text: str, following: list[str]) -> None:
        below = read_marker(following[0]) if following else None
        rank = -0.5 if opens_outlook(text) else (below.style if below else Style.PROBLEM) - 2.0
        while self._open[-1].rank >= rank:
            self._open.pop()
        self._add(Marker(Style.HEADING, None, text), rank)

    def _opens_problem(self, text: str, following: list[str]) -> bool:
        """Whether a line without number is a problem's heading: none before it still waits for its answer."""
        named = names_problem(text)
        if not named and not (following and stands_before_answer(text, following[0])):
            return False
        current = self._problem()
        return current is None or current.answered or (named and bool(current.content))

    def _problem(self) -> Node | None:
        """The innermost open paragraph that is a problem, as far as its words and labels tell."""
        problems = (node for node in reversed(self._open) if node.style not in {None, Style.HEADING})
        return next((node for node in problems if node.labelled or node.answered or _is_one(node)), None)

    def _place_problem(self, text: str) -> None:
        current = self._problem()
        if current is None:
            self._add(Marker(Style.PROBLEM, None, text), max(self._open[-1].rank + 0.5, Style.PROBLEM - 1.5))
            return
        self._close_to(current.parent or self.root)
        self._add(Marker(current.style or Style.PROBLEM, None, text), current.rank)

    def _add(self, marker: Marker, rank: float) -> None:
        parent = self._open[-1]
        node = Node(marker.style, marker.number, marker.rest, marker.until, parent, [], rank, printed=marker.printed)
        node.before, parent.last = parent.last, node
        node.answered = ANSWER.search(node.text) is not None
        parent.content.append(node)
        self._open.append(node)

    def _close_to(self, parent: Node) -> None:
        while self._open[-1] is not parent:
            self._open.pop()

    def _predecessor(self, marker: Marker) -> Node | None:
        """The open paragraph of the same form that this number follows; the nearest where several do."""
        same = [node for node in reversed(self._open) if node.style is marker.style and node.number is not None]
        after = [node for node in same if (node.until or node.number or 0) + 1 == marker.number]
        if len(after) > 1:
            alike = [node for node in after if states_fault(node.text) == states_fault(marker.rest)]
            return (alike or after)[0]
        if after or marker.number in {None, 1}:
            return after[0] if after else self._deepest(marker, same)
        near = [node for node in same if -1 <= (marker.number or 0) - (node.until or node.number or 0) - 1 <= GAP]
        return next(iter(near or same), None)

    def _deepest(self, marker: Marker, same: list[Node]) -> Node | None:
        """Where a list within a list of one form starts again at 1: it nests no deeper, however often."""
        return same[0] if same and (len(same) >= MAX_NESTED or marker.style is Style.PROBLEM) else None

    def _nests(self, marker: Marker) -> bool:
        return any(node.style is marker.style for node in self._open) and not self._restarts(marker)

    def _restarts(self, marker: Marker) -> bool:
        """Whether a 1 opens the next list of the same level (its group has no number), not a list below."""
        same = [node for node in self._open if node.style is marker.style]
        first, number = same[0], same[0].number or 0
        answered = bool(first.children) or bool(first.paragraphs)
        return number > 1 and answered and states_fault(first.text) and states_fault(marker.rest)


def _is_one(node: Node) -> bool:
    return node.style is Style.PROBLEM or (states_fault(node.text) and not is_aspect(node.heading))
