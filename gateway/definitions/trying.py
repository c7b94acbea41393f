"""What a definition's own tests begin with."""

from pathlib import Path

from gateway.definitions.found import load_definition
from gateway.definitions.trial import Trial
from gateway.policy_files import load_policy
from schemas.words import Refusal


def trial_of(file: Path, *, title: str = "trial") -> Trial:
    """Return a case of the definition that a file holds, just opened; a Refusal says what is wrong with the file."""
    found = load_definition(file.resolve())
    if found.definition is None:
        assert found.refused is not None  # noqa: S101 - it is one or the other
        raise Refusal(found.refused)
    return Trial(found.definition, load_policy(found.policy_file), title=title)
