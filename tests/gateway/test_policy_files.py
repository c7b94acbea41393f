"""The policies that we ship, and what an office hears of a policy that it broke."""

import re
from functools import cache
from pathlib import Path

import pytest

from gateway.policy_files import POLICIES, find_policy, load_policy
from schemas.people import STANDING_ROLES
from schemas.policy import Colour, DutyKind, Policy
from schemas.time import Span, Unit
from schemas.words import Refusal
from tests.gateway.policy_faults import FAULTS, Fault

SHIPPED = sorted(path.stem for path in POLICIES.glob("*.yaml"))
WHOLE = ("county", "fast")  # the others change a few numbers of the county's
COUNTY = (POLICIES / "county.yaml").read_text("utf-8")
DAYS = {Unit.WORKING_DAYS: 1.4, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}


def days(span: Span) -> float:
    return span.count * DAYS[span.unit]


def written(name: str) -> list[str]:
    return (POLICIES / f"{name}.yaml").read_text("utf-8").splitlines()


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        load_policy(path)
    return refused.value


def broken(folder: Path, old: str, new: str) -> Path:
    """Write the county policy with one fault planted."""
    assert COUNTY.count(old) >= 1, old
    path = folder / "office.yaml"
    path.write_text(COUNTY.replace(old, new, 1), "utf-8")
    return path


