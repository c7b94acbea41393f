"""Faults that an office plants in its policy by mistake: what is changed, and what must be said of it."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault: a piece of the county policy, what it is replaced by, and words that the refusal holds."""

    old: str
    new: str
    zh: tuple[str, ...]
    en: tuple[str, ...]


FAULTS = {
    "a misspelt duty": Fault(
        "  plan:  ",
        "  palns:  ",
        ("不认识“palns”", "plan", "缺少"),
        ("“palns” is unknown",),
    ),
    "a misspelt key": Fault(
        "    owed_by: supervisor ",
        "    owedby: supervisor ",
        ("是否指“owed_by”",),
        ("is “owed_by” meant",),
    ),
    "a limit where it has no effect": Fault(
        "    ladder: rectify",
        "    due: 3mo\n    ladder: rectify",
        ("duties.rectify.due", "不起作用", "speeds"),
        ("has no effect (see speeds",),
    ),
    "an owner where levels decide": Fault(
        "    ladder: review\n",
        "    owed_by: office\n    ladder: review\n",
        ("duties.review.owed_by", "review.levels"),
        ("has no effect (see review.levels",),
    ),
    "a duty without its time": Fault(
        "· publish\n    due: 20wd ",
        "· publish when you like\n    # 20wd ",
        ("duties.publish.due", "缺少"),
        ("missing",),
    ),
    "an unknown top-level key": Fault(
        "look_backs:",
        "lookbacks:",
        ("是否指“look_backs”",),
        ("is “look_backs” meant",),
    ),
    "a span with a blank": Fault(
        "    due: 10d  ",
        "    due: 10 d ",
        ("“10 d”不是时长", "15wd"),
        ("no span of time",),
    ),
    "a span without a unit": Fault(
        "  longest: 3mo ",
        "  longest: 3 ",
        ("“3”不是时长",),
        ("no span of time",),
    ),
    "an unknown role": Fault(
        "withdrawal: committee ",
        "withdrawal: comittee ",
        ("是否指“committee”",),
        ("is “committee” meant",),
    ),
    "a role as people call it": Fault(
        "withdrawal: committee ",
        "withdrawal: 责任领导 ",
        ("不认识“责任领导”", "是否指“leader”"),
        ("is “leader” meant",),
    ),
    "an unknown colour": Fault(
        "colour: orange",
        "colour: ornage",
        ("是否指“orange”",),
        ("is “orange” meant",),
    ),
    "an unknown letter": Fault(
        "letter: circular",
        "letter: curcular",
        ("是否指“circular”",),
        ("is “circular” meant",),
    ),
    "a ladder that isn't there": Fault(
        "    ladder: publish",
        "    ladder: publik",
        ("不认识“publik”", "是否指“publish”"),
        ("“publik” is unknown",),
    ),
    "an empty ladder": Fault(
        "levels: [lead_unit, leader, office, committee]",
        "levels: []",
        ("不能为空",),
        ("must not be empty",),
    ),
    "no number but a word": Fault(
        "  most: 2  ",
        "  most: 两次  ",
        ("写的是“两次”", "整数"),
        ("whole number",),
    ),
    "a negative cap": Fault(
        "  most: 2 ",
        "  most: -1 ",
        ("不能小于0",),
        ("at least 0",),
    ),
    "a yes that isn't true": Fault(
        "    plan: false ",
        "    plan: 不要 ",
        ("true 或 false",),
        ("true or false",),
    ),
    "a value left out": Fault(
        "withdrawal: committee",
        "withdrawal:",
        ("后面是空的",),
        ("Nothing stands after it",),
    ),
    "a day too long": Fault(
        "  day: 24h ",
        "  day: 25h ",
        ("“25h”", "24h"),
        ("can't last “25h”",),
    ),
    "an office that never opens": Fault(
        '  office_opens: "09:00"',
        '  office_opens: "9点"',
        ("写的是“9点”",),
        ("“9点” stands here",),
    ),
    "a repeat in the past": Fault(
        "    repeat: 5wd ",
        "    repeat: -5wd ",
        ("须在将来",),
        ("must lie ahead",),
    ),
    "a report without end": Fault(
        "    reports: 1w ",
        "    reports: 0w ",
        ("须在将来",),
        ("must lie ahead",),
    ),
    "a duty due before it begins": Fault(
        "    due: 20wd ",
        "    due: -20wd ",
        ("不能早于",),
        ("before the duty begins",),
    ),
    "rungs out of order": Fault(
        "      - {at: -10d, tell: [handler, leader], colour: yellow",
        "      - {at: -30d, tell: [handler, leader], colour: yellow",
        ("须晚于", "-20d"),
        ("must come later than “-20d”",),
    ),
    "rungs out of order in other units": Fault(
        "at: 10wd, tell: [leader, principal, supervisor], colour: red, interview: true}",
        "at: 2d, tell: [leader, principal, supervisor], colour: red, interview: true}",
        ("须晚于", "5wd"),
        ("must come later than “5wd”",),
    ),
    "look-backs out of order": Fault(
        "after: [3mo, 6mo]",
        "after: [6mo, 3mo]",
        ("须晚于",),
        ("must come later",),
    ),
    "a key twice": Fault(
        "withdrawal: committee",
        "withdrawal: committee\nwithdrawal: office",
        ("已经写过",),
        ("already stands on line",),
    ),
    "a tab": Fault(
        "    due: 5wd ",
        "\tdue: 5wd ",
        ("制表符",),
        ("tabs",),
    ),
    "a bracket that never closes": Fault(
        "evidence: [statement, minutes]",
        "evidence: [statement, minutes",
        ("不是合法的 YAML",),
        ("not valid YAML",),
    ),
    "an alias": Fault(
        "withdrawal: committee",
        "withdrawal: &who committee\nx: *who",
        ("别名",),
        ("Aliases",),
    ),
    "a tag that runs code": Fault(
        "withdrawal: committee",
        "withdrawal: !!python/name:os.system committee",
        ("标签",),
        ("tag",),
    ),
    "two documents": Fault(
        "withdrawal: committee",
        "withdrawal: committee\n---\na: 1",
        ("一份内容",),
        ("one document",),
    ),
    "a list for a name": Fault(
        "  decider: principal",
        "  decider: [principal]",
        ("principal",),
        ("principal",),
    ),
    "a text for a group": Fault(
        "look_backs:\n  after: [3mo, 6mo]",
        "look_backs: never",
        ("名称: 值",),
        ("name: value",),
    ),
    "a text in one language": Fault(
        ", en: County inspection remediation (three months)}",
        "}",
        ("title.en", "缺少"),
        ("missing",),
    ),
}
