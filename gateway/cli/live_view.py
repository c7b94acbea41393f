"""A campaign on the terminal, live: where every item stands, for whom it waits, and what has just happened."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import ConsoleDimensions, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Line

from gateway.cli.tables import COLOURS
from gateway.watching import Glance
from rules.board import stage_line
from rules.cases import next_alarm
from rules.deadlines import today
from rules.names import listed, name_of
from rules.people import people_of
from rules.sentences import names as names_of
from rules.sentences import tell_in
from schemas.case import Case, CaseSummary, Stage
from schemas.entries import Entry
from schemas.facts import RungClimbed
from schemas.policy import Colour
from schemas.words import Language, Text, text


class _Column(NamedTuple):
    head: Text
    ratio: int | None = None  # of the room that the others leave; None: as wide as what stands in it


_NUMBER, _PROBLEM = _Column(text("号", "no.")), _Column(text("问题", "problem"), ratio=6)
_STAGE, _COLOUR = text("状态", "where it stands"), _Column(text("预警", "colour"))
_LEADER, _WAITS = _Column(text("责任领导", "leader")), _Column(text("在等谁", "waits for"), ratio=4)
_NEXT = _Column(text("下一时点", "next"))
_WIDE = (_NUMBER, _PROBLEM, _Column(_STAGE, ratio=3), _COLOUR, _LEADER, _WAITS, _NEXT)
_NARROW = (_NUMBER, _PROBLEM, _Column(_STAGE), _COLOUR, _WAITS, _NEXT)  # names alone, and no leader
WIDE_FROM = 110  # columns of the terminal
NEWS_KEPT, NEWS_LEAST = 50, 6
BORDERS, WHEN = 4, 17  # columns of a panel, and of the date and number of the news
FRAMES = 5  # lines that borders and the table's head take
_ALL_SETTLED = text("全部办结；Ctrl-C 结束", "all is settled; Ctrl-C ends this")
_LEDGER_AWAY = text("台账暂时连不上，显示的是稍早的情况", "the ledger is away; what is shown is older")


class LiveView:
    """Shows a campaign; the news roll by below the list."""

    def __init__(self, language: Language, head: Iterable[str]) -> None:
        self._language = language
        self._head = tuple(head)
        self._news: deque[Line] = deque(maxlen=NEWS_KEPT)
        self._shown: object = None
        self._told_the_end = False

    def is_new(self, glance: Glance, size: object) -> bool:
        """Say whether a glance shows anything that the last one of which this was asked did not, on such a screen."""
        before, self._shown = self._shown, (glance.summaries, glance.away, self._counts(glance), size)
        return bool(glance.news) or before != self._shown

    def show(self, glance: Glance, size: ConsoleDimensions) -> RenderableType:
        """Return the picture of one glance for a terminal of some size: what moved last is always on it."""
        self._news.extend(self.news(glance))
        head = [self.head(), Line(self._counts(glance), style="bold")]
        if _all_settled(glance):
            head.append(Line(_ALL_SETTLED.speak(self._language), style="bold green"))
        if glance.away:
            head.append(Line(_LEDGER_AWAY.speak(self._language), style="yellow"))
        room = max(size.height - (len(self._head) - 1) - len(head) - FRAMES, 4)
        rows = min(len(glance.summaries), max(room - NEWS_LEAST, 2))
        news = _latest(self._news, max(room - rows, 2), size.width - BORDERS)
        return Group(
            Panel(Group(*head)), self._table(glance, rows, is_wide=size.width >= WIDE_FROM), Panel(_roll(news))
        )

    def head(self) -> Line:
        """Return the lines that stand on top."""
        return Line("\n".join(self._head), style="bold")

    def lines(self, glance: Glance) -> list[Line]:
        """Return the news as they are printed where no picture can be drawn; at the end, once, that it is the end."""
        lines = self.news(glance)
        if _all_settled(glance) and not self._told_the_end:
            self._told_the_end = True
            lines.append(Line(_ALL_SETTLED.speak(self._language)))
        return lines

    def news(self, glance: Glance) -> list[Line]:
        """Return one line for each thing that happened since the last glance."""
        return [self._news_line(glance.cases[entry.case_id], entry) for entry in glance.news]

    def _news_line(self, case: Case, entry: Entry) -> Line:
        said = tell_in(case, entry.fact).speak(self._language)
        style = COLOURS[entry.fact.colour] if isinstance(entry.fact, RungClimbed) else ""
        return Line(f"{today(case, entry.at)}  #{case.item.number:<3} {said}", style=style)

    def _counts(self, glance: Glance) -> str:
        stages = Counter(summary.stage for summary in glance.summaries)
        said = [f"{name_of(stage).speak(self._language)} {stages[stage]}" for stage in Stage if stages[stage]]
        date = next((str(today(case, glance.at)) for case in glance.cases.values()), "")
        return "   ".join((date, *said))

    def _table(self, glance: Glance, rows: int, *, is_wide: bool) -> Table:
        table = Table(expand=True, box=None, padding=(0, 1))
        for column in _WIDE if is_wide else _NARROW:
            table.add_column(column.head.speak(self._language), no_wrap=True, overflow="ellipsis", ratio=column.ratio)
        latest = sorted(glance.summaries, key=lambda summary: summary.updated_at)[-rows:]
        for summary in sorted(latest, key=lambda summary: summary.number):
            table.add_row(*self._row(summary, glance.cases[summary.case_id], is_wide=is_wide))
        return table

    def _row(self, summary: CaseSummary, case: Case, *, is_wide: bool) -> Iterator[RenderableType]:
        colour = Colour(summary.colour) if summary.colour else None
        style = COLOURS[colour] if colour else ("dim" if case.settled else "")
        yield Line(str(summary.number), style=style)
        yield Line(summary.title, style=style)
        yield Line(stage_line(case).speak(self._language), style=style)
        yield Line(name_of(colour).speak(self._language) if colour else "", style=style)
        if is_wide:
            yield summary.leader or ""
        yield self._waits_for(case, with_roles=is_wide)
        alarm = next_alarm(case)
        yield str(today(case, alarm.at)) if alarm else ""

    def _waits_for(self, case: Case, *, with_roles: bool) -> str:
        roles = dict.fromkeys(duty.owed_by for duty in case.duties)
        people = "、".join(dict.fromkeys(names_of(people_of(case, role)[:1]) for role in roles))
        return (
            f"{listed(tuple(map(name_of, roles))).speak(self._language)} {people}" if with_roles and roles else people
        )


def _latest(news: Sequence[Line], room: int, width: int) -> list[Line]:
    """Return the last lines that a panel of such a room shows whole, oldest first."""
    found: list[Line] = []
    for line in reversed(news):
        room -= 1 + max(line.cell_len - WHEN - 1, 0) // max(width - WHEN - 1, 1)
        if room < 0 and found:
            break
        found.insert(0, line)
    return found


def _roll(news: Iterable[Line]) -> Table:
    """Return the news with what was said broken below itself, beside its date and number."""
    roll = Table.grid()
    roll.add_column(width=WHEN)
    roll.add_column(overflow="fold")
    for line in news:
        roll.add_row(*line.divide([WHEN]))
    return roll


def _all_settled(glance: Glance) -> bool:
    return bool(glance.cases) and all(case.settled for case in glance.cases.values())
