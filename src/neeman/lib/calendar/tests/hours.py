"""The hours that these tests keep."""

from zoneinfo import ZoneInfo

from neeman.lib.calendar import WorkingHours

JERUSALEM = ZoneInfo("Asia/Jerusalem")
HOURS = WorkingHours(JERUSALEM)
MESSAGES = HOURS.for_messages()