def changed_lines(text: str) -> tuple[int, int]:
    """Return the first and the last line on which a text differs from the county policy."""
    before, after = COUNTY.splitlines(), text.splitlines()
    first = next(i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    same = next(i for i, (old, new) in enumerate(zip(reversed(before), reversed(after), strict=False)) if old != new)
    return first + 1, max(first + 1, len(after) - same)


@cache
def preset(name: str) -> Policy:
    return load_policy(find_policy(name))


@pytest.fixture(params=SHIPPED)
def policy(request: pytest.FixtureRequest) -> Policy:
    return preset(request.param)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_says_where_it_comes_from(name: str) -> None:
    number = re.compile(r'(?<![\w.])(-?[0-9]+(wd|d|w|mo|y|s|h)\b|"[0-9]{2}:[0-9]{2}"|: [0-9]+\b)')
    lines = written(name)
    numbered = [line for line in lines if number.search(line.partition("#")[0])]
    assert len(numbered) >= (50 if name in WHOLE else 5)
    silent = [line for line in numbered if not re.search("# (来源|默认)[::\uff1a]", line)]
    assert silent == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_source_names_the_place_where_it_was_read(name: str) -> None:
    sourced = [line for line in written(name) if re.search("来源\uff1a(?!”)", line)]
    assert len(sourced) >= (15 if name == "county" else 2) or name == "fast"
    assert [line for line in sourced if not re.search("https?://|idx:|公开通报|网址未留存|法第.+条", line)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_an_editor_is_told_where_the_schema_is(name: str) -> None:
    assert written(name)[0] == "# yaml-language-server: $schema=policy.schema.json"
    assert (POLICIES / "policy.schema.json").is_file()


def test_the_presets_differ_in_what_they_are_for() -> None:
    presets = list(map(preset, SHIPPED))
    assert [policy.name for policy in presets] == SHIPPED
    assert len({policy.title.zh for policy in presets}) == len(SHIPPED)
    whats = [policy.model_dump_json(include={"speeds", "ladders", "review"}) for policy in presets]
    assert len(set(whats)) == len(SHIPPED)


def test_rungs_come_in_the_order_of_time_and_never_grow_milder(policy: Policy) -> None:
    for ladder in policy.ladders.values():
        at = [days(rung.at) for rung in ladder.rungs]
        colours = [list(Colour).index(rung.colour) for rung in ladder.rungs]
        assert at == sorted(set(at))
        assert colours == sorted(colours)


def test_addressees_rise_with_the_rung(policy: Policy) -> None:
    for name, ladder in policy.ladders.items():
        heard = set(ladder.rungs[0].tell)
        for rung in ladder.rungs[1:]:
            assert not set(rung.tell) < heard, name  # nobody new, and somebody let off
            heard |= set(rung.tell)


def test_where_nobody_is_assigned_yet_only_standing_roles_are_told(policy: Policy) -> None:
    told = {role for rung in policy.ladders["assign"].rungs for role in rung.tell}
    assert told <= set(STANDING_ROLES)


def test_a_stricter_ladder_warns_sooner_or_graver(policy: Policy) -> None:
    for usual, strict in policy.relapse.ladders.items():
        mild, stern = policy.ladders[usual], policy.ladders[strict]
        red = [next(days(r.at) for r in ladder.rungs if r.colour is Colour.RED) for ladder in (mild, stern)]
        assert red[1] <= red[0]
        assert days(stern.repeat) <= days(mild.repeat)
        assert list(Colour).index(stern.rungs[0].colour) > list(Colour).index(mild.rungs[0].colour)


def test_the_work_is_done_and_reviewed_within_the_concentrated_period_and_a_month() -> None:
    county = load_policy(find_policy("county"))
    before = [county.given(kind) for kind in (DutyKind.ASSIGN, DutyKind.ACKNOWLEDGE, DutyKind.PLAN)]
    assert sum(map(days, before)) < 30  # the plan is with the office within a month of the feedback
    assert sum(days(county.given(DutyKind.REVIEW)) for _ in county.review.levels) <= 30


def test_the_drill_differs_from_the_county_in_its_clock_and_spans_only() -> None:
    county, fast = load_policy(find_policy("county")), load_policy(find_policy("fast"))
    assert fast.clock.runs_fast
    assert not county.clock.runs_fast
    assert fast.version != county.version
    assert fast.review == county.review
    assert {name: [rung.tell for rung in ladder.rungs] for name, ladder in fast.ladders.items()} == {
        name: [rung.tell for rung in ladder.rungs] for name, ladder in county.ladders.items()
    }
    assert {kind: (rule.owed_by, rule.ladder) for kind, rule in fast.duties.items()} == {
        kind: (rule.owed_by, rule.ladder) for kind, rule in county.duties.items()
    }


def test_the_same_numbers_have_the_same_version_however_they_are_commented(tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text("\n".join(re.sub(r"\s+#.*$", "", line) for line in COUNTY.splitlines()), "utf-8")
    assert load_policy(bare).version == load_policy(find_policy("county")).version


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_broken_policy_is_refused_with_its_line_and_what_is_allowed(fault: Fault, tmp_path: Path) -> None:
    path = broken(tmp_path, fault.old, fault.new)
    first, last = changed_lines(path.read_text("utf-8"))
    reason = refusal_of(path).reason
    named = {int(number) for number in re.findall(r"office\.yaml 第(\d+)行", reason.zh)}
    assert named & set(range(first, last + 1)), reason.zh
    assert all(piece in reason.zh for piece in fault.zh), reason.zh
    assert all(piece in reason.en for piece in fault.en), reason.en


def test_all_faults_are_named_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    text = COUNTY.replace("    due: 5wd ", "    due: soon ", 1).replace("colour: orange", "colour: ornage", 1)
    path.write_text(text.replace("  most: 2 ", "  most: 很多 ", 1).replace("withdrawal: committee", "", 1), "utf-8")
    lines = refusal_of(path).reason.en.splitlines()
    assert len(lines) == 4
    numbers = [int(found[1]) for line in lines if (found := re.search(r"line (\d+)", line))]
    assert numbers == sorted(numbers)


def test_the_sentence_points_at_the_very_line_and_entry(tmp_path: Path) -> None:
    path = broken(tmp_path, "colour: orange", "colour: purple")
    number = next(i for i, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "purple" in line)
    said = refusal_of(path).reason.en
    assert said.startswith(f"{path}, line {number}, ladders.assign.rungs[3].colour: “purple” is unknown;")


def test_a_policy_takes_over_from_its_base_entry_by_entry(tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "extends: county\nname: ours\ntitle: {zh: 本单位, en: Ours}\n"
        "speeds:\n  timed: {due: 2mo, plan: true, reports: 2w}\n",
        "utf-8",
    )
    policy, county = load_policy(ours), load_policy(find_policy("county"))
    assert str(next(rule.due for speed, rule in policy.speeds.items() if speed == "timed")) == "2mo"
    assert {s: r for s, r in policy.speeds.items() if s != "timed"} == {
        s: r for s, r in county.speeds.items() if s != "timed"
    }
    assert policy.ladders == county.ladders


def test_a_fault_in_what_was_taken_over_is_found_in_the_base_file(tmp_path: Path) -> None:
    base = broken(tmp_path, "colour: orange", "colour: purple")
    ours = tmp_path / "ours.yaml"
    ours.write_text("extends: office\nname: ours\ntitle: {zh: 本单位, en: Ours}\nreview: 3\n", "utf-8")
    said = refusal_of(ours).reason.en
    assert f"{base}, line" in said
    assert f"{ours}, line 4, review" in said


def test_a_policy_has_a_name_and_a_title_of_its_own(tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text("extends: county\n", "utf-8")
    said = refusal_of(ours).reason.en
    assert "name: It is missing" in said
    assert "title: It is missing" in said


@pytest.mark.parametrize(
    ("base", "said"),
    [("contry", "is “county” meant"), ("fast", "only one level"), ("../x", "unknown"), ("长" * 300, "unknown")],
)
def test_a_base_that_does_not_exist_or_stands_on_another_is_refused(tmp_path: Path, base: str, said: str) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(f"name: ours\nextends: {base}\n", "utf-8")
    reason = refusal_of(ours).reason.en
    assert f"{ours}, line 2" in reason
    assert said in reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"- a\n", "name: value"),
        ("name: 办法\n".encode("gb18030"), "UTF-8"),
        (b"a: \x00\n", "not valid YAML"),
        (b"a: " + b"[" * 5000, "nested deeper"),
        (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "Aliases"),
        (b"<<: {a: 1}\n", "one word"),
        (b"? [a]\n: 1\n", "one word"),
        (b"a: " + b"x" * 1_000_000, "larger than 1 MB"),
        (b"most: " + b"9" * 5000 + b"\n", "unknown"),
    ],
)
def test_a_file_that_is_no_policy_at_all_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "office.yaml"
    path.write_bytes(content)
    assert said in refusal_of(path).reason.en


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + COUNTY.encode())
    assert load_policy(path).name == "county"


