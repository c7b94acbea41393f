"""Tables and figures of the report, in Markdown."""

import statistics
from collections.abc import Iterable, Iterator, Sequence


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def middle(seconds: Sequence[float]) -> str:
    """Return the median and, in brackets, the longest."""
    return f"{statistics.median(seconds):.1f} ({max(seconds):.1f})" if seconds else "—"


def spread(seconds: Iterable[float]) -> str:
    """Return p50 / p99 / longest."""
    ordered = sorted(seconds)
    if not ordered:
        return "—"
    return " / ".join(f"{ordered[min(len(ordered) - 1, int(len(ordered) * part))]:.2f}" for part in (0.5, 0.99, 1))
