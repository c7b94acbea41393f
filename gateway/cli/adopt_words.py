"""What is said of an adoption: what is about to be done, to how many cases, and what became of them."""

from collections import Counter
from collections.abc import Iterator

from gateway.adopting.applying import Applied
from gateway.adopting.foreseeing import Outlook
from gateway.adopting.proposals import Adoption
from gateway.policy_clocks import unanchored
from rules.names import listed
from schemas.adoption import DutyEffect, StepEffect
from schemas.commands import AdoptPolicy
from schemas.values import CaseId
from schemas.words import Refusal, Text, text

DOING, UNDOING = text("改用", "adopting"), text("撤回", "going back")
BEGUN = text("正在逐项办理；按 Ctrl-C 暂停。", "Going from case to case; Ctrl-C pauses.")


def summary(outlook: Outlook, *, back: bool) -> Iterator[Text]:
    """Yield how many cases and dates are concerned, and what is to be looked at twice."""
    yield _counts(outlook, back=back)
    if outlook.foreseen:
        yield _moves(outlook)
    if relieved := sum(duty.effect.no_longer_overdue for one in outlook.foreseen.values() for duty in one.duties):
        yield text(
            f"  ！ {relieved} 处原已逾期，改后不再逾期；事项记录里会写明。",
            f"  ! {relieved} were overdue and are not any more; the record says so.",
        )
    if ending := sum(foreseen.settles for foreseen in outlook.foreseen.values()):
        yield text(
            f"  ！ {ending} 项没有剩下的事，随即办结，不能撤回。",
            f"  ! {ending} cases have nothing left then: they are settled at once, and can't go back.",
        )
    if late := len(outlook.untold):
        yield text(
            f"  ！ 另有 {late} 项已编号而台账里还没有（{outlook.untold[0]} 等），没有列入；立项完成后请再运行一次。",
            f"  ! {late} more cases have a number but are not in the ledger yet ({outlook.untold[0]} …) and are left out: "
            "run this again when they are.",
        )


def question(outlook: Outlook, *, back: bool) -> Text:
    """Return what is to be confirmed: to what each case goes, and how many."""
    count, goals = len(outlook.foreseen), _goals(outlook)
    if back:
        return text(f"{count} 项撤回，回到{goals.zh}。确认吗？", f"Take {count} cases back to {goals.en}?")
    return text(f"{count} 项改用{goals.zh}。确认吗？", f"Put {count} cases under {goals.en}?")


def outcome(outlook: Outlook, became: Applied, untried: int, *, back: bool) -> Text:
    """Return what became of how many."""
    done, refused = len(became.applied), len(outlook.refused) + len(became.refused)
    rest = text(
        f"没有办成 {len(became.failed)} 项，没有等到答复 {len(became.unanswered)} 项，未办 {untried} 项。",
        f"{len(became.failed)} failed, {len(became.unanswered)} did not answer, {untried} not tried.",
    )
    if back:
        nothing = len(outlook.nothing_to_undo)
        return text(
            f"已撤回 {done} 项，没有可撤回的 {nothing} 项，不予撤回 {refused} 项，{rest.zh}",
            f"{done} went back, {nothing} had nothing to go back from, {refused} refused, {rest.en}",
        )
    there = len(outlook.there)
    return text(
        f"已改用 {done} 项，原已如此 {there} 项，不予改用 {refused} 项，{rest.zh}",
        f"{done} adopted it, {there} had it already, {refused} refused, {rest.en}",
    )


def still_asked(count: int, one: CaseId, *, back: bool) -> Text:
    """Return what may still come of what was asked and not answered, where that is seen, and how it is taken back."""
    seen = text(
        f"办了没有，过一会儿看办理经过：bihuan show {one} --live。",
        f"Whether it was done, its history tells a little later: bihuan show {one} --live.",
    )
    undo = text(
        "不想要的，先再运行同一命令办完，再用 bihuan adopt undo 撤回。",
        "If it is not wanted, run the same command to its end first, then bihuan adopt undo.",
    )
    more = text("", "") if back else undo
    return text(
        f"已经发出的 {count} 项要求收不回来，工作进程稍后仍可能办理；{seen.zh}{more.zh}",
        f"What was asked of {count} cases can't be taken back: a worker may still do it. {seen.en} {more.en}".rstrip(),
    )


def never_adopted(version: str, one: CaseId) -> Refusal:
    """Return why nothing can be undone: what is named was never adopted here."""
    return Refusal(
        text(
            f"没有一项改用过版本 {version}，没有可撤回的，什么也没有改；文件改过以后，版本号就不同了。"
            f"一个事项用过什么：bihuan policy show --case {one}",
            f"No case has adopted version {version}: there is nothing to go back from, and nothing was changed. A file that was "
            f"edited has another version. What a case ran under: bihuan policy show --case {one}",
        )
    )


def _counts(outlook: Outlook, *, back: bool) -> Text:
    cases, refused = len(outlook.foreseen), len(outlook.refused)
    if back:
        nothing = len(outlook.nothing_to_undo)
        return text(
            f"可撤回 {cases} 项，没有可撤回的 {nothing} 项（不是按它办理，或立项时就按它），不能撤回 {refused} 项。",
            f"{cases} cases can go back, {nothing} have nothing to go back from (they don't go by it, or were opened with "
            f"it), {refused} can't.",
        )
    there = len(outlook.there)
    return text(
        f"可改用 {cases} 项，原已如此 {there} 项，不能改用 {refused} 项。",
        f"{cases} cases can adopt it, {there} have it already, {refused} can't.",
    )


def _moves(outlook: Outlook) -> Text:
    dates: list[DutyEffect | StepEffect] = []
    for foreseen in outlook.foreseen.values():
        dates += [*(duty.effect for duty in foreseen.duties), *(step.effect for step in foreseen.steps)]
    moved, firm = sum(effect.moved for effect in dates), sum(effect.settled for effect in dates)
    told = len({person.id for effect in dates for person in effect.told})
    return text(
        f"时限变动 {moved} 处（告知 {told} 人），由暂定变为确定 {firm} 处。",
        f"{moved} due times move ({told} persons are told), {firm} become firm.",
    )


def _goals(outlook: Outlook) -> Text:
    """Return what cases go to; where each goes back to its own, with the number of each."""
    goals = Counter(_named(foreseen.adoption) for foreseen in outlook.foreseen.values()).most_common()
    if len(goals) == 1:
        return goals[0][0]
    return listed(tuple(text(f"{goal.zh}{count} 项", f"{goal.en} ({count})") for goal, count in goals))


def _named(adoption: Adoption) -> Text:
    if isinstance(adoption, AdoptPolicy):
        title, version = adoption.policy.title, unanchored(adoption.policy).version
        return text(f"《{title.zh}》（版本 {version}）", f"“{title.en}” (version {version})")
    return text(f"工作日历 {adoption.calendar.version} ", f"the calendar {adoption.calendar.version}")
