"""What kind of document a text is: by its title first, then by how it opens."""

import re
from typing import Final

from gateway.documents.lines import Line
from schemas.intake import DocumentKind

TITLED: Final = re.compile(
    r"(?:通报|公告|公示|公布|报告|意见|方案|计划|要点|总结|情况|通知|清单|台账|结果|一览表|汇总表|"
    r"函|进展|规划|反馈会|汇报|讲话|安排|办法|细则|说明|表)"
    r"(?:[(].{1,20}[))])?$"
)
NO_TITLE: Final = re.compile(
    r"[。;]$|^(?:来源|发布|作者|索引|信息|当前|您)|^[一二三四五六七八九十]+、|"
    r"[(][一二三四五六七八九十]+[)]|^\d{1,3}(?!\d)"
)
BODY_WORD: Final = re.compile(
    r"(?:党组|党委|委员会|党工委|党总支|支部|局|院|委|政府|中心|公司|办公室|学校|镇|乡|街道|"
    r"巡察组|巡视组)$"
)
HEAD_LINES: Final = 30

PLANNED: Final = re.compile(
    r"(?:方案|计划|要点|规划|任务分解表|安排|实施细则|办法|行动计划)(?:的通知|"
    r"》的通知)?(?:[(].{1,20}[))])?$|方案》?的?(?:通知|公示|公告)$"
)
REMEDIED: Final = re.compile(
    r"整改(?:工作|落实|任务|完成|进展|推进|成效|结果|总体|阶段性|销号|问题|台账|进度|办理|措施|"
    r"责任|及|和|的|、|“回头看”)*"
    r"(?:情况|进展|结果|成效|报告|通报|公告|公示|清单|台账|总结|汇报|一览表|表|说明|函)|"
    r"(?:反馈|巡察|巡视|审计|督察|督查|检查|问题|意见|建议).{0,20}(?:落实|办理)(?:整改)?情况.{0,4}(?:通报|公告|公示|报告)|整改.{0,12}(?:通报|公告|公示|报告|函)"
)
FED_BACK: Final = re.compile(
    r"反馈.{0,30}(?:意见|情况|会|问题|巡察|巡视)|反馈$|问题(?:清单|台账|汇总|线索)|(?:巡察|巡视|"
    r"督察|督查|检查|审计)(?:反馈|意见|发现|问题|结果)|"
    r"审计(?:查出|发现).{0,10}问题|存在(?:的)?(?:主要)?问题|审计报告|(?:督查|检查|督导|暗访|考核|"
    r"抽查|排查|评估)(?:情况|发现问题|结果)?(?:的)?(?:通报|反馈)"
)
SUMMED: Final = re.compile(
    r"总结|年度(?:工作)?报告|工作报告|工作情况(?:的)?(?:报告|汇报|总结)?$|(?:建设|履职|述职|述法|"
    r"述廉|普法|信息公开|绩效).{0,16}报告|工作汇报|自评报告|完成情况|"
    r"建设(?:年度)?(?:工作)?情况的?报告"
)
OPENINGS: Final = (
    (DocumentKind.REMEDIATION_NOTICE, re.compile(

        r"现将.{0,40}整改.{0,24}(?:公布|公告|公示|通报|报告|汇报|函告|公开|说明)|整改(?:落实|进展|"
        r"工作|完成)*情况.{0,12}(?:公布|公告|公示|通报|报告)如下|整改具体情况报告如下|"

        r"整改(?:进展|落实)情况.{0,8}(?:予以公布|向社会公开)|(?:全面|认真)?落实整改,?现将整改")),
    (DocumentKind.PLAN, re.compile(
        r"(?:制定|制订|提出).{0,8}(?:如下|本)(?:整改|工作|实施)?方案|方案如下|特制定本|现印发给你们|"
        r"现将.{0,40}(?:方案|计划|要点).{0,10}印发"
    )),
    (DocumentKind.FEEDBACK_OPINION, re.compile(

        r"现(?:将|就).{0,30}(?:巡察|巡视|督察|督查|检查|审计).{0,20}(?:意见|情况|问题).{0,6}反馈|"
        r"反馈(?:了)?(?:巡察|巡视|督察|审计)?(?:情况|意见|问题)(?!(?:的)?整改)|反馈指出|"


        r"(?:巡察|巡视|审计|检查|督查|督察|暗访)(?:组)?(?:也)?(?:中)?(?:发现|指出|查出)|(?:召开|"
        r"举行).{0,30}反馈会|主要存在以下问题|存在(?:的|以下)(?:主要)?问题"
    )),
    (DocumentKind.SUMMARY, re.compile(
        r"现将.{0,40}(?:工作|建设|履职).{0,12}(?:情况)?.{0,6}(?:总结|报告|汇报)如下|现将(?:主要|有关|"
        r"本年度工作|\d{4}年有关)情况(?:报告|汇报|总结)如下|(?:年终|年度)考评|年度任务完成情况"
    )),
)  # fmt: skip
MEETING: Final = re.compile(r"(?:动员|部署|推进|调度|专题|民主生活|领导小组.{0,6}|工作)会|进驻|学习|约谈")


