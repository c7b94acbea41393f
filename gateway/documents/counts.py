"""What a document declares of its own counts: problems fed back, done, basically done, going on, and clues."""

import re
from dataclasses import dataclass
from typing import Final

from gateway.documents.numerals import NUMBER, number
from schemas.intake import Declared

UNIT: Final = r"\s*(?:个|项|条|件|处)"
N: Final = rf"({NUMBER}){UNIT}"
OBJECT: Final = (
    r"(?:具体|主要|突出|重点|共性|个性|方面|整改|反馈|巡察|巡视|审计|督察|小|细化|需整改|点位|涉及|重要|关键|"
    r"类)*(?:的)?(?:具体)?(?:问题(?!线索)|整改任务|整改事项|具体事项|反馈意见)"
)
SUMMED: Final = re.compile(rf"、[^。]{{0,60}}?(?:合计|共计|总计){N}(?:具体|反馈)?问题(?!线索)")
SAID: Final = re.compile(r"反馈|指出|发现|查出|提出|交办|巡察|巡视|审计|督察|督查|检查|存在|移交|整改|通报")
TOTALS: Final = (
    re.compile(rf"{N}{OBJECT}"),
    re.compile(
        rf"(?:反馈|指出|发现|查出|提出|存在|涉及|交办|认领|移交|"
        rf"审计)[^。;]{{0,24}}?问题(?!线索)(?:清单)?(?:中|有|为|分为|细化为|梳理为|合计|共计|共有|总计|"
        rf"总数|数|共|:|,|\()*{N}(?!.{{0,2}}(?:措施|制度|人))"
    ),
    re.compile(
        rf"(?:反馈|交办|指出|提出)[^。;\d]{{0,24}}?(?:意见|任务|事项|整改任务|整改事项)(?:共计|共有|"
        rf"合计|共|,)*{N}(?!.{{0,2}}(?:措施|制度|建议))"
    ),
    re.compile(
        rf"(?:共|共计|合计|总计)(?:反馈|指出|发现|提出|梳理|梳理出|交办|有|涉及|存在|查出)*(?:了|"
        rf"出)?[^。;,,\d]{{0,8}}?{N}(?=[,。;、))]|$)"
    ),
)  # fmt: skip
HOLD: Final = (
    r"(?:整改)?(?:的)?(?:反馈|具体)?(?:问题|任务|事项|整改任务|整改事项|整改)?(?:有|的有|的|共计|"
    r"共|合计|为|数|了|:)*"
)
DONE: Final = re.compile(
    rf"(?<!基本)(?<!未)(?<!部分)(?<!阶段性)(?<!尚未)(?<!正在)(?:整改完成|完成整改|整改到位|"
    rf"整改完毕|整改办结|已整改|已完成|已办结|整改销号|完成销号|已销号|"
    rf"完成){HOLD}{N}(?!.{{0,3}}(?:措施|制度|人|次|建议))"
)
DONE_BEFORE: Final = re.compile(
    rf"{N}(?:具体|反馈|主要)?(?:问题|整改任务|任务|事项|整改事项)?(?:均|都|目前|现|,)*(?:已全部|"
    rf"已经|均已|已|全部)(?:全部|按期|如期)?(?!基本)(?:完成整改|整改完成|整改到位|整改完毕|"
    rf"整改销号|完成销号|完成|整改|办结|销号)(?!(?:整改|完成|到位|销号|办结|的|了|问题|任务|有|共|"
    rf":)*\s*{NUMBER}{UNIT})"
)
ALL_DONE: Final = re.compile(
    r"^[^。]{0,20}?(?:现|目前|,|截至目前|上述问题|问题)*(?:已全部|均已|全部|已经全部|全部已|"
    r"现已全部)(?:按期|如期)?(?:完成整改|整改完成|整改到位|整改完毕|完成销号|整改销号|"
    r"办结)(?!的)(?![^,。;]{0,4}\d)"
)
BASIC: Final = re.compile(
    rf"(?:基本完成|基本整改|基本到位|基本办结|阶段性完成|阶段性办结)(?:整改|到位|完成|取得|阶段性|"
    rf"成果|并|持续|,|进展|成效)*{HOLD}{N}"
)
BASIC_BEFORE: Final = re.compile(rf"{N}(?:问题|任务|事项)?(?:已|均已)?(?:基本|阶段性)(?:完成|整改)")
GOING: Final = re.compile(
    rf"(?<!并)(?:(?:正在|正|仍在|还在)(?:持续|积极|有序|加快|加紧|稳步|抓紧|全力)*(?:整改|推进|"
    rf"办理|落实|进行|实施)|推进中|整改中|办理中|持续推进|部分完成|部分整改|(?:已)?达到序时(?:进度)?)(?:整改|推进|落实|"
    rf"中)*{HOLD}{N}"
)
GOING_BEFORE: Final = re.compile(
    rf"{N}(?:问题|整改任务|任务|事项|整改事项)?(?:(?:仍|还)?正?在?(?:积极|有序|加快|持续|稳步|抓紧|"
    rf"全力)*(?:整改|推进)(?:中|落实|之中)?|达到序时进度)(?=[,。;、))]|$)"
)
GOING_ON: Final = re.compile(
    rf"{N}(?:反馈)?(?:问题|整改任务|任务|事项)?(?:均|都|也)?(?:正|仍)(?:在|按|抓紧|有序|积极)[^,。;、)]{{0,10}}(?:推进|整改|落实|实施|办理)|"
    rf"(?<!完成)取得(?:了)?(?:阶段性)?(?:进展|成效|成果)并(?:持续|继续)(?:推进|整改|落实){HOLD}{N}"
)
LASTING_BEFORE: Final = re.compile(rf"{N}(?:问题|任务|事项)?(?:均|都)?(?:需|需要|将|要)(?:长期|持续)(?:坚持|整改|推进)")
LASTING: Final = re.compile(
    rf"(?<!并)(?:需(?:要)?(?:持续|长期)|长期|持续)(?:整改|坚持|推进|抓好|落实)*(?:并)?(?:长期坚持|"
    rf"整改)?{HOLD}{N}"
)
OPEN: Final = re.compile(
    rf"(?:尚未|未|没有|还未|仍未)(?:全部|按期|完全)?(?:完成|整改|办结|销号)(?:整改|到位|但|达到|"
    rf"序时进度|的)*{HOLD}{N}"
)
CLUE: Final = (
    re.compile(rf"(?:问题)?线索(?:及信访件|和信访件)?(?:共计|共有|合计|共|:|有|为|清单)*{N}"),
    re.compile(rf"{N}(?:具体|涉嫌违纪|违纪违法)?(?:的)?(?:问题)?线索"),
    re.compile(rf"信访(?:举报)?(?:件|问题|事项|反映)?(?:共计|共有|合计|共|:|有)*{N}(?=[,。;、))]|$)"),
    re.compile(rf"{N}(?:群众)?(?:信访(?:举报)?(?:件|问题|事项)?|举报件)"),
)

