"""Triggers of days that come round: birthdays, holidays, quarters, and dates in fields of one's own.

What is for a day comes on it or on the last open day before it, never after.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from neeman.automations.triggers.happening import Happening, Setting, Settings, Span, Trigger
from neeman.automations.waits import MORNING, last_open_day
from neeman.customers.models import Contact, Customer, CustomField
from neeman.lib.calendar import Community, holidays_between
from neeman.orgs.access import Access
from neeman.ui.text import plain

AHEAD = timedelta(days=10)
"""A run of closed days is shorter: so far ahead is looked for what an open day before it is for."""

COMMUNITIES = (
    (Community.JEWISH.value, gettext_lazy("Jewish")),
    (Community.MUSLIM.value, gettext_lazy("Muslim")),
    (Community.CHRISTIAN.value, gettext_lazy("Christian")),
    (Community.DRUZE.value, gettext_lazy("Druze")),
    (Community.CIVIL.value, gettext_lazy("Civil new year")),
)
GREAT = frozenset({"rosh_hashana", "pesach", "eid_al_fitr", "eid_al_adha", "christmas", "easter", "new_year"})


WISHES = (
    gettext_lazy("a warm winter and a good start of the year"),
    gettext_lazy("a blooming spring"),
    gettext_lazy("a pleasant summer"),
    gettext_lazy("an autumn of good beginnings"),
)
"""What a text wishes in each quarter of the year (R106), so that no two in a row are the same."""


def _birthday(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    wished = {(day.month, day.day): day for day in _coming(span)}
    rows = Customer.objects.filter(birthday__isnull=False, kind="person")
    people = list(rows.values_list("pk", "birthday"))
    mains = Contact.objects.filter(birthday__isnull=False, is_main=True, left_at=None)
    people += list(mains.values_list("customer_id", "birthday"))
    for customer_id, born in people:
        day = wished.get((born.month, born.day)) if born else None
        if day is not None:
            yield from _on(Happening(customer_id, f"birthday {day.year}", _morning(day, span)), span)


def _holiday(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    chosen = frozenset(Community(value) for value in settings["communities"] if value in set(Community))
    ahead = timedelta(days=int(settings["days"]))
    coming = holidays_between(span.first, span.last + ahead + AHEAD, chosen)
    customers: list[int] | None = None
    for holiday in coming:
        if not holiday.may_be_wished or not _is_first_day(holiday.key) or holiday.key not in GREAT:
            continue
        at = _morning(last_open_day(holiday.date - ahead, span.hours), span)
        if not span.holds(at):
            continue
        if customers is None:
            customers = list(Customer.objects.filter(archived_at=None).values_list("pk", flat=True))
        name = holiday.he if (get_language() or "he").startswith("he") else holiday.en
        for customer_id in customers:
            yield Happening(customer_id, f"{holiday.key} {holiday.date.year}", at, {"holiday": name})


def _quarter(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    starts = [day for day in span.days() if day.day == 1 and day.month in (1, 4, 7, 10)]
    for day in starts:
        at = _morning(span.hours.add_working_days(day, 0), span)
        wish = {"greeting": str(WISHES[(day.month - 1) // 3])}
        for customer_id in Customer.objects.filter(archived_at=None).values_list("pk", flat=True):
            yield Happening(customer_id, f"quarter {day}", at, wish)


def _date_field(access: Access, settings: Settings, span: Span) -> Iterator[Happening]:
    key, ahead = str(settings["field"]), timedelta(days=int(settings["days"]))
    field = CustomField.objects.filter(key=key, type=CustomField.Type.DATE).first()
    if field is None:
        return
    rows = Customer.objects.filter(archived_at=None, custom__has_key=key)
    for customer_id, custom in rows.values_list("pk", "custom").iterator(2_000):
        ends = _read(custom.get(key))
        if ends is None:
            continue
        at = _morning(last_open_day(ends - ahead, span.hours), span)
        if span.holds(at):
            values = {"date": plain(get_language() or "he").day(ends), "subject": field.label}
            yield Happening(customer_id, f"{key} {ends}"[:80], at, values)


def _on(happening: Happening, span: Span) -> Iterator[Happening]:
    if span.holds(happening.at):
        yield happening


def _coming(span: Span) -> Iterator[date]:
    """The days whose morning, or the last open one before it, lies in the span."""
    day = span.first
    while day <= span.last + AHEAD:
        yield day
        day += timedelta(days=1)


def _morning(day: date, span: Span) -> datetime:
    return datetime.combine(last_open_day(day, span.hours), MORNING, span.hours.zone)


def _is_first_day(key: str) -> bool:
    return not key.endswith(("_2", "_last"))


def _read(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _days(settings: Settings) -> str:
    days = int(settings["days"])
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _says_field(settings: Settings) -> str:
    field = CustomField.objects.filter(key=str(settings["field"])).first()
    return _("%(days)s are left to the date in the field %(field)s") % {
        "days": _days(settings),
        "field": field.label if field else _("(not chosen yet)"),
    }


BIRTHDAY = Trigger(
    key="dates.birthday",
    title=gettext_lazy("A birthday"),
    says=lambda settings: _("A customer, or the main contact there, has a birthday"),
    find=_birthday,
    good_for_days=1,
)
HOLIDAY = Trigger(
    key="dates.holiday",
    title=gettext_lazy("A holiday"),
    says=lambda settings: _("A great holiday is %(days)s away") % {"days": _days(settings)},
    find=_holiday,
    settings=(
        Setting("communities", gettext_lazy("Whose holidays"), "choices", ["jewish"], choices=COMMUNITIES),
        Setting("days", gettext_lazy("Days before it"), "number", 2, least=0, most=14),
    ),
    gives=frozenset({"holiday"}),
    good_for_days=1,
)
QUARTER = Trigger(
    key="dates.quarter",
    title=gettext_lazy("A new quarter"),
    says=lambda settings: _("A new quarter of the year begins"),
    find=_quarter,
    gives=frozenset({"greeting"}),
)
DATE_FIELD = Trigger(
    key="dates.field",
    title=gettext_lazy("A date in a field of our own"),
    says=_says_field,
    find=_date_field,
    settings=(
        Setting("field", gettext_lazy("The field"), "field", ""),
        Setting("days", gettext_lazy("Days before it"), "number", 30, least=0, most=365),
    ),
    gives=frozenset({"date", "subject"}),
)
