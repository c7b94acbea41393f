"""A ladder climbs: in colour, in letters, and in who hears of it."""

from collections.abc import Iterator
from typing import Final

from rules.names import listed, name_of
from rules.soundness.findings import Code, Finding, Steps, found
from schemas.people import Role
from schemas.policy import Colour, Ladder, Letter, Policy, Rung
from schemas.words import Text, text

# The office carries a case and stands beside this line.
RANKS: Final = {
    Role.OFFICE: 0,
    Role.HANDLER: 1,
    Role.LEAD_UNIT: 2,
    Role.LEADER: 3,
    Role.PRINCIPAL: 4,
    Role.COMMITTEE: 5,
    Role.HIGHER: 6,
    Role.SUPERVISOR: 7,
}
_COLOURS, _LETTERS = list(Colour), list(Letter)


def escalation(policy: Policy) -> Iterator[Finding]:
    """Find ladders that fall as time goes on, or speak of delay before there is any."""
    for name, ladder in policy.ladders.items():
        for index, rung in enumerate(ladder.rungs):
            steps = ("ladders", name, "rungs", index)
            yield from _by_time(rung, steps, stern=name in policy.relapse.ladders.values())
            yield from _after_others(ladder, index, steps)


def _by_time(rung: Rung, steps: Steps, *, stern: bool) -> Iterator[Finding]:
    if rung.at.count >= 0:
        if rung.colour is Colour.GREEN:
            yield found(
                Code.GREEN_WHEN_OVERDUE,
                "到期以后还亮绿灯，看的人以为一切正常；到期当日起应为蓝色以上。",
                "Green at or after the due time looks as if all were well; from the due time on use blue or graver.",
                (*steps, "colour"),
            )
        return
    if said := _saying_overdue(rung):
        yield found(
            Code.LETTER_BEFORE_DUE,
            f"还没有到期就{said.zh}，当事人没有逾期；到期前只宜发提醒函、预警函。请移到 0d 或以后。",
            f"It {said.en} before the due time, when nobody is late yet; only reminders and warning letters belong there. "
            "Move it to 0d or later.",
            (*steps, "interview" if rung.interview else "letter"),
        )
    if rung.colour is Colour.RED and not stern:  # after a relapse a ladder may start where the usual one ends
        yield found(
            Code.RED_BEFORE_DUE,
            "还没有到期就亮红灯，真正逾期时已无灯可升；请改用橙色或更轻的颜色。",
            "Red before the due time leaves no graver colour for a real delay; use orange at most.",
            (*steps, "colour"),
        )


def _after_others(ladder: Ladder, index: int, steps: Steps) -> Iterator[Finding]:
    rung, before = ladder.rungs[index], ladder.rungs[:index]
    if not before:
        return
    gravest = max((other.colour for other in before), key=_COLOURS.index)
    if _COLOURS.index(rung.colour) < _COLOURS.index(gravest):
        now, then = name_of(rung.colour), name_of(gravest)
        yield found(
            Code.COLOUR_FALLS,
            f"拖得更久反而从{then.zh}降为{now.zh}；颜色只能不变或加重，请改为{then.zh}以上。",
            f"More delay takes the colour from {then.en} down to {now.en}; use {then.en} or graver.",
            (*steps, "colour"),
        )
    yield from _letters(rung, before, steps)
    yield from _addressees(rung, before, steps)


def _letters(rung: Rung, before: tuple[Rung, ...], steps: Steps) -> Iterator[Finding]:
    sent = [other.letter for other in before if other.letter]
    gravest = max(sent, key=_LETTERS.index, default=None)
    if rung.letter and gravest and _LETTERS.index(rung.letter) < _LETTERS.index(gravest):
        now, then = name_of(rung.letter), name_of(gravest)
        yield found(
            Code.LETTER_FALLS,
            f"前面已发{then.zh}，拖得更久反而只发{now.zh}；请改发{then.zh}或更重的函，或不发函。",
            f"After a {then.en}, more delay brings a mere {now.en}; send a {then.en} or a graver letter, or none.",
            (*steps, "letter"),
        )


def _addressees(rung: Rung, before: tuple[Rung, ...], steps: Steps) -> Iterator[Finding]:
    heard = {role for other in before for role in other.tell}
    top, highest = max(rung.tell, key=RANKS.__getitem__), max(heard, key=RANKS.__getitem__)
    if set(rung.tell) < heard and set(rung.tell) != set(before[-1].tell):
        missed = listed(tuple(name_of(role) for role in Role if role in heard - set(rung.tell)))
        yield found(
            Code.ADDRESSEES_FALL,
            f"拖得更久，没有新的人得知，{missed.zh}反而不再得知；请加上更高一级的人。",
            f"More delay tells nobody new and lets the {missed.en} off; add somebody higher.",
            (*steps, "tell"),
        )
    elif RANKS[top] < RANKS[highest]:
        now, then = name_of(top), name_of(highest)
        yield found(
            Code.ADDRESSEES_FALL,
            f"前面已告知{then.zh}，拖得更久最高反而只告知{now.zh}；请加上{then.zh}或更高一级的人。",
            f"After the {then.en}, more delay goes no higher than the {now.en}; add the {then.en} or somebody higher.",
            (*steps, "tell"),
        )


def _saying_overdue(rung: Rung) -> Text | None:
    if rung.interview:
        return text("提出约谈", "calls an interview")
    if rung.letter in (Letter.SUPERVISION, Letter.CIRCULAR):
        name = name_of(rung.letter)
        return text(f"发{name.zh}", f"sends a {name.en}")
    return None
