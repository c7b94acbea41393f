"""The table as people read it: Markdown, made from a run's own record and from nothing else."""

from collections.abc import Iterator

from tests.bench.line import Line, Run

_HEAD = (
    "| what | ours | bare, or the peer | ours to it | the project's goal | reached | measured, or reckoned |",
    "|---|---|---|---|---|---|---|",
)
_PER_TEN_THOUSAND = {
    "intake_durable",
    "intake_assigned",
    "burst",
}  # lines that speak of 10,000, however many there were
_BY_SLOPE = "worker_memory_100k"


def report(run: Run) -> str:
    """Return the report of a run."""
    return "\n".join([*_title(run), *table(run.lines), *_failures(run), *_methods(run), *_surroundings(run), ""])


def table(lines: tuple[Line, ...]) -> list[str]:
    """Return the table alone."""
    return [*_HEAD, *(_row(line) for line in lines)]


def figure(value: float | None) -> str:
    """Return a number with three digits that mean something."""
    if value is None:
        return "–"
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def origin(line: Line) -> str:
    """Say whether a number was measured as it stands, or reckoned from fewer than it speaks of."""
    if line.id == _BY_SLOPE:
        return "**reckoned**"
    counted = line.samples.get("items") or len(line.samples.get("ours", ()))
    if line.id in _PER_TEN_THOUSAND and counted < 10_000:
        return f"**reckoned** from {counted:,}"
    return "measured"


def _row(line: Line) -> str:
    reached = {True: "yes", False: "**no**", None: ""}[line.met]
    ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
    ours, bare = (
        f"{figure(value)} {line.unit}".rstrip() if value is not None else "–" for value in (line.ours, line.bare)
    )
    return f"| {line.what} | {ours} | {bare} | {ratio} | {line.goal} | {reached} | {origin(line)} |"


def _title(run: Run) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    yield f"# Ours beside bare Temporal, {run.made_at}, scale {run.scale['name']}"
    yield ""
    yield f"Versions: {versions}."
    yield f"Machine: {run.machine['cpus']} CPUs ({run.machine['model']}), {run.machine['memory_gb']} GB."
    yield (
        f"An fsync took p50 {run.machine['fsync_p50_ms']} ms, p90 {run.machine['fsync_p90_ms']} ms where the sites were: "
        "with synchronous=FULL each step waits for several, and the processor for them."
    )
    yield "Both on the same embedded server (SQLite, WAL, FULL where nothing else is said) and PostgreSQL, in one run."
    yield ""


def _failures(run: Run) -> Iterator[str]:
    for failure in run.failures:
        yield f"\n**Not measured: {failure.stage}** – {failure.why}"


def _methods(run: Run) -> Iterator[str]:
    yield "\n## How\n"
    told: set[str] = set()
    for line in run.lines:
        if line.method not in told:
            told.add(line.method)
            yield f"- **{line.what}**: {line.method}."
    counts = ", ".join(f"{name} {value}" for name, value in run.scale.items() if name != "name")
    yield f"- Counts: {counts}. Nothing is drawn at random; the raw samples are in the JSON file beside this one."


def _surroundings(run: Run) -> Iterator[str]:
    yield "\n## What ran beside\n"
    for stage in run.beside:
        yield f"- {stage.stage}: {stage.seconds:.0f} s, other programs used {stage.others_percent:.0f} % of the machine"
