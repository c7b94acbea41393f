"""The status that a text itself states of a problem, and where its own words contradict it."""

import re
from typing import Final

from gateway.documents.lines import FRAME
from schemas.intake import StatedStatus

WORDS: Final = (
    (StatedStatus.NOT_STARTED, re.compile(r"尚未整改|未整改|未启动|尚未启动|未开展整改|还未整改|暂未整改")),
    (StatedStatus.BASICALLY_DONE, re.compile(r"基本(?:完成|整改|到位|办结)|(?<!已)阶段性(?:完成|办结)(?!.{0,8}长期)")),
    (StatedStatus.DONE, re.compile(
        r"^(?:目前|现|均|已经|已|全部){1,3}(?:完成整改|整改完成|整改到位|完成|办结)[,、;并且]"
    )),
    (StatedStatus.ONGOING, re.compile(
        r"部分(?:完成)?整改|尚未完成|未完成|没有完成|未整改完|未办结|(?:正在|正|仍在|还在)(?:积极|"
        r"有序|加快|抓紧|持续|全力|稳步|逐步)?(?:整改|推进|办理|落实|进行|实施)|整改中|推进中|办理中|"
        r"进行中|达到序时|序时进度"
    )),
    (StatedStatus.LONG_TERM, re.compile(r"阶段性(?:完成|整改).{0,8}长期|长期整改|需(?:要)?长期|纳入长期")),
    (StatedStatus.DONE, re.compile(
        r"(?:已|完成|全部|均|整改)(?:经)?.{0,4}(?:完成|整改|到位|办结|销号|完毕)|^完成|^办结$|^是$|"
        r"^已改$|立行立改到位"
    )),
    (StatedStatus.LONG_TERM, re.compile(r"长期坚持|长期推进|长期抓|持续整改|持续坚持|长效坚持|坚持长期")),
    (StatedStatus.ONGOING, re.compile(r"持续(?:推进|改进|落实|进行)|继续(?:推进|整改)|推进|整改进行")),
)  # fmt: skip
TOKENS: Final = (
    r"完成整改|整改完成|整改到位|整改完毕|落实到位|整改销号|完成销号|推进落实|达到序时进度|已经|"
    r"均已|现已|全部|目前|按期|基本|尚未|仍未|还未|"
    r"未|部分|阶段性|正在|仍在|持续|长期|继续|取得|积极|有序|加快|抓紧|稳步|成果|成效|销号|办结|"
    r"完成|整改|推进|坚持|到位|办理|启动|落实|已|正|"
    r"需要|需|并|且|、|,|和|中"
)
STATE: Final = rf"(?:{TOKENS})++"
BRACKETED: Final = re.compile(rf"[(【\[〔](?:整改)?(?:状态|进度|情况|进展)?[:]?({STATE})[))】\]〕]")
WHOLE: Final = re.compile(
    rf"^(?:目前|现|截至目前|该问题|此问题|此项|该项|本项|问题|整改|整改工作|状态|整改状态|任务|:|,|"
    rf"\s)*({STATE})$"
)
SPOKEN: Final = re.compile(
    r"(?:该|此|(?<!基)本|上述|以上|相关)(?:项|类|条|反馈)?(?:问题|事项|整改任务|任务|整改|项|"
    r"整改工作|项工作|项整改)?(?:目前|现|均|都|整改工作|,)*"
    rf"({STATE})(?=[,。;、((]|$)|"
    r"(?:问题|整改(?:任务|工作|事项)|任务)(?:目前|现)?((?:已经|已|均已|现已|全部|已全部|基本|"
    r"已基本|尚未|仍未|正在)(?:全部|基本)?(?:完成整改|整改完成|整改到位|整改完毕|完成销号|销号|"
    r"完成|办结|整改|推进))(?=[,。;、((]|$)|"
    r"(?:^|[。;,,])(?:目前|现|截至目前|至此)?,?((?:已经|已|均已|现已|全部|已全部|已基本|基本|尚未|"
    r"部分)(?:完成整改|整改完成|整改到位|整改完毕|完成销号|整改销号|整改))(?=[,。;、((]|$)"
)
ONLY: Final = re.compile(
    rf"(?:该|此|本|上述|以上|目前|现|项|条|问题|整改|工作|任务|事项|状态|结果|情况|进展|截至目前|:|"
    rf",|、|{TOKENS})++"
)
HEADED: Final = re.compile(
    rf"[^,。]{{0,12}}?((?:已|未|尚|正在|正|仍在|基本|部分|持续|需|长期)(?:{TOKENS})*+)的(?:反馈|巡察|巡视|主要|具体|整改)*(?:问题|事项|任务)"
)
OPENING: Final = ("已", "正在", "基本", "尚未", "未", "整改", "完成", "部分", "全部", "长期坚持", "持续整改")
GOES_ON: Final = re.compile(
    r"(?:尚|仍)有(?!.{0,6}(?:意义|余地))|正在(?!.{0,2}(?:使用|运行|服役|执行任务))|尚未|仍未|还未|暂未|未完成|未到位|推进中|进行中|"
    r"整改中|办理中|仍在|还在|持续(?:推进|整改)|继续(?:推进|整改|追缴|督促|协调)|"
    r"下一步[,]?|下步[,]?将|下一阶段|后续将|预计.{0,20}(?:完成|建成|到位|投入|投用|竣工|启用|"
    r"开工)|计划(?:于)?.{0,20}(?:完成|建成|到位|投用|竣工|启用|实施|启动)|"
    r"(?:拟于|将于|将在|力争)|待.{1,30}(?:后|时)[,再]|部分(?:完成|整改|到位|尚)|仍需|还需|有待|"
    r"逐步(?:推进|解决|整改|到位|清退|追缴|消化)|剩余.{0,20}(?:正|将|未|尚)|待到位|积极推进中"
)


