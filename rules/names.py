"""What stages, roles, duties and commands are called by the people who do the work."""

from collections.abc import Mapping
from enum import StrEnum

from rules.repertoire import step_title
from schemas.case import Stage
from schemas.commands import Result
from schemas.duty import Duty, kind_and_step
from schemas.people import Role
from schemas.policy import Colour, DutyKind, EvidenceKind, Letter, Speed
from schemas.returns import Returning
from schemas.steps import Choice
from schemas.words import Text, text

# Kind by kind: a speed and a result may be written alike and still be called differently.
NAMES: dict[type[StrEnum], Mapping[str, Text]] = {
    Stage: {
        Stage.NEW: text("待立项", "new"),
        Stage.ASSIGNING: text("待分工", "to be assigned"),
        Stage.ACKNOWLEDGING: text("待签收", "to be acknowledged"),
        Stage.PLANNING: text("制定方案", "planning"),
        Stage.RECTIFYING: text("整改中", "rectifying"),
        Stage.REVIEWING: text("销号审核中", "under review"),
        Stage.CONTINUING: text("持续整改", "continuing"),
        Stage.WATCHING: text("已销号待回头看", "closed, to be looked at again"),
        Stage.RUNNING: text("办理中", "running"),
        Stage.SETTLED: text("办结", "settled"),
    },
    Role: {
        Role.OFFICE: text("整改办", "office"),
        Role.PRINCIPAL: text("主要负责人", "principal"),
        Role.COMMITTEE: text("党委（组）会", "committee"),
        Role.HIGHER: text("上级分管领导", "higher leader"),
        Role.SUPERVISOR: text("监督部门", "supervisor"),
        Role.LEADER: text("责任领导", "leader"),
        Role.LEAD_UNIT: text("牵头单位", "lead unit"),
        Role.HANDLER: text("责任人", "handler"),
    },
    Colour: {
        Colour.GREEN: text("绿色", "green"),
        Colour.BLUE: text("蓝色", "blue"),
        Colour.YELLOW: text("黄色", "yellow"),
        Colour.ORANGE: text("橙色", "orange"),
        Colour.RED: text("红色", "red"),
    },
    Speed: {
        Speed.IMMEDIATE: text("立行立改", "immediate"),
        Speed.TIMED: text("限期整改", "timed"),
        Speed.LONG_TERM: text("长期整改", "long-term"),
    },
    Letter: {
        Letter.REMINDER: text("提醒函", "reminder"),
        Letter.WARNING: text("预警函", "warning letter"),
        Letter.SUPERVISION: text("督办函", "supervision letter"),
        Letter.CIRCULAR: text("通报", "circular"),
    },
    DutyKind: {
        DutyKind.ASSIGN: text("确定责任分工", "name the leader"),
        DutyKind.ACKNOWLEDGE: text("签收", "acknowledge receipt"),
        DutyKind.PLAN: text("报送整改方案", "submit the plan"),
        DutyKind.PLAN_REVIEW: text("审批整改方案", "decide on the plan"),
        DutyKind.RECTIFY: text("完成整改并申请销号", "rectify and report done"),
        DutyKind.PROGRESS: text("报送整改进展", "report progress"),
        DutyKind.MILESTONE: text("完成节点", "reach a milestone"),
        DutyKind.REVIEW: text("审核销号", "review the closure"),
        DutyKind.PUBLICITY: text("登记销号公示结果", "conclude the public notice"),
        DutyKind.PUBLISH: text("公开整改结果", "publish the result"),
        DutyKind.LOOK_BACK: text("开展回头看", "look back"),
        DutyKind.CALL_INTERVIEW: text("决定是否约谈", "decide whether to call an interview"),
        DutyKind.NOTICE: text("签收约谈通知", "acknowledge the interview notice"),
        DutyKind.INTERVIEW: text("组织约谈", "hold the interview"),
        DutyKind.COMMITMENT: text("兑现约谈承诺", "fulfil a commitment"),
        DutyKind.EXTENSION: text("审批延期", "decide on the extension"),
        DutyKind.WITHDRAWAL: text("审批撤销", "decide on the withdrawal"),
        DutyKind.MATTER: text("会诊决定", "decide the matter"),
        DutyKind.STEP: text("办理步骤", "do a step"),
    },
    EvidenceKind: {
        EvidenceKind.MINUTES: text("会议纪要", "minutes"),
        EvidenceKind.RULE: text("制度文件", "rule"),
        EvidenceKind.PHOTO: text("现场照片", "photo"),
        EvidenceKind.VOUCHER: text("票据凭证", "voucher"),
        EvidenceKind.LIST: text("名册清单", "list"),
        EvidenceKind.STATEMENT: text("情况说明", "statement"),
        EvidenceKind.OTHER: text("其他", "other"),
    },
    Returning: {
        Returning.PLAN: text("整改方案一再退回", "plans sent back again and again"),
        Returning.CLOSURE: text("销号一再退回", "closures refused again and again"),
        Returning.RELAPSE: text("一再反弹", "one relapse after another"),
    },
    Result: {
        Result.DONE: text("完成整改", "done"),
        Result.BASICALLY_DONE: text("基本完成", "basically done"),
        Result.LONG_TERM: text("长期坚持", "long-term"),
    },
}

