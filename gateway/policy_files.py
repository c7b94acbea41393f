"""Policies come in as YAML files that an office edits."""

import re
from functools import lru_cache
from pathlib import Path

from gateway.policy_checks import policy_problems
from gateway.yaml_files import Place, Plain, Problem, Written, read_yaml, refused, shown
from gateway.yaml_models import meant, model_of, unknown
from schemas.policy import Policy
from schemas.words import Refusal, Text, text

POLICIES = Path(__file__).resolve().parent.parent / "policies"
FOLDERS = (POLICIES, POLICIES / "definitions")  # of what we ship: for remediation, and for our definitions

OWN_NAME = re.compile(r"[\w-]+")  # of a policy, and of its file

_BY_ENTRY = ("duties", "ladders", "speeds")  # replaced entry by entry; everything else is replaced as a whole
_EXTENDS = re.compile(r"^extends:", re.MULTILINE)  # only one level is allowed
_OWN = ("name", "title")  # what a policy never takes over from its base


def load_policy(path: Path) -> Policy:
    """Read a policy, with the base that it extends; a Refusal names every fault with file, line and what is allowed."""
    return policy_of(written_policy(path))


def policy_of(written: Written) -> Policy:
    """Return the policy that stands in a file and its base; a Refusal names every fault."""
    return model_of(Policy, written, policy_problems(written))


def written_policy(path: Path) -> Written:
    """Return what stands in a policy's file, and in its base's where it says nothing, and on which lines."""
    return _effective(read_yaml(path))


def find_policy(name_or_path: str) -> Path:
    """Return the file of a policy: a name is one of ours, anything with a slash or .yaml is a path."""
    if OWN_NAME.fullmatch(name_or_path):
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise refused([Problem(Place(path), (), text("没有这个办法文件。", "There is no such policy file."))])
    return path


def _shipped(name: str) -> Path:
    """Return the file of one of our policies; a Refusal names ours, those of definitions apart."""
    ours, of_definitions = ({path.stem: path for path in sorted(folder.glob("*.yaml"))} for folder in FOLDERS)
    if path := (ours | of_definitions).get(name):
        return path
    hint, quoted = meant(name, ours | of_definitions), shown(name)
    remediation, procedures = ", ".join(ours), ", ".join(of_definitions)
    raise Refusal(
        text(
            f"没有这个办法：“{quoted}”。{hint.zh}整改办法有：{remediation}；流程的办法有：{procedures}。",
            f"There is no such policy: “{quoted}”; {hint.en}for remediation: {remediation}; for definitions: {procedures}.",
        )
    )


def shipped() -> list[Path]:
    """Return the files of all policies that we ship, those of definitions after the others."""
    return [path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))]


def demand_remediation(policy: Policy) -> Policy:
    """Return a policy of remediation as it is; refuse one that is written for a definition, whose steps nobody would owe."""
    if policy.steps:
        title, name = policy.title, policy.name
        raise Refusal(
            text(
                f"《{title.zh}》（{name}）写了 steps，是流程的办法，整改事项不能按它办理；请用整改办法，见 bihuan policy list。",
                f"“{title.en}” ({name}) has steps: it is for a definition, not for remediation. See bihuan policy list.",
            )
        )
    return policy


def _effective(written: Written) -> Written:
    if not isinstance(written.data, dict) or "extends" not in written.data:
        return written
    base_name = written.data["extends"]
    place = written.place_of(("extends",))
    if not isinstance(base_name, str) or not base_name:
        reason = text("后面应写底本的名称，如 county。", "The name of its base belongs here, as county.")
        raise refused([Problem(place, ("extends",), reason)])
    found = _named(base_name, (written.file.parent, POLICIES), place)
    base = _read_once(found, found.stat().st_mtime_ns)
    if "extends" in base.names():
        reason = text(
            f"“{base_name}”自己也有底本；底本只能有一层。",
            f"“{base_name}” extends another one; only one level is allowed.",
        )
        raise refused([Problem(place, ("extends",), reason)])
    return _upon(base, written)


@lru_cache(maxsize=4)
def _read_once(path: Path, changed_at: int) -> Written:  # noqa: ARG001 - a file that was changed is read again
    return read_yaml(path)


def _upon(base: Written, written: Written) -> Written:
    data: dict[str, Plain] = {name: value for name, value in _entries(base).items() if name not in _OWN}
    replaced: set[tuple[str | int, ...]] = {(name,) for name in _OWN}
    for name, value in _entries(written).items():
        below = data.get(name)
        if name in _BY_ENTRY and isinstance(below, dict) and isinstance(value, dict):
            data[name] = below | value
            replaced |= {(name, entry) for entry in value}
        elif name != "extends":
            data[name] = value
            replaced.add((name,))
    kept = {steps: place for steps, place in base.places.items() if not {steps[:1], steps[:2]} & replaced}
    return Written(written.file, data, kept | written.places)


def _entries(written: Written) -> dict[str, Plain]:
    return dict(written.data) if isinstance(written.data, dict) else {}


def _named(name: str, folders: tuple[Path, ...], asked: Place) -> Path:
    for folder in folders:
        if path := {path.stem: path for path in folder.glob("*.yaml")}.get(name):
            return path
    files = [path for folder in folders for path in folder.glob("*.yaml") if path != asked.file]
    known = {path.stem for path in files if not _EXTENDS.search(path.read_text("utf-8", errors="replace"))}
    raise refused([Problem(asked, (), _no_such_policy(name, known))])


def _no_such_policy(name: str, known: set[str]) -> Text:
    reason = unknown(name, known)
    return text(f"没有这个办法：{reason.zh}", f"There is no such policy: {reason.en}")
