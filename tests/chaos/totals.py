"""The summary of a run: each number in both languages, with a line on how to read it."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.words import Language, Text, text
from tests.chaos.intake import BATCH
from tests.chaos.journal import Form, Told
from tests.chaos.plan import Kind
from tests.chaos.reconciling import GRACE, Reconciled, Wrong
from tests.chaos.run import MOST_OPEN, Outcome
from tests.chaos.tables import table

NOTHING = text("", "")


class Total(NamedTuple):
    """One number."""

    name: Text
    value: str | Text
    meaning: Text = NOTHING


def verdict(result: Reconciled) -> Text:
    """Return the run's result in a sentence."""
    if not result.findings:
        return text(
            "没有丢失，没有重复，到时提醒没有漏发、没有重发。",
            "Nothing lost, nothing doubled, no alarm missed or told twice.",
        )
    number, kinds = len(result.findings), "; ".join(sorted({finding.wrong.value for finding in result.findings}))
    return text(f"发现{number}处问题，逐条列在 Findings 一节。", f"{number} findings: {kinds}.")


def summary(outcome: Outcome, result: Reconciled, language: Language) -> Iterator[str]:
    """Yield the table of all numbers in one language."""
    head = {"zh": ("项目", "数", "说明"), "en": ("what", "how many", "how to read it")}[language]
    yield from table(head, [_spoken(total, language) for total in totals(outcome, result)])


def _spoken(total: Total, language: Language) -> tuple[str, ...]:
    value = total.value if isinstance(total.value, str) else total.value.speak(language)
    return total.name.speak(language), value, total.meaning.speak(language)


def totals(outcome: Outcome, result: Reconciled) -> Iterator[Total]:
    """Yield all numbers."""
    yield from _of_harm(outcome)
    yield from _of_cases(outcome, result)
    yield from _of_messages(outcome, result)
    yield from _of_alarms(result)
    yield from _of_tasks(outcome)
    yield from _of_proofs(outcome)


def _of_harm(outcome: Outcome) -> Iterator[Total]:
    plan, kinds = outcome.plan, len(Kind)
    killed = sum(blow.killed for blow in outcome.blows)
    yield Total(
        text("种子", "seed"), str(plan.seed), text("同一种子，破坏的种类和次序相同", "the same harm in the same order")
    )
    yield Total(text("历时（秒）", "seconds"), f"{outcome.took:.0f}")
    meaning = text(
        f"要求至少杀{plan.kills}个：{kinds}种破坏各先来一次，一次最多杀4个，所以会多",
        f"at least {plan.kills} were asked for: each of the {kinds} kinds comes once first, and one may kill four",
    )
    none = text("没有要求破坏", "none was asked for")
    yield Total(
        text("破坏次数／杀掉进程", "injections / processes killed"),
        f"{len(outcome.blows)} / {killed}",
        meaning if plan.kills else none,
    )


def _of_cases(outcome: Outcome, result: Reconciled) -> Iterator[Total]:
    campaigns = {case_id.partition("/")[0] for case_id in outcome.started}
    yield Total(
        text("整改事项／运行段", "cases / runs (continue-as-new)"),
        f"{len(outcome.histories)} / {sum(case.runs for case in outcome.histories.values())}",
        text(
            f"最多{outcome.plan.cases}件加两件探针：每批{BATCH}件，已知未办结多于{MOST_OPEN - BATCH}件就等，破坏结束即不再收",
            f"at most {outcome.plan.cases} and two probes: taken in by {BATCH}, none while more than {MOST_OPEN - BATCH} are "
            "known to be open, none after the harm is over",
        ),
    )
    yield Total(
        text("收件批次／尝试次数", "campaigns taken in / tries"),
        f"{len(campaigns)} / {outcome.intake_tries}",
        text(
            "含两个探针自己的一份；服务器不在时收件命令会失败，同一文件再来一次，不会收重",
            "the two probes' own file among them; `bihuan intake` fails while a server is away; the same file is taken in again, "
            "and nothing comes in twice",
        ),
    )
    yield Total(text("台账中的事实", "facts in the ledger"), str(result.facts))


