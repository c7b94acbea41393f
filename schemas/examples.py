"""One example of each command, as shown in the Temporal UI's forms and in the documentation."""

import json
from typing import Final

from pydantic import JsonValue

from schemas.commands import COMMANDS, Command
from schemas.made_up import made_up
from schemas.policy import Speed, owed_where

_ZHANG: Final[JsonValue] = {"id": "zhang", "name": "张处长", "unit": "某市卫健委", "post": "处长"}
_LI: Final[JsonValue] = {"id": "li", "name": "李科长", "unit": "财务科", "post": "科长"}
_LIU: Final[JsonValue] = {"id": "liu", "name": "刘科员", "unit": "财务科", "post": "科员"}

_LONGEST: Final = 300  # characters of a value that is still shown whole in an example
_POLICY: Final[JsonValue] = {
    "name": "benxian",
    "title": {"zh": "某县整改办法", "en": "A county's policy"},
    "duties": {kind.value: {"due": "5wd", "owed_by": "office", "ladder": "usual"} for kind in owed_where(shown=False)},
    "ladders": {"usual": {"rungs": [{"at": "0d", "tell": ["principal"], "colour": "red"}], "repeat": "5wd"}},
    "speeds": {speed.value: {"due": "3mo", "plan": True, "reports": "1mo"} for speed in Speed},
    "review": {"levels": ["leader", "committee"]},
    "extension": {"deciders": ["principal"], "most": 1, "longest": "3mo"},
    "suspension": {"decider": "principal", "longest": "3mo"},
    "withdrawal": "committee",
    "look_backs": {"after": ["6mo"]},
    "continuing": {"basically_done": "3mo", "long_term": "3mo"},
    "relapse": {"due": "5w"},
}

# Fields of one name mean one thing in every command, so one example each is enough.
_FIELDS: Final[dict[str, JsonValue]] = {
    "actor": "li",
    "assignment": {"leader": _ZHANG, "lead_unit": "财务科", "head": _LI, "handler": _LIU, "co_units": ["办公室"]},
    "measures": ["修订接待管理办法", "清退违规费用"],
    "due": "2026-09-30",
    "milestones": [{"name": "制度印发", "due": "2026-08-15"}],
    "milestone": "制度印发",
    "reason": "须补充依据",
    "text": "已完成制度修订，正在清退费用",
    "evidence": [
        {
            "kind": "rule",
            "title": "接待管理办法",
            "reference": "oa://doc/2026/45",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "effective": "2026-08-15",
        }
    ],
    "statement": "各项措施已落实",
    "level": "leader",
    "answers": [{"question": "问题是否解决到位", "met": True, "remark": ""}],
    "result": "done",
    "opinion": "同意",
    "objection": False,
    "where": "单位门户网站",
    "reference": "https://oa.example/notice/45",
    "finding": "制度执行良好，未见反弹",
    "interviewee": "leader",
    "interview": 1,
    "duty": "rectify-3",
    "held_on": "2026-09-10",
    "place": "三楼会议室",
    "present": ["张处长", "李科长"],
    "record": "oa://record/2026/9",
    "commitments": [{"what": "月底前完成清退", "due": "2026-09-30"}],
    "grant": True,
    "until": "2026-10-31",
    "leaver": "li",
    "successor": {"id": "wang", "name": "王科长", "unit": "财务科", "post": "科长"},
    "matter": "须上级明确政策口径",
    "to": "committee",
    "decision": "按现行规定执行",
    "policy": _POLICY,
    "calendar": {
        "version": "cn-2027",
        "years": [
            {
                "year": 2027,
                "published": True,
                "source": "国办发明电",
                "holidays": {"0101-0103": "元旦"},
                "make_up_days": "0220",
            }
        ],
    },
}

# … but these, which mean another thing there.
_ELSEWHERE: Final[dict[str, dict[str, JsonValue]]] = {
    "decline_interview": {"duty": "call_interview-12"},
    "fulfil_commitment": {"duty": "commitment-14"},
    "decide_matter": {"duty": "matter-13"},
    "conclude_publicity": {"finding": "公示期满，未收到异议"},
    "report_relapse": {"finding": "抽查发现同类问题再次出现"},
}


def example_of(kind: type[Command]) -> dict[str, JsonValue]:
    """Return one payload that a command of this kind takes, with every field filled in."""
    known = _FIELDS | _ELSEWHERE.get(kind.name, {}) if kind.name in COMMANDS else {"actor": _FIELDS["actor"]}
    known |= {"id": f"oa-{kind.name}-000123"}
    return {name: known[name] if name in known else made_up(name, field) for name, field in kind.model_fields.items()}


def description_of(kind: type[Command]) -> str:
    """Say what a command is for, in Chinese, with an example that can be copied into a form."""
    purpose = (kind.__doc__ or kind.name).partition("·")[0].strip()
    return f"{purpose}。示例： {json.dumps(shown_example(kind), ensure_ascii=False)}"


def shown_example(kind: type[Command]) -> dict[str, JsonValue]:
    """Return the example as it is shown to people: a whole policy, which nobody types into a form, as {…}."""
    return {field: _short(value) for field, value in example_of(kind).items()}


def _short(value: JsonValue) -> JsonValue:
    is_long = isinstance(value, dict) and len(json.dumps(value, ensure_ascii=False)) > _LONGEST
    return "{…}" if is_long else value
