"""When the organization works: saved in the settings, read by whoever proposes dates or sends."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from conftest import Person
from neeman.lib.calendar import DayKind
from neeman.orgs.hours import closed_days, hours_of
from neeman.orgs.models import LogEntry, Organization, Week
from tests.walls.database import changed, snapshot

GOOD = {"week": "sun", "workday_start": "08:00", "workday_end": "16:30", "eve_end": "12:00"}
SUNDAY = date(2026, 3, 29)


def test_a_business_begins_with_what_is_usual(owner: Person) -> None:
    hours = hours_of(owner.organization)
    assert hours.zone == ZoneInfo("Asia/Jerusalem")
    assert (hours.start, hours.end, hours.eve_end, hours.keeps_hebrew) == (time(9), time(18), time(13), True)
    assert [hours.kind(date(2026, 3, day)) for day in (26, 27, 28, 29)] == [
        DayKind.WORK, DayKind.EVE, DayKind.REST, DayKind.WORK,
    ]  # fmt: skip


def test_saved_and_logged(owner: Person) -> None:
    assert owner.client.post(owner.url("settings/hours/"), GOOD).status_code == 302
    hours = hours_of(Organization.objects.get(slug="house"))
    assert (hours.start, hours.end, hours.keeps_hebrew) == (time(8), time(16, 30), False)
    assert hours.kind(SUNDAY) is DayKind.REST
    assert hours.kind(date(2026, 4, 2)) is DayKind.WORK  # Pesach, which this business does not keep
    with owner.scope():
        assert LogEntry.objects.get().data["after"]["workday_end"] == "16:30:00"


@pytest.mark.parametrize(
    "fault",
    [{"workday_end": "08:00"}, {"eve_end": "07:00"}, {"workday_start": "soon"}, {"week": "never"}, {"eve_end": ""}],
)  # fmt: skip
def test_refused(owner: Person, fault: dict[str, str]) -> None:
    before = snapshot()
    answer = owner.client.post(owner.url("settings/hours/"), {**GOOD, **fault})
    assert answer.status_code == 200
    assert b"errorlist" in answer.content or b'role="alert"' in answer.content
    assert changed(before) == []


def test_every_week_has_its_days(owner: Person) -> None:
    for week in Week:
        owner.organization.week = week
        assert hours_of(owner.organization).kind(date(2026, 3, 25)) is DayKind.WORK


def test_what_the_page_tells_of_the_coming_days(owner: Person) -> None:
    days = {day.en: day.until for day in closed_days(owner.organization, today=date(2026, 9, 1))}
    assert days["Rosh Hashana eve"] == "13:00"
    assert days["Yom Kippur"] is None
    assert "Sukkot" not in days  # on a Shabbat, which is closed anyway
    owner.organization.keeps_hebrew_calendar = False
    assert closed_days(owner.organization, today=date(2026, 9, 1)) == ()


def test_messages_keep_decent_hours_whatever_the_shop_does(owner: Person) -> None:
    owner.organization.workday_start, owner.organization.workday_end = time(5), time(23)
    messages = hours_of(owner.organization).for_messages()
    for hour, open_ in ((8, False), (9, True), (19, True), (20, False)):
        assert messages.is_open(datetime(2026, 3, 25, hour, tzinfo=messages.zone)) is open_
