"""Cases that can't be started: one of its own fault holds nobody up, and where Temporal is away no more are tried."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from gateway.calendar_files import load_calendar
from gateway.cli.connection import open_site
from gateway.cli.intake_report import report
from gateway.cli.terminal import Terminal
from gateway.intake.frame import CALENDAR, Frame
from gateway.intake.planning import IntakePlan, plan_intake
from gateway.intake.starting import AT_ONCE, Started, start_cases
from gateway.policy_files import find_policy, load_policy
from gateway.roster_files import load_roster
from gateway.temporal import connect_to_temporal
from schemas.facts import Opening
from schemas.intake import DocumentKind, IntakeReading, ReadItem
from schemas.settings import Settings
from schemas.values import CaseId
from schemas.words import text
from tests.gateway.cli.office import EXAMPLE, Site

MORNING = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


def openings(campaign: str, count: int) -> list[Opening]:
    roster = load_roster(EXAMPLE / "roster.yaml")
    policy, calendar = load_policy(find_policy("county")), load_calendar(CALENDAR)
    frame = Frame(campaign, policy, calendar, roster, MORNING, MORNING)
    items = tuple(ReadItem(number=number, title=f"问题{number}") for number in range(1, count + 1))
    reading = IntakeReading(file="a.csv", sha256="0" * 64, kind=DocumentKind.FEEDBACK_OPINION, items=items)
    return [draft.opening for draft in plan_intake(reading, frame).drafts]


async def test_a_case_that_is_refused_holds_nobody_up(site: Site) -> None:
    first, faulty, last = openings("held-up", 3)
    faulty = faulty.model_copy(update={"item": faulty.item.model_copy(update={"due": dt.date(2099, 1, 1)})})
    async with open_site(Terminal(environ=site.environ)) as opened:
        became = await start_cases(opened.client, [first, faulty, last], at=MORNING)
    assert sorted(became.started) == [first.case_id, last.case_id]
    assert "完成时限2099-01-01" in became.failed[faulty.case_id].zh
    assert (became.untried, became.away) == ([], False)


async def test_where_temporal_is_away_no_more_are_tried(site: Site, tmp_path: Path) -> None:
    async with way_to(int(site.environ["BIHUAN_TEMPORAL_PORT"])) as port:
        client = await connect_to_temporal(Settings(home=tmp_path, temporal_port=port))
    became = await start_cases(client, openings("nowhere", AT_ONCE + 3), at=MORNING)
    assert (len(became.failed), len(became.untried), became.away) == (AT_ONCE, 3, True)


@asynccontextmanager
async def way_to(port: int) -> AsyncIterator[int]:
    """Lead to a server of this machine by another port, until the body ends: then the line is dead."""
    lines: list[asyncio.StreamWriter] = []

    async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        lines.append(sink)
        with suppress(ConnectionError):
            while some := await source.read(65536):
                sink.write(some)

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, sink = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, sink), carry(there, writer))

    server = await asyncio.start_server(connect, "127.0.0.1")
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for line in lines:
            line.close()


@pytest.mark.parametrize(("away", "code"), [(False, 4), (True, 3)])
def test_what_was_not_started_is_told_with_its_reason(
    capsys: pytest.CaptureFixture[str], *, away: bool, code: int
) -> None:
    why = text("不可用", "can't be")
    became = Started(failed={CaseId("a/001"): why, CaseId("a/002"): why}, away=away, untried=[CaseId("a/003")])
    assert report(Terminal(), IntakePlan((), (), ()), [], became) == code
    told = capsys.readouterr().err
    assert "✗ a/001等 2 项：不可用" in told
    assert "还有 3 项没有立案" in told


@pytest.mark.parametrize("json", [False, True])
def test_a_case_whose_number_is_not_the_files_is_named(capsys: pytest.CaptureFixture[str], *, json: bool) -> None:
    given = [
        opening.model_copy(update={"item": opening.item.model_copy(update={"stated_as": stated})})
        for opening, stated in zip(openings("a", 3), ("1", "7", None), strict=True)
    ]
    assert report(Terminal(json=json), IntakePlan((), (), ()), given, Started()) == 0
    told = capsys.readouterr()
    assert "文中序号 7 的案号是 a/002" in told.err
    assert told.err.count("案号") == 2
    assert ('"renumbered": [\n    "a/002"\n  ]' in told.out) == json
