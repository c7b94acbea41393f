"""A calendar beside a policy: it begins before today, and knows the years that limits run into."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from rules.soundness.findings import Code, Finding, found
from rules.soundness.lengths import days, longest
from schemas.policy import Policy
from schemas.time import WorkCalendar

_FAR_ENOUGH: Final = 366  # days: no notice tells of the years beyond


def coverage(policy: Policy, calendar: WorkCalendar, today: dt.date) -> Iterator[Finding]:
    """Find years that a calendar lacks for cases taken in today; the entries are the calendar's, not the policy's."""
    first, last, now = calendar.years[0].year, calendar.years[-1].year, calendar.year(today.year)
    if now is None:
        yield found(
            Code.CALENDAR_MISSES_TODAY,
            f"日历只有{first}年至{last}年，没有今年（{today.year}年）的放假安排；请换用新的日历。",
            f"The calendar has {first} to {last}, not this year ({today.year}); take a newer one.",
            ("years",),
        )
        return
    if not now.published:
        yield found(
            Code.CALENDAR_UNPUBLISHED,
            f"今年（{today.year}年）的放假安排还没有录入，算出的日期都是暂定；请按国务院办公厅的通知填写。",
            f"This year's ({today.year}) days off are not published here, so that every date is provisional; enter them.",
            ("years", str(today.year), "published"),
            ("years", str(today.year)),
        )
    limit = longest(tuple(rule.due for rule in policy.speeds.values()))
    until = (today + dt.timedelta(days=min(days(limit), _FAR_ENOUGH))).year
    if until > last:
        yield found(
            Code.CALENDAR_TOO_SHORT,
            f"日历到{last}年为止，而《{policy.title.zh}》的期限（{limit.speak()}）从今天起要算到{until}年；请补上{until}年的法定节日。",
            f"The calendar ends with {last}, but the limits of “{policy.title.en}” ({limit.speak('en')}) run into {until}; "
            f"add that year's statutory days.",
            ("years", str(last)),
        )
