"""Which duties climb a ladder, who owes them, and how long they have."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from rules.deciding_above import DECIDERS
from rules.names import name_of
from rules.recusal import ANSWERABLE
from rules.repertoire import step_title
from rules.soundness.findings import Steps
from schemas.people import Role
from schemas.policy import DutyKind, Policy
from schemas.returns import Returning
from schemas.time import Span
from schemas.words import Text, text

FIRST_ROUND_ONLY: Final = (DutyKind.ASSIGN, DutyKind.ACKNOWLEDGE)  # a relapse goes back to the plan, not to these


class Use(NamedTuple):
    """One duty that climbs a ladder."""

    kind: DutyKind
    owners: tuple[Role, ...]
    given: tuple[Span, ...]  # the times that the policy gives for it; none where a person names any date
    entries: tuple[Steps, ...]  # where it gives them
    step: str = ""  # which one, of the definition that the policy is named after
    definition: str = ""

    @property
    def called(self) -> Text:
        """Return what people call the duty."""
        if not self.step:
            return name_of(self.kind)
        return step_title(self.step, self.definition) or step_title(self.step) or text(self.step, self.step)

    @property
    def rule(self) -> Steps:
        """Return where its rule stands."""
        return ("steps", self.step) if self.step else ("duties", self.kind.value)


def uses_of(policy: Policy) -> Mapping[str, list[Use]]:
    """Return by ladder the duties that climb it, in a case's first round and after a relapse, and a definition's steps.

    A definition knows no relapse.
    """
    found: dict[str, list[Use]] = defaultdict(list)
    for kind, rule in policy.duties.items():
        owners = owners_of(policy, kind)
        found[rule.ladder].append(Use(kind, owners, *_given(policy, kind, again=False)))
        if kind not in FIRST_ROUND_ONLY:
            stricter = policy.relapse.ladders.get(rule.ladder, rule.ladder)
            found[stricter].append(Use(kind, owners, *_given(policy, kind, again=True)))
    for step, asked in policy.steps.items():
        owners, due = asked.owners, ("steps", step, "due")
        found[asked.ladder].append(Use(DutyKind.STEP, owners, (asked.due,), (due,), step, policy.name))
    return found


def owners_of(policy: Policy, kind: DutyKind) -> tuple[Role, ...]:
    """Return who may owe a duty: for some it is not the duty's own rule that says so."""
    risen = (policy.returns.of(returning) for returning in Returning)
    elsewhere = {
        DutyKind.REVIEW: policy.review.levels,
        DutyKind.EXTENSION: policy.extension.deciders,
        DutyKind.WITHDRAWAL: (policy.withdrawal,),
        DutyKind.MATTER: tuple(dict.fromkeys((*DECIDERS, *(rule.to for rule in risen if rule)))),
        DutyKind.NOTICE: ANSWERABLE,
        DutyKind.COMMITMENT: ANSWERABLE,
    }
    return elsewhere.get(kind) or (policy.owner(kind),)


def _given(policy: Policy, kind: DutyKind, *, again: bool) -> tuple[tuple[Span, ...], tuple[Steps, ...]]:
    match kind:
        case DutyKind.PUBLICITY if policy.review.publicity:  # counted from the end of the notice, which it outlasts
            given = (policy.review.publicity, policy.given(kind))
            return given, (("review", "publicity"), ("duties", kind.value, "due"))
        case DutyKind.COMMITMENT:
            return (), ()
        case DutyKind.RECTIFY | DutyKind.MILESTONE if again:
            return (policy.relapse.due,), (("relapse", "due"),)
        case DutyKind.RECTIFY | DutyKind.MILESTONE:
            limits = tuple(rule.due for rule in policy.speeds.values())
            return limits, tuple(("speeds", speed.value, "due") for speed in policy.speeds)
        case DutyKind.PROGRESS:
            reports = tuple(rule.reports for rule in policy.speeds.values())
            kept_open = (policy.continuing.basically_done, policy.continuing.long_term)
            return (*reports, *kept_open), tuple(("speeds", speed.value, "reports") for speed in policy.speeds)
    return (policy.given(kind),), (("duties", kind.value, "due"),)