def stated(texts: list[str], title: str = "") -> StatedStatus | None:
    """The status that a problem's own texts state of it; the last one stated counts; None where none is stated."""
    said = [status for text in texts for status in _said(text)]
    if said:
        return said[-1]
    head = BRACKETED.search(title)
    return meaning(head[1]) if head else None


def is_standing(text: str) -> bool:
    """Whether a paragraph says nothing but how far the problem is: 该问题已完成整改。"""
    plain = text.strip(FRAME)
    return len(plain) <= 30 and bool(ONLY.fullmatch(plain)) and meaning(plain) is not None


def meaning(words: str) -> StatedStatus | None:
    """The status that a short wording means (基本完成 is not done; 已完成,长期坚持 is done)."""
    for status, pattern in WORDS:
        if pattern.search(words):
            return status
    return None


def of_heading(heading: str) -> StatedStatus | None:
    """The status that a heading gives to all problems below it: 已完成整改的问题, 正在推进的问题."""
    found = HEADED.match(heading)
    return meaning(found[1]) if found else None


def goes_on(text: str) -> str | None:
    """The words in a text that say that the work is not over; None where none say so."""
    found = GOES_ON.search(text)
    if found is None:
        return None
    return re.split(r"[,。;:、\n]", text[found.start() : found.start() + 24].strip(",、"))[0]


def _said(text: str) -> list[StatedStatus]:
    found = [(match.start(), match[1]) for match in BRACKETED.finditer(text)]
    found += [(match.start(), match[1] or match[2] or match[3]) for match in SPOKEN.finditer(text)]
    offset = 0
    for sentence in re.split(r"[。;\n]", text):
        if len(sentence) <= 40 and (whole := WHOLE.match(sentence.strip())):
            found.append((offset, whole[0]))
        clause = re.split(r"[,、(]", sentence.strip(), maxsplit=1)[0]
        if clause != sentence.strip() and is_standing(clause) and clause.startswith(OPENING):
            found.append((offset, clause))
        offset += len(sentence) + 1
    meant = [meaning(words) for _, words in sorted(found)]
    return [status for status in meant if status is not None]
