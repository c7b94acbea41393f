"""The house columns: what a column of a ledger may be called, in the order of the house."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.words import Text, text


class Key(StrEnum):
    """What a column says of a problem."""

    NUMBER = "number"
    GROUP = "group"
    SOURCE = "source"
    TITLE = "title"
    DETAIL = "detail"
    CATEGORY = "category"
    CAUSE = "cause"
    BASIS = "basis"
    ADVICE = "advice"
    GOAL = "goal"
    SPEED = "speed"
    LEADER = "leader"
    LEAD_UNIT = "lead_unit"
    CO_UNITS = "co_units"
    HANDLER = "handler"
    DUE = "due"
    MEASURES = "measures"
    STATUS = "status"
    PROGRESS = "progress"
    AMOUNT = "amount"
    REMARK = "remark"


@dataclass(frozen=True)
class Column:
    """A house column: its label, the other names it goes by, and names that mean it when another column is there."""

    key: Key
    label: Text
    names: tuple[str, ...]
    also: tuple[str, ...] = ()


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


def _column(key: Key, zh: str, en: str, names: str, also: str = "") -> Column:
    return Column(key, text(zh, en), _names(names), _names(also))


# Names are written as `headers.plain` leaves them: no spaces, no brackets, lower case. Earlier names win.
# Seen in public ledgers of inspected units, audit offices and companies (feedback, audit and supervision tables).
COLUMNS: tuple[Column, ...] = (
    _column(
        Key.NUMBER,
        "序号",
        "No.",
        "序号 问题序号 no number 编号 问题编号 巡察问题序号 巡视问题序号 serialno # 项次 顺序号",
    ),
    _column(
        Key.GROUP,
        "问题方面",
        "Group",
        "问题方面 所属方面 方面 反馈方面 问题主要方面 大类 一级分类 分组 板块 group section aspect",
    ),
    _column(
        Key.SOURCE,
        "来源",
        "Source",
        "来源 问题来源 任务来源 来源描述 轮次 巡察轮次 巡视轮次 文号 整改通知书 项目 检查来源 source round origin",
    ),
    _column(
        Key.TITLE,
        "反馈问题",
        "Problem",
        "反馈问题 巡察反馈的问题 巡视反馈的问题 反馈的问题 反馈具体问题 巡察反馈问题 巡视反馈问题 审计查出问题 "
        "审计发现问题 问题 "
        "问题摘要 问题名称 问题标题 问题概述 问题描述 存在问题 存在的问题 主要问题 具体问题 发现问题 发现的问题 "
        "问题内容 "
        "整改问题 需整改问题 任务内容 整改事项 整改任务 督办事项 问题线索 线索内容 线索摘要 线索描述 "
        "problem finding issue feedbackproblem problemsummary title",
    ),
    _column(
        Key.DETAIL,
        "具体表现",
        "Details",
        "具体表现 问题的具体内容 具体描述 缺陷具体描述 问题详情 表现形式 主要表现 具体情况 问题表现 details "
        "detail description body",
        "问题描述 具体问题 存在问题 问题内容 问题概述 存在的问题",
    ),
    _column(
        Key.CATEGORY,
        "问题类别",
        "Category",
        "问题类别 类别 问题类型 问题分类 任务类别 分类 二级分类 问题性质 category problemcategory",
    ),
    _column(
        Key.CAUSE,
        "根本原因",
        "Root cause",
        "根本原因 产生问题的根本原因 主要原因 原因分析 问题原因 产生原因 原因 rootcause cause",
    ),
    _column(Key.BASIS, "定性依据", "Basis", "定性依据 依据 法规依据 政策依据 basis"),
    _column(
        Key.ADVICE,
        "整改要求",
        "Advice",
        "整改要求 整改建议 整改要求和建议 整改意见 审计建议 要求 建议 advice recommendation",
    ),
    _column(Key.GOAL, "整改目标", "Goal", "整改目标 任务目标 目标 目标要求 goal target"),
    _column(
        Key.MEASURES,
        "整改措施",
        "Measures",
        "整改措施 措施 具体措施 整改举措 针对根本原因制定的归零措施 具体整改措施 整改计划 整改方案 整改任务措施 "
        "measures measure actions",
    ),
    _column(
        Key.SPEED,
        "整改类型",
        "Speed",
        "整改类型 整改类别 整改方式 整改分类 整改性质 整改时效 speed remediationtype kindofremediation",
    ),
    _column(
        Key.LEADER,
        "责任领导",
        "Leader",
        "责任领导 分管领导 包保领导 牵头领导 整改责任领导 责任县领导 责任班子成员 分管负责人 包案领导 挂帅领导 "
        "主管领导 "
        "leader responsibleleader",
    ),
    _column(
        Key.LEAD_UNIT,
        "牵头单位",
        "Lead unit",
        "牵头单位 牵头部门 主责部门 主责单位 主办单位 主办部门 牵头责任单位 责任单位 责任部门 责任主体 整改单位 "
        "整改责任单位 "
        "整改责任部门 承办单位 承办部门 被审计单位 牵头科室 责任科室 leadunit leaddepartment responsibleunit unit",
    ),
    _column(
        Key.CO_UNITS,
        "配合单位",
        "Co-operating units",
        "配合单位 配合部门 协办单位 协办部门 协助单位 协同单位 参与单位 配合科室 配合责任单位 "
        "cooperatingunits cooperatingunit counits assistingunits",
        "责任单位 责任部门",
    ),
    _column(
        Key.HANDLER,
        "责任人",
        "Handler",
        "责任人 经办人 整改落实人 具体经办人 具体责任人 整改责任人 直接责任人 主办人 承办人 落实人 责任人员 联络员 "
        "handler responsibleperson owner",
    ),
    _column(
        Key.DUE,
        "完成时限",
        "Due date",
        "完成时限 整改时限 整改期限 完成日期 完成期限 计划完成时间 计划完成日期 计划完成时限 整改完成时限 "
        "整改完成时间 完成时间 时限 期限 "
        "限期 整改时间 办结时限 due duedate deadline",
    ),
    _column(
        Key.STATUS,
        "完成状态",
        "Status",
        "完成状态 整改状态 任务状态 状态 是否完成 是否完成整改 整改完成状态 status",
    ),
    _column(
        Key.PROGRESS,
        "整改进展",
        "Progress",
        "整改进展 整改进展情况 整改情况 进展 进展情况 进度 整改完成情况 完成情况 整改措施完成情况 整改落实情况 "
        "落实情况 实际完成情况 "
        "整改成效 整改结果 progress",
    ),
    _column(
        Key.AMOUNT,
        "涉及金额",
        "Amount",
        "涉及金额 问题金额 金额 涉及资金 涉及问题金额 涉案金额 amount amountinvolved amountyuan",
    ),
    _column(Key.REMARK, "备注", "Remark", "备注 说明 备考 remark remarks note notes"),
)

BY_KEY = {column.key: column for column in COLUMNS}

# Such a column may say of what kind a problem is, or how soon it is to be put right: only its values tell.
SPEED_BY_VALUES = frozenset(_names("类型 kind type"))

# Headers of tables that are plainly no list of problems: statistics, score sheets, address lists, vouchers, meetings.
ELSEWHERE = frozenset(
    _names(
        "应整改数 已整改数 完成率 整改率 完成数 问题总数 问责人数 得分 总分 分值 评分标准 满意度 姓名 电话 联系电话 "
        "手机 手机号 手机号码 "
        "身份证号 职务 职级 性别 出生年月 工资 科目 借方 贷方 凭证号 单价 数量 会议时间 会议地点 议题 参会人员 "
        "name phone mobile score total rate"
    )
)