def find_title(lines: list[Line], page_title: str = "") -> str | None:
    """The document's title: the first heading line that is titled like one, joined where it runs over two lines."""
    head = [line.text for line in lines[:HEAD_LINES] if not line.cells]
    for place, text in enumerate(head):
        if len(text) > 80 or NO_TITLE.search(text):
            if len(text) > 120:
                break
            continue
        if TITLED.search(text):
            before = head[place - 1] if place else ""
            whole = (
                text.startswith(("关于", "巡察", "巡视", "落实", "整改"))
                and BODY_WORD.search(before)
                and len(before) <= 40
            )
            return before + text if whole and not NO_TITLE.search(before) else text
    named = re.split(r"[_|—]| - |-(?=[^-]{2,20}$)", page_title)[0].strip()
    return named or _news_title(head)


def _news_title(head: list[str]) -> str | None:
    """A headline: a short first line without a stop that speaks of an inspection."""
    for text in head[:6]:
        if (
            8 <= len(text) <= 60
            and not re.search(r"[。;:]", text)
            and re.search(r"巡察|巡视|反馈|整改|审计|督察", text)
            and not NO_TITLE.search(text)
        ):
            return text
    return None


def kind_of(title: str | None, lines: list[Line]) -> DocumentKind:
    """The kind of a document, by its title where it says, else by its opening paragraphs."""
    by_title = _by_title(title) if title else None
    return by_title or _by_opening(lines) or DocumentKind.OTHER


def _by_title(title: str) -> DocumentKind | None:
    plain = re.sub(r"[(].{1,20}[))]$", "", title).rstrip("。 ")
    if re.search(r"总结(?:暨|及|和|与)", plain):
        return DocumentKind.SUMMARY
    if PLANNED.search(plain) and not re.search(r"方案.{0,6}(?:落实|完成|执行|推进)情况", plain):
        return DocumentKind.PLAN
    if MEETING.search(plain) and not re.search(r"反馈(?:会|大会)|反馈.{0,4}(?:情况|意见)|通报|公告|报告|公示", plain):
        return None
    if REMEDIED.search(plain) and not re.search(r"反馈(?:会|整改意见)$", plain):
        return DocumentKind.REMEDIATION_NOTICE
    if FED_BACK.search(plain) and not SUMMED.search(plain):
        return DocumentKind.FEEDBACK_OPINION
    return DocumentKind.SUMMARY if SUMMED.search(plain) else None


def _by_opening(lines: list[Line]) -> DocumentKind | None:
    opening = "".join(line.text for line in lines[:HEAD_LINES])[:3000]
    found = [
        (match.start(), place, kind) for place, (kind, words) in enumerate(OPENINGS) if (match := words.search(opening))
    ]
    kinds = {kind for _, _, kind in found}
    for kind in (DocumentKind.REMEDIATION_NOTICE, DocumentKind.PLAN):
        if kind in kinds:
            return kind
    return min(found)[2] if found else None
