"""A relapse leads to ladders that are climbed, and that are stricter."""

from collections.abc import Iterator

from rules.names import name_of
from rules.soundness.findings import Code, Finding, found
from rules.soundness.lengths import days
from rules.soundness.uses import FIRST_ROUND_ONLY
from schemas.misreading import quote
from schemas.policy import Colour, Ladder, Policy

_COLOURS = list(Colour)


def relapses(policy: Policy) -> Iterator[Finding]:
    """Find a relapse without stricter ladders, and stricter ladders that nobody climbs or that are milder."""
    if not policy.relapse.ladders:
        yield found(
            Code.RELAPSE_WITHOUT_CONSEQUENCE,
            "反弹以后没有更严的阶梯，与第一次一样催办；请在 relapse.ladders 写上，如 rectify: rectify_strict。",
            "A relapse brings no stricter ladder; name some in relapse.ladders, as rectify: rectify_strict.",
            ("relapse", "ladders"),
            ("relapse",),
        )
    for usual, strict in policy.relapse.ladders.items():
        climbing = [kind for kind, rule in policy.duties.items() if rule.ladder == usual]
        if all(kind in FIRST_ROUND_ONLY for kind in climbing):
            yield _never_climbed(usual, strict, policy)
        elif _is_milder(policy.ladders[strict], policy.ladders[usual]) or strict == usual:
            yield found(
                Code.RELAPSE_NOT_STRICTER,
                f"反弹以后改走的{quote(strict)}并不比{quote(usual)}更严（颜色起步不更重，到最重的颜色也不更早）；请改严，或换一架。",
                f"After a relapse {quote(strict)} is climbed, which is no stricter than {quote(usual)}: it neither begins graver "
                "nor comes to its gravest colour sooner; make it stricter.",
                ("relapse", "ladders", usual),
            )


def _never_climbed(usual: str, strict: str, policy: Policy) -> Finding:
    kinds = [name_of(kind) for kind, rule in policy.duties.items() if rule.ladder == usual]
    zh = f"反弹以后从报方案重新开始，不再有“{kinds[0].zh}”" if kinds else f"没有任何责任走{quote(usual)}"
    en = f"a relapse begins again with the plan, without “{kinds[0].en}”" if kinds else f"no duty climbs {quote(usual)}"
    return found(
        Code.RELAPSE_LADDER_UNUSED,
        f"{zh}，所以{quote(strict)}永远用不上；请删去这一行（和这架阶梯）。",
        f"It has no effect: {en}, so that {quote(strict)} is never climbed; drop the line, and the ladder with it.",
        ("relapse", "ladders", usual),
    )


def _is_milder(strict: Ladder, usual: Ladder) -> bool:
    begins_graver = _COLOURS.index(strict.rungs[0].colour) > _COLOURS.index(usual.rungs[0].colour)
    gravest = max((rung.colour for rung in usual.rungs), key=_COLOURS.index)
    return not begins_graver and not _reaches(strict, gravest) < _reaches(usual, gravest)


def _reaches(ladder: Ladder, colour: Colour) -> float:
    """Return how many days after the due time a ladder comes to a colour, or to a graver one."""
    gravity = _COLOURS.index(colour)
    return next((days(rung.at) for rung in ladder.rungs if _COLOURS.index(rung.colour) >= gravity), float("inf"))
