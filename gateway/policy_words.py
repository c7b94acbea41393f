"""What each line of a policy file means, in the words that an editor shows beside it."""

from typing import Final

from schemas.policy import DutyKind
from schemas.words import Text, text

EXTENDS: Final = text(
    "底本的名称，如 county；没写的照底本，只能有一层",
    "the base by name, as county: what is not written here stands there; one level only",
)
SPAN: Final = text(
    "时长：15wd 工作日、10d 天、2w 周、3mo 月、1y 年；-10d 提前十天，0d 当日",
    "a span: 15wd working days, 10d days, 2w weeks, 3mo months, 1y years; -10d before, 0d the same day",
)
AHEAD: Final = text(
    "将来的时长，至少 1：15wd、10d、2w、3mo、1y", "a span that lies ahead, 1 or more: 15wd, 10d, 2w, 3mo, 1y"
)
DUE: Final = text(
    "从责任产生之日起的时长：15wd、10d、2w、3mo、1y，0d 当日",
    "a span from when the duty begins: 15wd, 10d, 2w, 3mo, 1y, 0d the same day",
)
TIME_OF_DAY: Final = text('时刻，写在引号里："09:00"', 'a time of day in quotes: "09:00"')
DAY: Final = text(
    "一天多长：24h；演练才用更短的 30min、1s、500ms", "how long a day is: 24h; in drills 30min, 1s, 500ms"
)

# Where it stands who owes a duty, or by when, of which `duties` does not say so.
TIMED_BY: Final = {
    DutyKind.RECTIFY: text("见 speeds、relapse", "see speeds and relapse"),
    DutyKind.PROGRESS: text("见 speeds、continuing", "see speeds and continuing"),
    DutyKind.MILESTONE: text("方案写明的日期", "the date in the plan"),
    DutyKind.COMMITMENT: text("约谈时承诺的日期", "the date promised at the interview"),
}
OWED_BY: Final = {
    DutyKind.REVIEW: text("见 review.levels", "see review.levels"),
    DutyKind.EXTENSION: text("见 extension.deciders", "see extension.deciders"),
    DutyKind.WITHDRAWAL: text("见 withdrawal", "see withdrawal"),
    DutyKind.MATTER: text("提请谁由谁决定", "whom it is put before"),
    DutyKind.NOTICE: text("被约谈人", "who is interviewed"),
    DutyKind.COMMITMENT: text("被约谈人", "who is interviewed"),
}

