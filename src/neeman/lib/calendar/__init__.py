"""The calendar of a business in Israel: kinds of days, hours in which people are reached, proposed dates, days in words.

Not for what an organization has set (`neeman.orgs.hours`), and not for dates as files write them (`neeman.lib.dates`).
No clock and no Django: today, the moment and the zone are handed in. The Hebrew calendar is pyluach's, so no table of years
runs out; Muslim and Christian days come from the `holidays` package (`greetings`).
"""

from neeman.lib.calendar.greetings import Community, Holiday, holidays_between
from neeman.lib.calendar.hours import WorkingHours
from neeman.lib.calendar.israel import DayKind, NamedDay, named_days, named_on
from neeman.lib.calendar.proposing import Months, later, proposed
from neeman.lib.calendar.reading import parse_day
from neeman.lib.calendar.words import distance, hebrew_date, relative_day, span, weekday_letter

__all__ = [
    "Community",
    "DayKind",
    "Holiday",
    "Months",
    "NamedDay",
    "WorkingHours",
    "distance",
    "hebrew_date",
    "holidays_between",
    "later",
    "named_days",
    "named_on",
    "parse_day",
    "proposed",
    "relative_day",
    "span",
    "weekday_letter",
]