LETTERS: Final = re.compile(r"线索|信访|举报")
PROBLEMS: Final = re.compile(r"问题(?!线索)|任务|事项")
HANDED_OVER: Final = re.compile(r"移交|转办|转交|交办|办结|办理|处置|核查")


@dataclass(frozen=True)
class Counts:
    """The declared counts, with those that only the arithmetic needs."""

    declared: Declared
    lasting: int | None = None
    open: int | None = None


def count(texts: list[str]) -> Counts:
    """Read the counts that the texts outside the problems declare; the first statement of a count is taken."""
    total, place = _total(texts)
    near = texts[place:] if place is not None else texts
    done = _done(near, total)
    basic = _first((BASIC, BASIC_BEFORE), near)
    lasting, unfinished = _first((LASTING, LASTING_BEFORE), near), _first((OPEN,), near)
    going = _first((GOING, GOING_BEFORE, GOING_ON), near)
    others = [value for value in (lasting, unfinished) if value is not None]
    ongoing = going if going is not None else (sum(others) if others else None)
    if total is None and done is not None and not _speaks(texts):
        done = None
    clues = _first(CLUE, texts)
    return Counts(
        Declared(total=total, done=done, basically_done=basic, ongoing=ongoing, clues=clues),
        lasting if going is not None else None,
        unfinished if going is not None else None,
    )


