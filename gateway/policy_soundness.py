"""A policy's file is checked before anybody runs under it: each finding with its file and line."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from gateway.policy_files import FOLDERS, policy_of, written_policy
from gateway.yaml_files import Place, Problem, Steps, Unfit, Written, read_yaml, refused
from rules.soundness import Code, Finding, Severity, coverage, findings_of, found
from schemas.people import Roster
from schemas.policy import Policy
from schemas.time import WorkCalendar
from schemas.words import Text

_IN_VAIN: Final = (Code.LADDER_UNUSED, Code.RELAPSE_LADDER_UNUSED, Code.SAID_TWICE)


class Located(NamedTuple):
    """What is wrong, how grave it is, and where a person must look."""

    place: Place
    steps: Steps
    severity: Severity
    code: str
    reason: Text


class Beside(NamedTuple):
    """What a policy is checked beside: how days are counted, who is there, and when cases would be taken in."""

    calendar: WorkCalendar
    roster: Roster | None = None
    calendar_file: Path | None = None
    today: dt.date | None = None  # None: whether the calendar reaches far enough is not asked


def check_policy(path: Path, beside: Beside) -> tuple[Located, ...]:
    """Return all that is wrong with a policy's file, in the order of the lines; if it can't be read, why not."""
    try:
        written = written_policy(path)
        policy = policy_of(written)
    except Unfit as unfit:
        return tuple(_unread(problem) for problem in unfit.problems)
    findings = (*findings_of(policy, beside.calendar, beside.roster), *_names(path, policy))
    located = [*(_located(written, one) for one in findings if _is_its_own(written, one)), *_covered(policy, beside)]
    return tuple(sorted(located, key=lambda one: (one.place.file != written.file, one.place.file, one.place.line or 0)))


def demand_sound(path: Path, calendar: WorkCalendar) -> None:
    """Refuse a policy that has errors, each with its file and line."""
    errors = [one for one in check_policy(path, Beside(calendar)) if one.severity is Severity.ERROR]
    if errors:
        raise refused(Problem(one.place, one.steps, one.reason, one.code) for one in errors)


def _covered(policy: Policy, beside: Beside) -> Iterable[Located]:
    if beside.calendar_file and beside.today and (findings := tuple(coverage(policy, beside.calendar, beside.today))):
        written = read_yaml(beside.calendar_file)
        return tuple(_located(written, finding) for finding in findings)
    return ()


def _unread(problem: Problem) -> Located:
    return Located(problem.place, problem.steps, Severity.ERROR, problem.code, problem.reason)


def _located(written: Written, finding: Finding) -> Located:
    """Point at the first entry that the file writes itself: what stands in its base is not for its author to change."""
    own = (steps for steps in finding.entries if written.place_of(steps).file == written.file)
    steps = next((steps for steps in own if steps in written.places), finding.entries[0])
    return Located(written.place_of(steps), steps, finding.severity, finding.code, finding.reason)


def _is_its_own(written: Written, finding: Finding) -> bool:
    """Say whether a file's author is to hear it: what his base writes in vain is its own author's affair."""
    return finding.code not in _IN_VAIN or written.place_of(finding.entries[0]).file == written.file


def _names(path: Path, policy: Policy) -> Iterable[Finding]:
    if path.resolve().parent not in FOLDERS and any((folder / f"{policy.name}.yaml").is_file() for folder in FOLDERS):
        yield found(
            Code.NAME_TAKEN,
            f"“{policy.name}”是随附办法的名称，按名称查找会找到随附的那一个；请另取一个名称。",
            f"“{policy.name}” is a policy that we ship, and whoever asks for it by name gets that one; choose another name.",
            ("name",),
        )
