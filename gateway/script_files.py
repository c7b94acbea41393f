"""Scripts of rehearsals come in as YAML files."""

from collections.abc import Iterator
from pathlib import Path

from gateway.script_codes import in_codes
from gateway.yaml_files import Problem, Written, read_yaml, refused
from gateway.yaml_models import model_of, unknown
from schemas.people import Role, Roster
from schemas.script import OWNER, PLACEHOLDER, Act, Play


def load_play(path: Path, roster: Roster | None = None) -> Play:
    """Read a script; a Refusal names every fault with file and line, persons missing in the roster too."""
    written = read_yaml(path)
    play = model_of(Play, written)
    if roster and (problems := list(_strangers(written, play, {person.id for person in roster.people}))):
        raise refused(problems)
    return play.model_copy(update={"patterns": {name: in_codes(pattern) for name, pattern in play.patterns.items()}})


def _strangers(written: Written, play: Play, known: set[str]) -> Iterator[Problem]:
    for number, named in play.assignments.items():
        for part in ("leader", "head", "handler"):
            if (person := getattr(named, part)) not in known:
                yield written.problem(("assignments", str(number), part), unknown(person, known))
    roles = {OWNER, *Role}
    for name, pattern in play.patterns.items():
        for index, act in enumerate(pattern.acts):
            if act.actor not in roles | known:
                yield written.problem(("patterns", name, "acts", index, "as"), unknown(act.actor, roles | known))
            for person in _persons(act):
                if person not in known:
                    yield written.problem(("patterns", name, "acts", index, "with"), unknown(person, known))


def _persons(act: Act) -> Iterator[str]:
    for value in act.payload.values():
        found = PLACEHOLDER.fullmatch(value) if isinstance(value, str) else None
        if found and found["person"]:
            yield found["person"]
