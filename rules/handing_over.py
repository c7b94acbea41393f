"""When somebody leaves, his duties go to a successor with their history (新官理旧账)."""

import datetime as dt

from rules.assigning import conflict_in
from rules.people import misnamed, people_in, person_in, replace_in_assignment, replace_in_standing
from rules.recusal import reassigned
from rules.registry import OPEN, Facts, actor_of, decides, follows, refusal
from schemas.case import Case
from schemas.commands import HandOver
from schemas.facts import HandedOver
from schemas.people import Role
from schemas.words import text


@decides(HandOver, when=OPEN, by=(Role.OFFICE, Role.PRINCIPAL), while_suspended=True)
def hand_over(case: Case, command: HandOver, at: dt.datetime) -> Facts:
    """Name the successor; he may not come to judge his own work by it."""
    leaver = person_in(case, command.leaver)
    if leaver is None:
        why = text(f"“{command.leaver}”在本事项中没有职责", f"“{command.leaver}” holds no role in this case")
        raise refusal(command, why)
    if command.successor.id == leaver.id:
        raise refusal(command, text("接手人须是另一个人", "the successor must be somebody else"))
    if mistaken := misnamed(people_in(case, *Role), command.successor):
        raise refusal(command, mistaken)
    if case.assignment:
        after = replace_in_assignment(case.assignment, leaver.id, command.successor)
        if conflict := conflict_in(case, after):
            raise refusal(command, conflict)
    by = actor_of(case, command)
    return (HandedOver(by=by, leaver=leaver, successor=command.successor, reason=command.reason),)


@follows(HandedOver)
def handed_over(case: Case, fact: HandedOver, at: dt.datetime) -> Case:
    """Put the successor in the leaver's place; duties follow the role, unless that would make him his own judge."""
    update: dict[str, object] = {"holders": replace_in_standing(case.standing, fact.leaver.id, fact.successor)}
    if case.assignment:
        update["assignment"] = replace_in_assignment(case.assignment, fact.leaver.id, fact.successor)
    return reassigned(case.model_copy(update=update))
