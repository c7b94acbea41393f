"""What the template says of each of its columns: is it required, what is allowed, an example."""

from dataclasses import dataclass

from gateway.spreadsheets.columns import Key
from schemas.words import Text, text

SHEETS = {
    "ledger": text("整改台账", "Ledger"),
    "explanations": text("填写说明", "Explanations"),
    "lists": text("选项", "Lists"),
}


@dataclass(frozen=True)
class Explanation:
    """One column of the template: its width in characters, what is allowed, and an example."""

    key: Key
    width: int
    allowed: Text
    example: Text
    required: bool = False


EXPLANATIONS = (
    Explanation(
        Key.NUMBER,
        6,
        text(
            "整数，同一来源内不重复；也认“1.”“(一)”等写法，可留空。",
            "A whole number, each once within a source; may stay blank.",
        ),
        text("1", "1"),
    ),
    Explanation(
        Key.SOURCE,
        14,
        text("哪一轮巡察、哪份反馈意见或哪份文号。", "The inspection round, feedback opinion or document number."),
        text("2026年第一轮巡察反馈意见", "Feedback of inspection round 1, 2026"),
    ),
    Explanation(
        Key.TITLE,
        28,
        text(
            "反馈的问题原文，每行一个问题；超过200字时全文保留，标题自动截短。",
            "The problem as it was fed back, one in each row; a text over 200 characters stays whole in the body.",
        ),
        text("专项经费审批不规范", "Approval of special funds is not in order"),
        required=True,
    ),
    Explanation(
        Key.DETAIL,
        28,
        text(
            "问题的具体情形、时间、数额，可分行写。",
            "What was found in particular, when, how much; several lines are fine.",
        ),
        text("2024年以来3笔支出未经集体研究", "Three payments since 2024 without a joint decision"),
    ),
    Explanation(
        Key.CATEGORY,
        11,
        text(
            "可从下拉列表选，也可自行填写；与人员名册中的类别一致时可自动指派责任领导。",
            "Choose from the list or type another one.",
        ),
        text("财务管理", "Finance"),
    ),
    Explanation(
        Key.SPEED,
        11,
        text("从下拉列表选：立行立改、限期整改、长期整改。", "Choose: immediate, by a deadline, long-term."),
        text("限期整改", "by a deadline"),
    ),
    Explanation(
        Key.LEADER,
        10,
        text("一位班子成员的姓名或职务。", "The name or post of one leader."),
        text("张处长", "Director Zhang"),
    ),
    Explanation(
        Key.LEAD_UNIT, 14, text("一个单位或部门。", "One unit or department."), text("规划财务处", "Finance office")
    ),
    Explanation(
        Key.CO_UNITS,
        15,
        text("可写几个，用顿号、逗号或分号隔开。", "Several may be named, with commas or semicolons between them."),
        text("办公室、审计处", "Head office; Audit office"),
    ),
    Explanation(
        Key.HANDLER, 9, text("具体经办人的姓名。", "The name of who does the work."), text("李某某", "Li Moumou")
    ),
    Explanation(
        Key.DUE,
        12,
        text(
            "日期，如 2026-03-31、2026年3月31日；不要写“3月底前”。长期整改的问题可写“长期”。",
            "A date such as 2026-03-31, not “end of March”. A long-term problem may say “long-term”.",
        ),
        text("2026-03-31", "2026-03-31"),
    ),
    Explanation(
        Key.MEASURES,
        30,
        text("每条措施一行，或用1. 2. 3. 编号。", "One measure in a line, or numbered 1. 2. 3."),
        text(
            "1.修订经费审批办法\n2.对3笔支出补办审议", "1. Amend the approval rules\n2. Decide the three payments again"
        ),
    ),
    Explanation(
        Key.AMOUNT,
        13,
        text(
            "数字，单位为元；也可带单位写成12.5万元。没有则留空。",
            "Yuan, as a number; 12.5万元 is fine too. Blank where none.",
        ),
        text("125000", "125000"),
    ),
    Explanation(
        Key.REMARK, 11, text("其他需要说明的内容。", "Anything else."), text("含下属单位", "Includes subordinate units")
    ),
)

TABLE_HEAD = (
    text("列", "Column"),
    text("是否必填", "Required"),
    text("允许填写的内容", "What is allowed"),
    text("示例", "Example"),
)
INTRODUCTION = (
    text("整改台账填写说明", "How to fill the ledger"),
    text(
        "1.每行填一个反馈问题；带*的列必填，其余能填尽填，未填的由整改办在受理后补齐。",
        "1. One problem in each row. Columns with * are required; the office adds later what is left blank.",
    ),
    text(
        "2.列的次序可以调整，也可以加列；不认识的列不会读取，读入时会逐一列明。",
        "2. Columns may be moved and added; those that are not known are not read, and are named on reading.",
    ),
    text(
        "3.读入时有错的行会逐行列出原因，不影响其他行；没有说明的行不会丢失。",
        "3. Rows with errors are listed one by one and don't hold up the others; no row is lost without a word.",
    ),
)
