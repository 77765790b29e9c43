"""One member's agenda as an iCalendar file (RFC 5545), which every calendar program can subscribe to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.activity.models import Task
from neeman.activity.queries.agenda import FollowUpDay, follow_up_days, tasks_to_do
from neeman.orgs.access import Access
from neeman.orgs.addresses import absolute_url

if TYPE_CHECKING:
    from icalendar import Calendar, Event

MIME_TYPE = "text/calendar; charset=utf-8"
MEETING = timedelta(minutes=30)
REFRESH = timedelta(hours=1)


def calendar_file(access: Access, *, now: datetime) -> bytes:
    """The open tasks of the member, and a line a day for the contacts that the cadence asks for."""
    from icalendar import Calendar  # here: few requests ask for it, and every process would carry it

    today = now.astimezone(ZoneInfo(access.organization.timezone)).date()
    file = Calendar()
    name = _("%(business)s in Neeman") % {"business": access.organization.name}
    file.add("prodid", "-//Neeman//Calendar//HE")
    file.add("version", "2.0")
    file.add("name", name)
    file.add("x-wr-calname", name)  # what programs before RFC 7986 read
    file.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    tasks, seen = tasks_to_do(access, today=today)
    for task in tasks:
        _add_task(file, access, task, now=now, named=task.customer_id in seen)
    for day in follow_up_days(access, today=today):
        _add_day(file, access, day, now=now)
    return bytes(file.to_ical())


def _add_task(file: Calendar, access: Access, task: Task, *, now: datetime, named: bool) -> None:
    customer = task.customer if named else None
    event = _event(f"task-{task.pk}", access, now)
    event.add("summary", f"{task.title} · {customer.name}" if customer else task.title)
    event.add("sequence", task.version)
    if customer:
        page = reverse("customer", kwargs={"org": access.organization.slug, "pk": customer.pk})
        event.add("url", absolute_url(page))
        event.add("description", "\n".join(filter(None, (customer.phone, absolute_url(page)))))
    if task.due_at is None:
        event.add("dtstart", task.due_on)
        event.add("transp", "TRANSPARENT")
    else:
        zone = ZoneInfo(access.organization.timezone)
        start = datetime.combine(task.due_on, task.due_at, zone)
        event.add("dtstart", start.astimezone(ZoneInfo("UTC")))
        event.add("duration", MEETING)
    file.add_component(event)


def _add_day(file: Calendar, access: Access, day: FollowUpDay, *, now: datetime) -> None:
    event = _event(f"contacts-{day.day:%Y%m%d}", access, now)
    said = ngettext("Contact with %(count)s customer", "Contact with %(count)s customers", day.count)
    event.add("summary", said % {"count": day.count})
    event.add("dtstart", day.day)
    event.add("transp", "TRANSPARENT")
    more = day.count - len(day.names) if day.names else 0
    rest = [ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}] if more > 0 else []
    page = absolute_url(reverse("desk_home", kwargs={"org": access.organization.slug}))
    event.add("url", page)
    event.add("description", "\n".join([*day.names, *rest, page]))
    file.add_component(event)


def _event(uid: str, access: Access, now: datetime) -> Event:
    """An entry that the program knows again: its name is the same each time, and no other member's."""
    from icalendar import Event

    member = access.member.pk if access.member else 0
    event = Event()
    event.add("uid", f"{uid}.{member}.{access.organization.slug}@neeman")
    event.add("dtstamp", now)
    return event