COMMAND_NAMES: dict[str, Text] = {
    "assign": text("责任分工", "assign"),
    "acknowledge": text("签收", "acknowledge"),
    "submit_plan": text("报送整改方案", "submit the plan"),
    "approve_plan": text("批准整改方案", "approve the plan"),
    "return_plan": text("退回整改方案", "send the plan back"),
    "report_progress": text("报送整改进展", "report progress"),
    "reach_milestone": text("完成节点", "reach a milestone"),
    "submit_evidence": text("提交佐证材料", "submit evidence"),
    "report_done": text("申请销号", "report done"),
    "approve_closure": text("审核通过", "approve the closure"),
    "refuse_closure": text("审核退回", "refuse the closure"),
    "conclude_publicity": text("登记公示结果", "record the result of the public notice"),
    "record_publication": text("登记公开", "record the publication"),
    "pass_look_back": text("回头看通过", "pass the look-back"),
    "report_relapse": text("报告反弹", "report a relapse"),
    "call_interview": text("约谈通知", "call an interview"),
    "decline_interview": text("不予约谈", "decline an interview"),
    "acknowledge_notice": text("签收约谈通知", "acknowledge the notice"),
    "record_interview": text("登记约谈", "record the interview"),
    "record_missed_interview": text("登记约谈缺席", "record a missed interview"),
    "fulfil_commitment": text("兑现承诺", "fulfil a commitment"),
    "request_extension": text("申请延期", "ask for an extension"),
    "decide_extension": text("审批延期", "decide on the extension"),
    "suspend": text("挂起", "suspend"),
    "resume": text("恢复", "resume"),
    "hand_over": text("移交", "hand over"),
    "leave_note": text("批示", "leave a note"),
    "request_withdrawal": text("申请撤销", "ask for withdrawal"),
    "decide_withdrawal": text("审批撤销", "decide on the withdrawal"),
    "raise_matter": text("提请会诊", "raise a matter"),
    "decide_matter": text("会诊决定", "decide the matter"),
    "adopt_policy": text("改用办法", "adopt another policy"),
    "adopt_calendar": text("改用日历", "adopt another calendar"),
}


def name_of(value: StrEnum) -> Text:
    """Return what people call a stage, role, duty, colour, letter, speed, kind of evidence, return or result, or a choice."""
    return value.said if isinstance(value, Choice) else NAMES[type(value)][value]


def duty_name(duty_id: str, procedure: str | None = None) -> Text:
    """Return what people call a duty by its id, which begins with its kind; an unknown one is called as it is.

    A step has the title that its definition gives it: several definitions may have a step of one name.
    """
    kind, step = kind_and_step(duty_id)
    if step and kind == DutyKind.STEP:
        return step_title(step, procedure) or text(step, step)
    return name_of(DutyKind(kind)) if kind in tuple(DutyKind) else text(duty_id, duty_id)


def called(duty: Duty, definition: str | None) -> Text:
    """Return what people call a duty of a case: a step by the title that its definition gives it, and what it is about."""
    if duty.kind is not DutyKind.STEP:
        return name_of(duty.kind)
    title, colon, about = duty.subject.partition("：")
    known = step_title(kind_and_step(duty.id)[1], definition) or text(title, title)
    return text(duty.subject, f"{known.en}: {about}" if colon else known.en)


def command_name(command: str, procedure: str | None = None) -> Text:
    """Return what people call a command, or a step of a definition; an unknown one is called as it was sent."""
    return COMMAND_NAMES.get(command) or step_title(command, procedure) or text(command, command)


def listed(names: tuple[Text, ...]) -> Text:
    """Join names as each language does."""
    return text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
