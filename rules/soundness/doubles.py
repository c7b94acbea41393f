"""What a policy says in two places: the engine goes by one of them."""

from collections.abc import Iterator

from rules.soundness.findings import Code, Finding, found
from schemas.policy import Policy


def doubles(policy: Policy) -> Iterator[Finding]:
    """Find an owner of a step whose levels say who decides."""
    for step, rule in policy.steps.items():
        if rule.levels and rule.owed_by:
            yield found(
                Code.SAID_TWICE,
                "写了 levels，由谁办就看 levels，owed_by 不起作用；请删去 owed_by。",
                "Where levels stand they say who decides, and owed_by has no effect; drop it.",
                ("steps", step, "owed_by"),
            )
