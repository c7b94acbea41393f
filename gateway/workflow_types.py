"""Which of a namespace's workflows are ours: remediations, and the cases of every definition that is known here."""

from rules.repertoire import repertoire
from schemas.wire import REMEDIATION


def of_ours() -> str:
    """Return the condition by which Temporal's lists show our workflows alone."""
    names = ", ".join(f'"{name}"' for name in (REMEDIATION, *repertoire()))
    return f"WorkflowType IN ({names})"
