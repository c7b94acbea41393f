"""How each kind of finding is told, and what helps: the places in braces are filled by whoever finds it."""

from collections.abc import Mapping
from typing import Final

from gateway.sweeping.kinds import FindingKind
from schemas.words import Text, text

SENTENCES: Final[Mapping[FindingKind, Text]] = {
    FindingKind.NO_WORKER: text("没有工作进程在轮询，事项不会推进", "no worker polls, so no case moves"),
    FindingKind.UNASKED: text(
        "多次问询没有应答，其余 {count} 个流程没有再问",
        "too many did not answer, so {count} more were not asked",
    ),
    FindingKind.UNSTARTED: text("已登记，但没有立案，也没有流程", "registered, but never started as a case"),
    FindingKind.LOST: text(
        "台账中在办，但 Temporal 中没有它的流程", "open in the ledger, but Temporal has no workflow of it"
    ),
    FindingKind.ENDED: text(
        "流程被 Temporal 结束（{status}），不是自行办结", "its workflow was ended from outside ({status})"
    ),
    FindingKind.UNREGISTERED: text("有流程或记录，但没有登记问题", "a workflow or facts, but no registered item"),
    FindingKind.UNSERVED: text("{reason}", "{reason}"),
    FindingKind.CHANGED: text("{reason}", "{reason}"),
    FindingKind.STUCK: text(
        "流程任务反复失败，已试到第 {attempt} 次（{since}）",
        "its task fails again and again: try {attempt} at {since}",
    ),
    FindingKind.UNTAKEN: text(
        "流程任务自 {since} 起无工作进程领取或完成", "its task has waited for a worker since {since}"
    ),
    FindingKind.UNANSWERING: text("流程没有应答：{reason}", "its workflow did not answer: {reason}"),
    FindingKind.BEHIND: text(
        "台账落后 {facts} 条：台账到第 {ledger} 条（{since}），流程到第 {case} 条（{at}）",
        "the ledger lacks {facts} facts: it has {ledger} (until {since}), the case {case} (until {at})",
    ),
    FindingKind.RESET: text(
        "流程被人重置（temporal workflow reset），自第 {number} 条起与台账不同",
        "its workflow was reset; from fact {number} on it tells another story than the ledger",
    ),
    FindingKind.CONTRADICTING: text(
        "台账（第 {ledger} 条）与流程（第 {case} 条）说法不一",
        "the ledger (fact {ledger}) contradicts the case (fact {case})",
    ),
    FindingKind.SPOILED: text("台账自相矛盾：{what}", "the ledger contradicts itself: {what}"),
    FindingKind.UNRECORDED_END: text("流程已办结，台账仍在办", "its workflow has completed, the ledger says open"),
    FindingKind.UNENDED: text("台账已办结，流程仍在运行", "settled in the ledger, but its workflow still runs"),
    FindingKind.IDLE: text("在办，但既没有人欠办，也没有提醒", "open, but nobody owes anything and nothing will ring"),
    FindingKind.SILENT: text("{alarm} 的提醒没有响", "its alarm of {alarm} has not rung"),
    FindingKind.MISLISTED: text("Temporal 的列表中{shown}，与实际不符", "Temporal's list {shown}, which it is not"),
    FindingKind.REFUSED_START: text(
        "有人绕过收件启动，当时即被拒绝（{status}），没有立案",
        "started from outside of intake and refused ({status}); no case",
    ),
}

_LOG = text(
    "查看工作进程日志中的错误：改好程序，或换回原来的版本，重启后会自动继续，不会丢失。",
    "See the error in the worker's log: mend the code or put the former version back; the case goes on by itself.",
)
_CATCH_UP = text(
    "数据库和工作进程都正常时会自动补上；仍未补上的，重启工作进程；再不行，运行 bihuan rebuild。",
    "With database and worker well it is made up for by itself; if not, restart the worker; else run `bihuan rebuild`.",
)
_COMPARE = text(
    "先备份数据库，运行 bihuan verify 查明是哪几条，再运行 bihuan rebuild。",
    "Keep a copy of the database, run `bihuan verify` to see which facts, then `bihuan rebuild`.",
)

