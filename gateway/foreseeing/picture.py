"""A plan as a picture: who owed what from when to when, in the colours of the warnings, as SVG without a library."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from itertools import accumulate
from typing import Final

from gateway.foreseeing.lanes import Lane, lanes, stages
from gateway.foreseeing.marks import COLOURS, Mark, labels, marks, spread
from gateway.foreseeing.plan import Plan
from rules.names import called, name_of
from rules.spells import Spell
from schemas.words import Language, Text, text

WIDTH, LEFT, RIGHT, TOP, BAND, ROW, BAR = 1080, 190, 20, 62, 18, 20, 10
ROUND, SIGNS, LINE = 7, 16, 13  # a mark's radius, what marks take above their bar, a line of small print
_CALM = "#93a3b3"
_LEGEND = text(
    "竖线：到期。圆圈：提醒函、预警函、督办函、通报，约谈。颜色：预警。",
    "Upright line: due. Circles: reminder, warning, supervision letter, circular; interview. Colours: warnings.",
)
LANG: Final = {"zh": "zh-CN", "en": "en"}  # by which a region's shapes of the signs are chosen
FONTS: Final = (
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',SimSun,sans-serif"
)
STYLE: Final = (
    "svg.plan{--ink:#222;--soft:#777;--line:#ddd;--band:#eef1f4;--paper:#fff;"
    f"font:12px {FONTS};fill:var(--ink);background:var(--paper)}}"
    "@media screen and (prefers-color-scheme:dark){svg.plan{--ink:#e6e6e6;--soft:#a0a0a0;--line:#3a3a3a;--band:#2a2f35;"
    "--paper:#16181b}}"
    ".plan .soft{fill:var(--soft)}.plan .line{stroke:var(--line)}.plan .band{fill:var(--band)}"
    ".plan .due{stroke:var(--ink);stroke-width:2}.plan .mark{font-size:9px;text-anchor:middle}"
    ".plan .stalk{stroke:var(--soft)}.plan .small{font-size:10px}"
)


def canvas(width: int, height: int, language: Language) -> str:
    """Return the opening tag of a picture; its language decides which region's signs are shown."""
    lang = LANG[language]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plan" lang="{lang}" xml:lang="{lang}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
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
        self._stages = list(self._named_stages())
        self._marks = self._by_lane()
        below = LINE * max((line for *_, line in self._stages), default=0)
        heights = [ROW + (SIGNS if number in self._marks else 0) for number in range(len(self._lanes))]
        *self._tops, self._bottom = accumulate(heights, initial=TOP + BAND + 6 + below)

    def elements(self) -> Iterator[str]:
        """Yield the lines of the document."""
        height = self._bottom + 40
        yield canvas(WIDTH, height, self._language)
        yield f"<title>{self._say(self._title)}</title><style>{STYLE}</style>"
        yield f'<text x="10" y="22" font-size="15" font-weight="bold">{self._say(self._title)}</text>'
        yield from self._months()
        yield from self._bands()
        for number, lane in enumerate(self._lanes):
            yield from self._lane(lane, self._tops[number] + (SIGNS if number in self._marks else 0))
        for number, found in self._marks.items():
            yield from self._signs(found, self._tops[number])
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

    def _named_stages(self) -> Iterator[tuple[str, float, float, int]]:
        """Yield each stage's name, where it begins and ends, and its label's line: 0 is within the band."""
        size = 11 if self._language == "zh" else 6
        found = [
            (name_of(stage).speak(self._language), self._x(since), self._x(until))
            for stage, since, until in stages(self._plan.steps, self._plan.ended_at)
        ]
        narrow = {x: len(name) * size for name, x, end in found if end - x <= len(name) * size}
        lines = labels(narrow)
        yield from ((name, x, end, lines.get(x, -1) + 1) for name, x, end in found)

    def _bands(self) -> Iterator[str]:
        for name, x, end, line in self._stages:
            yield f'<rect class="band" x="{x}" y="{TOP}" width="{max(end - x - 1, 0.5):.1f}" height="{BAND}"/>'
            y = TOP + 13 + (LINE * line + 2 if line else 0)
            if line:
                yield f'<line class="stalk" x1="{x + 0.5}" x2="{x + 0.5}" y1="{TOP + 4}" y2="{y}"/>'
            yield f'<text class="small" x="{x + 3}" y="{y}">{escape(name)}</text>'

    def _lane(self, lane: Lane, y: int) -> Iterator[str]:
        if lane.is_first:
            duty = lane.spells[0].duty
            title = called(duty.model_copy(update={"subject": duty.subject.partition("：")[0]}), self._definition)
            yield f'<text x="{LEFT - 8}" y="{y + 9}" text-anchor="end">{self._say(title)}</text>'
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

    def _by_lane(self) -> dict[int, list[Mark]]:
        rows = {spell.duty.id: row for row, lane in enumerate(self._lanes) for spell in lane.spells}
        found: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks(self._plan.steps):
            found[rows[mark.duty]].append(mark)
        return dict(found)

    def _signs(self, found: list[Mark], y: int) -> Iterator[str]:
        """Yield marks above their bar, beside each other: none covers another, nor the day on which a duty was due."""
        wanted = [self._x(mark.at) for mark in found]
        places = spread(wanted, 2 * ROUND + 1, LEFT, WIDTH - RIGHT)
        for mark, x, place in zip(found, wanted, places, strict=True):
            yield f'<line class="stalk" x1="{place}" x2="{x}" y1="{y + ROUND - 1}" y2="{y + SIGNS}"/>'
            yield f'<circle cx="{place}" cy="{y + ROUND - 1}" r="{ROUND}" fill="{mark.colour}"/>'
            sign = mark.sign.speak(self._language)
            yield f'<text class="mark" x="{place}" y="{y + ROUND + 2}" fill="{mark.ink}">{sign}</text>'

    def _x(self, at: dt.datetime) -> float:
        share = (at - self._began) / self._length
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def _say(self, words: Text) -> str:
        return escape(words.speak(self._language))