def _total(texts: list[str]) -> tuple[int | None, int | None]:
    """The count of problems, and the text that declares it; one that also declares how far they are comes first."""
    found = [
        (not _speaks([text]), place, value)
        for place, text in enumerate(texts)
        if (value := _stated_total(text)) is not None
    ]
    if not found:
        return None, None
    _, place, value = min(found)
    return value, place


def _stated_total(text: str) -> int | None:
    for sentence in re.split(r"[。!?]", text):
        if not SAID.search(sentence):
            continue
        if (summed := SUMMED.search(sentence)) is not None:
            return number(summed[1])
        for pattern in TOTALS:
            for match in pattern.finditer(sentence):
                value = number(match[1])
                if value is not None and not _is_part(sentence[: match.start()]):
                    return value
    return None


def _is_part(before: str) -> bool:
    """Whether what comes before says that the number counts a part only, or that which our own side found."""
    return bool(
        re.search(
            r"(?:其中|解决|化解|自查|排查出|查摆|查找|梳理解决|(?<![应需])完成|整改|正在|推进|未)[^,。;、]{0,6}$|"
            r"(?:第|前|近)\s*$",
            before,
        )
    ) and not re.search(
        r"[应需]完成的?$|"
        r"(?:反馈|指出|发现|巡察整改|需整改|梳理为|细化为|分解为|涉及|整改共|全部)[^,。;、]{0,6}$",
        before,
    )


def _done(texts: list[str], total: int | None) -> int | None:
    value = _first((DONE, DONE_BEFORE), texts)
    if value is not None or total is None:
        return value
    sentences = [part for text in texts for part in re.split(r"[。;]", text)]
    return total if any(_all_done(sentence) for sentence in sentences) else None


def _all_done(sentence: str) -> bool:
    return bool(re.search(r"问题|整改任务", sentence)) and any(
        ALL_DONE.search(part) for part in re.split(r"(?<=[,])", sentence)
    )


def _first(patterns: tuple[re.Pattern[str], ...], texts: list[str]) -> int | None:
    for text in texts:
        found = [match for pattern in patterns for match in pattern.finditer(text) if _counts_problems(text, match)]
        if found:
            first = min(found, key=lambda match: match.start())
            return number(next(part for part in first.groups() if part))
    return None


def _counts_problems(text: str, match: re.Match[str]) -> bool:
    """Whether the number counts problems: not measures, rules, persons or meetings."""
    after = text[match.end() : match.end() + 8]
    before = text[max(0, match.start() - 12) : match.start()]
    sentence = re.split(r"[。;]", text[: match.start()])[-1]
    if before.rstrip(",:").endswith("其中") and match.re is LASTING:
        return False
    if re.search(r"信访|举报", match[0]) and not HANDED_OVER.search(text):
        return False
    if match.re not in CLUE and LETTERS.search(sentence) and not PROBLEMS.search(sentence):
        return False
    return not re.match(r"(?:整改)?(?:措施|制度|举措|建议|人|次|医院|机构|村|项目|工程)", after) and not re.search(
        r"(?:措施|制度|建议|线索|信访件)[^。;]{0,6}$", before
    )


def _speaks(texts: list[str]) -> bool:
    """Whether the texts say how far the problems are."""
    return any(
        re.search(r"完成|整改到位|已整改|办结", text)
        and re.search(r"问题|任务|整改|事项", text)
        and _first((DONE, DONE_BEFORE, BASIC, GOING), [text]) is not None
        for text in texts
    )