REMEDIES: Final[Mapping[FindingKind, Text]] = {
    FindingKind.NO_WORKER: text(
        "启动工作进程（bihuan up，或部署中的 worker），再清查一次。",
        "Start a worker (`bihuan up`, or the deployment's), then sweep again.",
    ),
    FindingKind.UNASKED: text(
        "查看工作进程的日志，必要时重启，再清查一次。", "See the worker's log, restart it if need be, then sweep again."
    ),
    FindingKind.UNSTARTED: text(
        "用原文件和同一轮次编号再收件一次（bihuan intake）：缺的补立案，不会重复。",
        "Take the same file in again for the same campaign (`bihuan intake`): what lacks is started, nothing twice.",
    ),
    FindingKind.LOST: text(
        "查明是谁删除的；运行 bihuan revive 编号（可写多个），由台账接着办。Temporal 的数据整个丢失的，先从备份恢复。",
        "Find out who deleted it. `bihuan revive ID...` lets it go on from the ledger. Where all of Temporal's data are "
        "lost, restore the backup first.",
    ),
    FindingKind.ENDED: text(
        "查明是谁结束的；运行 bihuan revive 编号（可写多个），由台账接着办，原有记录不变。不要用 temporal workflow reset。",
        "Find out who ended it. `bihuan revive ID...` lets it go on from the ledger, and no fact changes. Don't use "
        "`temporal workflow reset`.",
    ),
    FindingKind.UNREGISTERED: text(
        "本系统的事项，运行 bihuan rebuild 补登记；他人启动的流程，由他在 Temporal 中终止并删除。",
        "For a case of ours run `bihuan rebuild`, which registers it; a stranger's workflow is terminated and deleted.",
    ),
    FindingKind.UNSERVED: text(
        "用 bihuan definitions 核对它的脚本是否在、是否读得成，再重启 bihuan up（或 worker）；十分钟内自动继续，不会丢失。",
        "See by `bihuan definitions` that its script is there and right, then start `bihuan up` (or the worker) again; the "
        "case goes on by itself within ten minutes, and nothing is lost.",
    ),
    FindingKind.CHANGED: text(
        "把脚本放回立项时的样子，重启 bihuan up（或 worker），十分钟内自动继续；新的次序请另建一个名称。",
        "Put the script back as it was and start `bihuan up` (or the worker) again: the case goes on within ten minutes. "
        "Give a new order a new name.",
    ),
    FindingKind.STUCK: _LOG,
    FindingKind.UNTAKEN: text(
        "用 bihuan status 看工作进程是否在；在而不领取或总办不完的，先看它的日志有没有错误，没有就重启它。",
        "See by `bihuan status` whether the worker is there; of one that is, see first whether its log tells an error, and "
        "restart it where there is none.",
    ),
    FindingKind.UNANSWERING: _LOG,
    FindingKind.BEHIND: _CATCH_UP,
    FindingKind.RESET: text(
        "以台账为准：bihuan revive 编号 --drop-reset，重置后新办的须再办一次；以重置后的流程为准：bihuan rebuild，"
        "原有记录的时间会变。",
        "To keep the ledger's word: `bihuan revive ID --drop-reset`; what was newly done since is done again. To take "
        "the reset workflow's: `bihuan rebuild`, which changes the times of facts on record.",
    ),
    FindingKind.CONTRADICTING: _COMPARE,
    FindingKind.SPOILED: _COMPARE,
    FindingKind.UNRECORDED_END: _CATCH_UP,
    FindingKind.UNENDED: text(
        "重启工作进程；仍在运行的，连同 temporal workflow show 的结果交维护人员。",
        "Restart the worker; if it still runs, give what `temporal workflow show` says to whoever maintains this.",
    ),
    FindingKind.IDLE: text(
        "属程序错误：连同 bihuan show 编号 --live --json 的结果交维护人员。",
        "A fault of the program: give what `bihuan show ID --live --json` says to whoever maintains it.",
    ),
    FindingKind.SILENT: text(
        "重启工作进程；仍不响的，连同 bihuan show 编号 --live --json 的结果交维护人员。",
        "Restart the worker; if it stays silent, give what `bihuan show ID --live --json` says to whoever maintains it.",
    ),
    FindingKind.MISLISTED: text(
        "按编号仍可查看和办理；请检查 Temporal 的检索库（visibility）。事项下次变动时会更新。",
        "By its id it can be seen and worked on; look at Temporal's visibility store. The next change renews the row.",
    ),
    FindingKind.REFUSED_START: text(
        "不必处理；不想再看到的，用 temporal workflow delete 删除。",
        "Nothing is to be done; `temporal workflow delete` removes it.",
    ),
}
