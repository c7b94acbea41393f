"""A policy as a page: every limit, rung and level in the words of the office, each with its source."""

from collections.abc import Iterator

from rich.console import RenderableType

from gateway.cli.policy_rules import length, names, single_rules
from gateway.cli.tables import in_colour, plain, table
from gateway.policy_sources import Sources
from gateway.policy_words import OWED_BY, TIMED_BY
from rules.names import listed, name_of
from rules.repertoire import step_title
from schemas.policy import Policy, Rung
from schemas.time import Span
from schemas.words import Language, Text, text

Row = tuple[RenderableType, ...]

_WHERE, _SOURCE = text("写在", "Stands in"), text("出处", "Source (as it stands in the file)")
_FROM = (_WHERE, _SOURCE)
_DUTIES = (text("责任", "Duty"), text("时限", "Due"), text("由谁承担", "Owed by"), text("阶梯", "Ladder"), *_FROM)
_SPEEDS = (text("类型", "Speed"), text("事项", "Matter"), text("规定", "Rule"), *_FROM)
_RUNGS = (
    text("阶梯", "Ladder"),
    text("何时", "When"),
    text("颜色", "Colour"),
    text("告知", "Who is told"),
    text("另外", "And"),
    *_FROM,
)
_OTHERS = (text("事项", "Matter"), text("规定", "Rule"), *_FROM)
_BASE, _UNWRITTEN = text("底本", "base"), text("没写，按软件的默认", "not written: the default")
_WORD = {True: text("是", "yes"), False: text("否", "no")}


class PolicyPage:
    """The tables of one policy in one language."""

    def __init__(self, policy: Policy, sources: Sources | None, language: Language) -> None:
        self._policy = policy
        self._sources = sources
        self._language = language

    def parts(self) -> list[RenderableType]:
        """Return the tables, each below its heading."""
        sections = (
            (text("各项责任", "Duties"), _DUTIES, self._duties()),
            *([(text("流程各步", "Steps"), _DUTIES, self._steps())] if self._policy.steps else []),
            (text("三类问题", "Speeds"), _SPEEDS, self._speeds()),
            (text("预警督办阶梯", "Ladders"), _RUNGS, self._rungs()),
            (text("其他规定", "Other rules"), _OTHERS, self._others()),
        )
        parts: list[RenderableType] = []
        for title, headers, rows in sections:
            made = table(list(map(self._say, headers)), wide=(len(headers) - 1,))
            for row in rows:
                made.add_row(*row)
            parts += [plain(f"\n{self._say(title)}"), made]
        return parts

    def _duties(self) -> Iterator[Row]:
        for kind, rule in self._policy.duties.items():
            due = TIMED_BY.get(kind) or length(self._policy.given(kind))
            by = OWED_BY.get(kind) or name_of(self._policy.owner(kind))
            source = self._from("duties", kind, *(() if kind in TIMED_BY else ("due",)))
            yield self._say(name_of(kind)), self._say(due), self._say(by), rule.ladder, *source

    def _steps(self) -> Iterator[Row]:
        for step, rule in self._policy.steps.items():
            title, due = step_title(step, self._policy.name) or text(step, step), length(rule.due)
            if rule.from_start:
                due = text(f"反馈之日起{due.zh}", f"{due.en} from the feedback")
            if rule.after:
                after = length(rule.after)
                due = text(f"{after.zh}以后，{due.zh}", f"after {after.en}, {due.en}")
            owed_by = self._say(listed(tuple(map(name_of, rule.owners))))
            yield self._say(title), self._say(due), owed_by, rule.ladder, *self._from("steps", step, "due")

    def _speeds(self) -> Iterator[Row]:
        for speed, rule in self._policy.speeds.items():
            rows = (
                ("due", text("期限", "due"), length(rule.due)),
                ("plan", text("报方案", "plan"), _WORD[rule.plan]),
                ("reports", text("多久报告", "reports"), length(rule.reports)),
            )
            for key, about, holds in rows:
                name = self._say(name_of(speed)) if key == "due" else ""
                yield name, self._say(about), self._say(holds), *self._from("speeds", speed, key)

    def _rungs(self) -> Iterator[Row]:
        for name, ladder in self._policy.ladders.items():
            for number, rung in enumerate(ladder.rungs):
                first = name if number == 0 else ""
                yield first, *self._rung(rung), *self._from("ladders", name, "rungs", number)
            each = length(ladder.repeat)
            again = text(f"以后每{each.zh}", f"then every {each.en}")
            yield "", self._say(again), "", "", "", *self._from("ladders", name, "repeat")

    def _rung(self, rung: Rung) -> Row:
        with_it = [
            *([name_of(rung.letter)] if rung.letter else []),
            *([text("提出约谈", "proposes an interview")] if rung.interview else []),
            *([text("提请会诊", "puts it before those above")] if rung.decision else []),
        ]
        colour = in_colour(self._say(name_of(rung.colour)), rung.colour)
        when, told = self._say(_moment(rung.at)), self._say(names(rung.tell))
        return when, colour, told, self._say(listed(tuple(with_it)))

    def _others(self) -> Iterator[Row]:
        for rule in single_rules(self._policy):
            yield self._say(rule.about), self._say(rule.holds), *self._from(*rule.steps)

    def _from(self, *steps: str | int) -> Row:
        """Return the file and the line on which an entry stands, and the source that is named there."""
        if self._sources is None:
            return plain(""), plain("")
        origin = self._sources.of(*steps)
        if origin is None:
            return plain(""), plain(self._say(_UNWRITTEN))
        stands = f"{origin.file.name}:{origin.line}"
        return plain(f"{self._say(_BASE)} {stands}" if origin.inherited else stands), plain(origin.source)

    def _say(self, words: Text) -> str:
        return words.speak(self._language)


def _moment(at: Span) -> Text:
    said = length(at)
    return text(f"逾期{said.zh}", f"{said.en} late") if at.count > 0 else said
