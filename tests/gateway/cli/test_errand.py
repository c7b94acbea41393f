"""What is said to somebody whose command was not taken."""

from gateway.asking import NotRunning
from gateway.cli.errand import why_not_running, with_names
from schemas.people import RosterEntry
from schemas.words import text
from tests.gateway.foreseeing.test_plan import played

STOPPED = NotRunning(text("事项“a/1”没有在办理中。", "The case “a/1” is not running."))


def test_a_case_whose_story_was_ended_from_outside_is_sent_to_the_sweep() -> None:
    case = played("never_moves", days=3).case
    said = why_not_running(case.id, case, STOPPED).reason
    assert "台账中是“待分工”" in said.zh
    assert "运行 bihuan sweep" in said.zh
    assert "bihuan sweep" in said.en


def test_a_settled_case_is_only_called_settled() -> None:
    case = played("in_time").case
    assert case.settled
    assert str(why_not_running(case.id, case, STOPPED)) == "事项“a/1”没有在办理中。台账中是“办结”。"


def test_a_refusal_calls_people_by_their_names() -> None:
    people = [RosterEntry(id="lin", name="林科员"), RosterEntry(id="li", name="李科长")]
    told = with_names(text("“lin”没有角色，“linen”也没有", "“lin” has no role"), people).reason
    assert (told.zh, told.en) == ("“林科员”（lin）没有角色，“linen”也没有", "“林科员” (lin) has no role")