def test_only_who_shows_closures_to_the_public_must_say_who_concludes_that(tmp_path: Path) -> None:
    duty = re.search(r"  publicity: +#.*\n(?:    .*\n){3}", COUNTY)
    assert duty is not None
    quiet = COUNTY.replace(duty[0], "")
    path = tmp_path / "office.yaml"
    path.write_text(quiet, "utf-8")
    assert DutyKind.PUBLICITY not in load_policy(path).duties
    path.write_text(quiet.replace("  # publicity: 7d", "  publicity: 7d  "), "utf-8")
    assert "duties.publicity: It is missing." in refusal_of(path).reason.en


def test_a_policy_is_found_by_name_or_by_path(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(COUNTY, "utf-8")
    assert find_policy("county") == POLICIES / "county.yaml"
    assert find_policy(str(path)) == path


@pytest.mark.parametrize(
    ("name", "said"), [("contry", "是否指“county”"), ("./x.yaml", "没有这个办法文件"), ("policies/", "没有")]
)
def test_a_policy_that_is_not_there_is_refused_with_the_ones_that_are(name: str, said: str) -> None:
    with pytest.raises(Refusal, match=re.escape(said)):
        find_policy(name)


def test_only_policies_without_a_base_are_named_as_bases(tmp_path: Path) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text("extends: contry\nname: ours\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        load_policy(own)
    assert "county" in refused.value.reason.en
    assert "municipal" not in refused.value.reason.en
    assert "ours," not in refused.value.reason.en