def _of_messages(outcome: Outcome, result: Reconciled) -> Iterator[Total]:
    messages = outcome.journal.messages
    forms = ", ".join(str(sum(message.form is form for message in messages)) for form in Form)
    copies = len(messages) - len({(message.case_id, message.mark) for message in messages})
    nobody = sum(message.told is Told.NOBODY for message in messages)
    lost = result.count(Wrong.LOST, Wrong.UNWITNESSED, Wrong.SIGNAL_LOST, Wrong.CASE_LOST)
    yield Total(text("发出消息（update、signal）", "messages sent (updates, signals)"), f"{len(messages)} ({forms})")
    yield Total(text("其中有意重发", "of these copies of another"), str(copies))
    yield Total(
        text("无人应答而再问", "asked again because nobody answered"),
        str(sum(message.doubtful for message in messages)),
        text("用同一编号再问，直到有答复", "under the same id, until somebody answered"),
    )
    yield Total(text("受理", "accepted"), str(result.accepted))
    yield Total(
        text("拒绝，有回执可查", "refused, visibly"),
        str(result.refused),
        text("有人故意乱发，所以多", "so many since some people send nonsense on purpose")
        if result.refused
        else NOTHING,
    )
    yield Total(
        text("发给不存在或已办结的事项", "for cases that never were or had ended"),
        str(nobody),
        text("已含在“拒绝”中", "counted among the refused"),
    )
    yield Total(text("丢失", "lost"), str(lost), text("必须为0", "must be 0"))
    yield Total(text("重复", "doubled"), str(result.count(Wrong.DOUBLED)), text("必须为0", "must be 0"))


def _of_alarms(result: Reconciled) -> Iterator[Total]:
    grace = f"{GRACE.total_seconds():g}"
    yield Total(
        text("到时提醒：应有／已发", "alarms: expected / told"),
        f"{result.retold.expected} / {len(result.retold.alarms)}",
        text(
            "应有：只用规则把全部事实重讲一遍，时间到了的都算",
            "expected: the rules alone tell all facts again, and count each alarm whose time had come",
        ),
    )
    yield Total(
        text("到时提醒：漏发", "alarms: missed"),
        str(result.count(Wrong.MISSED)),
        text(
            f"必须为0。漏发：结束前{grace}秒已到时而始终没有，或后来的命令抢在了前面；晚发不算漏，见 Alarms 一节",
            f"must be 0. Missed: due {grace} s before the end and never told, or a command went before it; "
            "late is not missed: see *Alarms*",
        ),
    )
    yield Total(
        text("到时提醒：重发／误发", "alarms: told twice / wrongly"),
        f"{result.count(Wrong.TWICE)} / {result.count(Wrong.ALARM)}",
        text(
            "必须为0。误发：没到时就发，或内容与规则不符",
            "must be 0. Wrongly: before anything was due, or not what the rules say",
        ),
    )


def _of_tasks(outcome: Outcome) -> Iterator[Total]:
    told = outcome.histories.values()
    yield Total(
        text("Temporal 任务：失败／超时", "workflow tasks failed / timed out"),
        f"{sum(c.failed_tasks.total() for c in told)} / {sum(c.timed_out_tasks.total() for c in told)}",
        text(
            "一次尝试没做成，原样再做；没做成的不留痕迹。原因见 Tasks 一节",
            "a try that came to nothing and was made again; nothing of it stays. The causes stand under *Tasks*",
        ),
    )


def _of_proofs(outcome: Outcome) -> Iterator[Total]:
    same = outcome.prints[0] == outcome.prints[1] and not outcome.rebuilt
    short = outcome.prints[0][:12]
    yield Total(
        text("`bihuan verify`", "`bihuan verify`"),
        _verified(outcome),
        text("台账与 Temporal 的历史逐条相符", "the ledger agrees with Temporal's histories, fact by fact"),
    )
    yield Total(
        text("`bihuan rebuild`", "`bihuan rebuild`"),
        text(f"逐字节相同（{short}）", f"the same, byte by byte ({short})")
        if same
        else text("**不同**", "NOT the same"),
        text("只凭历史重建台账", "the ledger made anew from the histories alone"),
    )


def _verified(outcome: Outcome) -> Text:
    if not outcome.verified or not outcome.verified["sound"]:
        return text("**不一致**", "NOT sound")
    if found := len(outcome.verified["findings"]):
        return text(f"**有{found}件无从比对**", f"{found} findings, listed below")
    return text("一致", "sound")