FIELDS: Final[dict[str, Text]] = {
    "Policy.name": text("名称，一个词", "its name, one word"),
    "Policy.title": text("标题，显示在每个事项上", "its title, shown on every case"),
    "Policy.clock": text("时钟", "the clock"),
    "Policy.duties": text("各项责任：时限、由谁承担、走哪架阶梯", "duties: due when, owed by whom, on which ladder"),
    "Policy.ladders": text("预警督办阶梯，按名称", "the ladders of warnings, by name"),
    "Policy.speeds": text("三类问题的期限", "the limits of the three speeds"),
    "Policy.evidence": text("申请销号前必须齐备的佐证材料", "evidence that must be in before closure is asked for"),
    "Policy.review": text("销号审核", "the review of closures"),
    "Policy.extension": text("延期", "extensions"),
    "Policy.suspension": text("挂起", "suspension"),
    "Policy.withdrawal": text("撤销由谁批", "who decides on a withdrawal"),
    "Policy.look_backs": text("回头看", "look-backs"),
    "Policy.continuing": text("认定为基本完成、长期坚持以后", "after a case was kept open"),
    "Policy.relapse": text("反弹以后", "after a relapse"),
    "Policy.returns": text("一再退回、一再反弹以后", "what comes back again and again"),
    "Policy.interview_again": text(
        "约谈以后仍不办，至少隔多久，阶梯最后一级重复时才就同一件事再次约谈",
        "how long after an interview was held the last rung, repeating, may call another about the same",
    ),
    "Policy.steps": text("流程的各步，按名称", "the steps of a definition, by name"),
    "Text.zh": text("中文", "in Chinese"),
    "Text.en": text("英文", "in English"),
    "Clock.day": DAY,
    "Clock.anchor_date": text("演练：从哪一天开始", "drills: the date with which it begins"),
    "Clock.anchor": text("演练：那一天从哪一刻开始", "drills: the instant at which that date begins"),
    "Clock.office_opens": text("上班时间，提醒在此时发出", "when offices open, and reminders go out"),
    "Clock.day_ends": text("下班时间，当日到期即此时到期", "when offices close, and a day's duties fall due"),
    "DutyRule.due": text("时限，从责任产生之日起", "how long, from when the duty begins"),
    "DutyRule.owed_by": text("由谁承担", "who owes it"),
    "DutyRule.ladder": text("逾期走哪架阶梯（ladders 中的名称）", "which of the ladders delay climbs"),
    "StepRule.due": text("时限，从办到这一步起", "how long, from when the story comes to it"),
    "StepRule.owed_by": text("由谁承担；写了 levels 就不写", "who owes it; not where levels stand"),
    "StepRule.ladder": text("逾期走哪架阶梯（ladders 中的名称）", "which of the ladders delay climbs"),
    "StepRule.levels": text("审批：逐级由谁批", "an approval: the levels that decide in turn"),
    "StepRule.after": text("过多久才开始", "how long after the story comes to it this step begins"),
    "StepRule.extendable": text("能否申请延期", "whether more time may be asked for"),
    "StepRule.from_start": text("时限从反馈之日起算", "whether its time counts from the feedback"),
    "SpeedRule.due": text("期限，从反馈之日起", "the limit, from the feedback"),
    "SpeedRule.plan": text("是否要报方案", "whether a plan is owed"),
    "SpeedRule.reports": text("多久报一次进展", "how often progress is reported"),
    "Ladder.rungs": text("各级，按时间先后", "its rungs, in the order of time"),
    "Ladder.repeat": text("到了最后一级，多久重复一次", "how often the last rung repeats"),
    "Rung.at": text("距到期日多久，负数为提前", "how long after the due date; minus is before"),
    "Rung.tell": text("告知谁（承担责任的人总是先被告知）", "who is told, beside whoever owes it"),
    "Rung.colour": text("亮什么灯", "which colour"),
    "Rung.letter": text("发什么函", "which letter is sent"),
    "Rung.interview": text("是否提出约谈", "whether it calls an interview"),
    "Rung.decision": text("是否提请会诊", "whether it proposes a decision above"),
    "ReviewRule.levels": text("逐级审核的层级", "the levels that judge in turn"),
    "ReviewRule.checklist": text("末级须逐条回答", "what the last level must answer"),
    "ReviewRule.publicity": text(
        "销号公示多久；不写就不公示。期满须登记结果，没有登记不等于没有异议",
        "how long a closure is shown to the public before it holds; silence is no consent",
    ),
    "ExtensionRule.deciders": text("第一次、第二次……由谁批", "who decides the first, the second …"),
    "ExtensionRule.most": text("最多几次", "how many at most"),
    "ExtensionRule.longest": text("合计最长，从原期限起", "all together at most, from the original date"),
    "ExtensionRule.after_overdue": text("逾期以后是否受理", "whether it may be asked for once overdue"),
    "SuspensionRule.decider": text("由谁批", "who decides"),
    "SuspensionRule.longest": text("合计最长", "all together at most"),
    "LookBackRule.after": text("销号后多久，可写几次", "how long after closure; several may be written"),
    "ContinuingRule.basically_done": text("基本完成的多久报一次", "how often a basically done case reports"),
    "ContinuingRule.long_term": text("长期坚持的多久报一次", "how often a long-term case reports"),
    "RelapseRule.due": text("重新整改的期限", "the new limit"),
    "ReturnRules.plan": text("方案退回", "a plan sent back"),
    "ReturnRules.closure": text("销号退回，公示异议成立也算", "a closure refused, or objected to"),
    "ReturnRules.relapse": text("反弹", "a relapse"),
    "ReturnRule.times": text("一个事项累计第几次起", "from the how-manieth time on, in the life of a case"),
    "ReturnRule.to": text("提请谁决定如何办理", "who decides how to go on"),
    "ReturnRule.interview": text("是否约谈责任领导", "whether the leader is called to an interview"),
    "RelapseRule.ladders": text(
        "从此改走哪架阶梯：原阶梯: 更严的阶梯", "ladder: the stricter one that takes its place"
    ),
}
