"""A campaign on the terminal, live: where every item stands, for whom it waits, and what has just happened."""

from collections import Counter, deque
from collections.abc import Iterable

from rich.console import Group, RenderableType
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
from schemas.words import Language, text

_COLUMNS = (
    text("号", "no."),
    text("问题", "problem"),
    text("状态", "where it stands"),
    text("预警", "colour"),
    text("责任领导", "leader"),
    text("在等谁", "waits for"),
    text("下一时点", "next"),
)
NEWS_KEPT, NEWS_LEAST = 50, 6
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

    def show(self, glance: Glance, height: int) -> RenderableType:
        """Return the picture of one glance for a terminal of so many lines: what moved last is always on it."""
        self._news.extend(self.news(glance))
        head = [self.head(), Line(self._counts(glance), style="bold")]
        if _all_settled(glance):
            head.append(Line(_ALL_SETTLED.speak(self._language), style="bold green"))
        if glance.away:
            head.append(Line(_LEDGER_AWAY.speak(self._language), style="yellow"))
        room = max(height - (len(self._head) - 1) - len(head) - FRAMES, 4)
        rows = min(len(glance.summaries), max(room - NEWS_LEAST, 2))
        news = list(self._news)[-max(room - rows, 2) :]
        return Group(Panel(Group(*head)), self._table(glance, rows), Panel(Group(*news)))

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
        news = f"{today(case, entry.at)}  #{case.item.number:<3} {said}"
        return Line(news, style=style, no_wrap=True, overflow="ellipsis")

    def _counts(self, glance: Glance) -> str:
        stages = Counter(summary.stage for summary in glance.summaries)
        said = [f"{name_of(stage).speak(self._language)} {stages[stage]}" for stage in Stage if stages[stage]]
        date = next((str(today(case, glance.at)) for case in glance.cases.values()), "")
        return "   ".join((date, *said))

    def _table(self, glance: Glance, rows: int) -> Table:
        table = Table(expand=True, box=None, padding=(0, 1))
        for index, column in enumerate(_COLUMNS):
            table.add_column(
                column.speak(self._language), no_wrap=True, overflow="ellipsis", ratio=_RATIOS[index] or None
            )
        latest = sorted(glance.summaries, key=lambda summary: summary.updated_at)[-rows:]
        for summary in sorted(latest, key=lambda summary: summary.number):
            table.add_row(*self._row(summary, glance.cases[summary.case_id]))
        return table

    def _row(self, summary: CaseSummary, case: Case) -> tuple[RenderableType, ...]:
        language = self._language
        colour = Colour(summary.colour) if summary.colour else None
        alarm = next_alarm(case)
        stage = stage_line(case).speak(language)
        roles = dict.fromkeys(duty.owed_by for duty in case.duties)
        waits = "、".join(dict.fromkeys(names_of(people_of(case, role)[:1]) for role in roles))
        waits_for = f"{listed(tuple(map(name_of, roles))).speak(language)} {waits}" if roles else ""
        style = COLOURS[colour] if colour else ("dim" if case.settled else "")
        return (
            Line(str(summary.number), style=style),
            Line(summary.title, style=style),
            Line(stage, style=style),
            Line(name_of(colour).speak(language) if colour else "", style=style),
            summary.leader or "",
            waits_for,
            str(today(case, alarm.at)) if alarm else "",
        )


def _all_settled(glance: Glance) -> bool:
    return bool(glance.cases) and all(case.settled for case in glance.cases.values())


_RATIOS = (0, 6, 3, 0, 0, 4, 0)
