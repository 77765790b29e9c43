"""Reports by e-mail to our own people: no messages to customers, so neither consent nor cap is asked; by the same server.

A delivery is written down before its mail is made, and marked as being sent before the server gets it. A process that
is killed before that leaves it waiting; one that is killed after leaves a fate that nobody knows, and it is not sent again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from neeman.channels.email.letter import message_id, written
from neeman.channels.email.way import submit
from neeman.channels.models import Connection
from neeman.channels.queries.connections import find_connection, opened
from neeman.channels.ways import Fate, Grid, Letter, Outcome
from neeman.desk.models import Delivery, Every, Form, Subscription
from neeman.desk.reports.files import file_of
from neeman.desk.reports.kinds import reports
from neeman.desk.reports.made import Made, Report, Shape
from neeman.desk.reports.showing import Table, tables
from neeman.orgs.access import Access, access_of
from neeman.orgs.roles import May
from neeman.ui.text import plain

MOST_TRIES = 5
STATES = {
    Fate.SENT: Delivery.State.SENT,
    Fate.FAILED: Delivery.State.FAILED,
    Fate.LATER: Delivery.State.WAITING,
    Fate.UNKNOWN: Delivery.State.UNKNOWN,
}


def period_of(every: str, today: date) -> date:
    """The first day of the week (Sunday), month or half year in which `today` lies."""
    if every == Every.WEEK:
        return today - timedelta(days=(today.weekday() + 1) % 7)
    if every == Every.MONTH:
        return today.replace(day=1)
    return today.replace(month=1 if today.month <= 6 else 7, day=1)


def write_down(today: date) -> int:
    """Make the deliveries of the periods that have begun; those of the period in which one subscribed wait for the next."""
    made = 0
    for one in Subscription.objects.filter(member__is_active=True):
        period = period_of(one.every, today)
        if period > timezone.localdate(one.made_at):
            made += Delivery.objects.get_or_create(subscription=one, period=period)[1]
    return made


def send_waiting(access: Access, now: datetime) -> dict[str, int]:
    """Send what waits, each at most once; what was being sent when a process died is marked as not known."""
    stuck = Delivery.objects.filter(state=Delivery.State.SENDING)
    counts = {"unknown": stuck.update(state=Delivery.State.UNKNOWN), "sent": 0, "left": 0}
    connection = find_connection(access, "email")
    if connection is None or not connection.is_on:
        counts["left"] = Delivery.objects.filter(state=Delivery.State.WAITING).count()
        return counts
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING)
    people = "subscription__member__user", "subscription__member__organization"
    for delivery in waiting.select_related(*people).order_by("pk"):
        state = _send(delivery, connection, now)
        counts["sent"] += state == Delivery.State.SENT
        counts["left"] += state == Delivery.State.WAITING
    return counts


def _send(delivery: Delivery, connection: Connection, now: datetime) -> str:
    member, today = delivery.subscription.member, timezone.localdate(now)
    access = access_of(member)
    with translation.override(member.user.language or "he"):
        report = next((one for one in reports(today) if one.key == delivery.subscription.report), None)
        if report is None or not member.is_active or not access.may(report.permission):
            return _note(delivery, Outcome(Fate.FAILED, why="not_theirs"))
        made = report.make(access, report.spans[0].key, today)
        settings = opened(connection)
        letter = _letter(access, delivery, report, made)
        if access.may(May.EXPORT_CUSTOMERS):
            form = Form(delivery.subscription.form)
            letter = replace(letter, files=(file_of(access, report, made, form, now=now),))
        mail = written(settings, letter)
    claimed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    if not claimed.update(state=Delivery.State.SENDING, tries=delivery.tries + 1):
        return Delivery.State.SENDING
    delivery.tries += 1
    return _note(delivery, submit(settings, mail, message_id(settings, letter)))


def _note(delivery: Delivery, outcome: Outcome) -> str:
    state = STATES[outcome.fate]
    if state == Delivery.State.WAITING and delivery.tries >= MOST_TRIES:
        state = Delivery.State.FAILED
    delivery.state, delivery.why = state, outcome.why[:200]
    delivery.save(update_fields=["state", "why", "at"])
    return str(state)


def _letter(access: Access, delivery: Delivery, report: Report, made: Made) -> Letter:
    member = delivery.subscription.member
    write = plain(translation.get_language() or "he")
    grids = tuple(_grid(table) for table in tables(made, str(report.title), write))
    parts = [made.conclusion, made.says, *(grid.text for grid in grids), str(report.definition)]
    return Letter(
        number=delivery.pk,
        to=member.user.email,
        subject=f"{report.title}: {made.conclusion}",
        body="\n\n".join(parts),
        sender=_("Neeman · %(business)s") % {"business": access.organization.name},
        key=f"report {delivery.subscription_id} {delivery.period}",
        grids=grids,
    )


def _grid(table: Table) -> Grid:
    return Grid(
        heads=tuple(column.title for column in table.columns),
        figures=tuple(column.shape != Shape.TEXT for column in table.columns),
        rows=tuple(tuple(cell.text for cell in row) for row in table.rows),
    )
