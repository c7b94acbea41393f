"""A plan as a picture: who owed what from when to when, in the colours of the warnings, as SVG without a library."""

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import Final

from gateway.foreseeing.lanes import Lane, lanes, stages
from gateway.foreseeing.plan import Plan
from rules.names import called, name_of
from rules.spells import Spell
from schemas.facts import InterviewCalled, RungClimbed
from schemas.policy import Colour, Letter
from schemas.words import Language, Text, text

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 1080, 190, 20, 62, 22, 12
COLOURS: Final = {
    Colour.GREEN: "#3f9b57",
    Colour.BLUE: "#3b7dd8",
    Colour.YELLOW: "#e3b505",
    Colour.ORANGE: "#e8821e",
    Colour.RED: "#cf3434",
}
_CALM = "#93a3b3"
_MARKS = {
    Letter.REMINDER: text("提", "R"),
    Letter.WARNING: text("预", "W"),
    Letter.SUPERVISION: text("督", "S"),
    Letter.CIRCULAR: text("通", "C"),
}
_INTERVIEW = text("约", "I")
_LEGEND = text(
    "竖线：到期。圆圈：提醒函、预警函、督办函、通报，约谈。颜色：预警。",
    "Upright line: due. Circles: reminder, warning, supervision letter, circular; interview. Colours: warnings.",
)
STYLE: Final = (
    "svg.plan{--ink:#222;--soft:#777;--line:#ddd;--band:#eef1f4;--paper:#fff;font:12px sans-serif;fill:var(--ink);"
    "background:var(--paper)}"
    "@media screen and (prefers-color-scheme:dark){svg.plan{--ink:#e6e6e6;--soft:#a0a0a0;--line:#3a3a3a;--band:#2a2f35;"
    "--paper:#16181b}}"
    ".plan .soft{fill:var(--soft)}.plan .line{stroke:var(--line)}.plan .band{fill:var(--band)}"
    ".plan .due{stroke:var(--ink);stroke-width:2}.plan .mark{font-size:9px;text-anchor:middle;fill:#fff}"
    ".plan .small{font-size:10px}"
)


def picture(plan: Plan, title: Text, language: Language = "zh") -> str:
    """Return the picture as one SVG document."""
    return "\n".join(_Picture(plan, title, language).elements())


class _Picture:
    def __init__(self, plan: Plan, title: Text, language: Language) -> None:
        self._plan, self._title, self._language = plan, title, language
        self._definition = plan.case.definition
        self._began = plan.entries[0].at
        self._length = max(plan.ended_at - self._began, plan.clock.day_length)
        self._lanes = lanes(plan.spells)
        self._bottom = TOP + ROW * (len(self._lanes) + 1)

    def elements(self) -> Iterator[str]:
        """Yield the lines of the document."""
        height = self._bottom + 40
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plan" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'width="{WIDTH}" height="{height}">'
        )
        yield f"<title>{self._say(self._title)}</title><style>{STYLE}</style>"
        yield f'<text x="10" y="22" font-size="15" font-weight="bold">{self._say(self._title)}</text>'
        yield from self._months()
        yield from self._stages()
        for row, lane in enumerate(self._lanes, 1):
            yield from self._lane(lane, TOP + ROW * row)
        yield from self._marks()
        yield f'<text class="soft" x="10" y="{height - 12}">{self._say(_LEGEND)}</text>'
        yield "</svg>"

    def _months(self) -> Iterator[str]:
        clock = self._plan.clock
        day = clock.date_of(self._began).replace(day=1)
        while True:
            day = (day + dt.timedelta(days=32)).replace(day=1)
            at = clock.instant_of(day, dt.time())
            if at > self._began + self._length:
                return
            x = self._x(at)
            yield f'<line class="line" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{self._bottom}"/>'
            yield f'<text class="soft small" x="{x}" y="{TOP - 12}" text-anchor="middle">{day:%Y-%m}</text>'

    def _stages(self) -> Iterator[str]:
        for stage, since, until in stages(self._plan.steps, self._plan.ended_at):
            x, width = self._x(since), self._x(until) - self._x(since)
            yield f'<rect class="band" x="{x}" y="{TOP}" width="{max(width - 1, 0.5):.1f}" height="{ROW - 4}"/>'
            name = name_of(stage).speak(self._language)
            if width > len(name) * (11 if self._language == "zh" else 6):
                yield f'<text class="small" x="{x + 3}" y="{TOP + 13}">{escape(name)}</text>'

    def _lane(self, lane: Lane, y: int) -> Iterator[str]:
        if lane.is_first:
            duty = lane.spells[0].duty
            title = called(duty.model_copy(update={"subject": duty.subject.partition("：")[0]}), self._definition)
            yield f'<text x="{LEFT - 8}" y="{y + 11}" text-anchor="end">{self._say(title)}</text>'
        for spell in lane.spells:
            yield from self._bar(spell, y)

    def _bar(self, spell: Spell, y: int) -> Iterator[str]:
        until = spell.until or self._plan.ended_at
        turns = [(max(spell.since, self._began), _CALM), *((at, COLOURS[colour]) for at, colour in spell.colours)]
        for (since, colour), (end, _) in zip(turns, [*turns[1:], (until, "")], strict=True):
            yield self._rect(since, end, y, colour)
        for since, end in spell.breaks:  # it lay aside while a closure was under review
            yield self._rect(since, end, y, "var(--paper)", opacity=0.75)
        due = spell.duty.deadline.at
        if due <= until:
            x = self._x(due)
            yield f'<line class="due" x1="{x}" x2="{x}" y1="{y - 2}" y2="{y + BAR + 2}"/>'

    def _rect(self, since: dt.datetime, until: dt.datetime, y: int, fill: str, opacity: float = 1) -> str:
        x, end = self._x(since), self._x(until)
        faint = "" if opacity == 1 else f' fill-opacity="{opacity}"'
        return f'<rect x="{x}" y="{y}" width="{max(end - x, 1.5):.1f}" height="{BAR}" fill="{fill}"{faint}/>'

    def _marks(self) -> Iterator[str]:
        rows = {spell.duty.id: TOP + ROW * row for row, lane in enumerate(self._lanes, 1) for spell in lane.spells}
        for step in self._plan.steps:
            fact, x = step.entry.fact, self._x(step.entry.at)
            if isinstance(fact, RungClimbed) and fact.letter:
                yield _mark(x, rows[fact.duty], COLOURS[fact.colour], _MARKS[fact.letter].speak(self._language))
            if isinstance(fact, InterviewCalled):
                (notice, *_) = step.opened
                yield _mark(x, rows[notice.id], "#6a4c93", _INTERVIEW.speak(self._language))

    def _x(self, at: dt.datetime) -> float:
        share = (at - self._began) / self._length
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def _say(self, words: Text) -> str:
        return escape(words.speak(self._language))


def _mark(x: float, y: int, colour: str, sign: str) -> str:
    circle = f'<circle cx="{x}" cy="{y + BAR / 2}" r="7" fill="{colour}" stroke="var(--paper)"/>'
    return f'{circle}<text class="mark" x="{x}" y="{y + BAR / 2 + 3}">{sign}</text>'
