"""The last part of the day, for information: days to greet on, what runs out, on whom too much depends, who heard nothing.

Nothing here asks for an act today, so nothing of it counts towards the five minutes. Each source is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from neeman.activity.queries.general import unreached
from neeman.activity.services.cadence import rules_of
from neeman.activity.words import length
from neeman.automations.triggers.dates import COMMUNITIES
from neeman.customers.models import Customer
from neeman.customers.queries.dates import Coming, anniversaries, birthdays, dates_in_fields
from neeman.desk.today.whose import owners_of
from neeman.lib.calendar import Holiday, holidays_between, relative_day
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.roles import May
from neeman.portfolio.queries import largest_share
from neeman.sales.queries.waiting import renewals
from neeman.ui.text import plain

WEEK = timedelta(days=6)
"""Of birthdays, today and the six days after it."""

GREETED_AHEAD = timedelta(days=14)
"""A holiday is told so long before, that a greeting to many can still be written."""

AHEAD = timedelta(days=90)
MOST = 6
"""Of each kind of fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line. `name` leads to `href`; `act` is what may be done about it, at `act_href`; any of them may be empty."""

    topic: str
    icon: str
    says: str
    name: str = ""
    href: str = ""
    act: str = ""
    act_href: str = ""


def information(access: Access, now: datetime) -> list[Fact]:
    """The facts of this member's day, in the order of the page."""
    today = now.astimezone(hours_of(access.organization).zone).date()
    return [
        *_days_of_people(access, today),
        *_holidays(access, today),
        *_running_out(access, today),
        *_dependence(access),
        *_unreached(access, today),
    ]


def _days_of_people(access: Access, today: date) -> Iterator[Fact]:
    owners = owners_of(access)
    born = birthdays(access, owners, today, today + WEEK)
    kept = anniversaries(access, owners, today, today + WEEK)
    yield from _celebrated(access, born, today, _("Birthday"), "cake")
    yield from _celebrated(access, kept, today, _("Anniversary"), "confetti")


def _celebrated(access: Access, found: list[Coming], today: date, topic: str, icon: str) -> Iterator[Fact]:
    found.sort(key=lambda one: (one.day, -one.value_minor, one.customer_id))
    for one in found[:MOST]:
        when = _when(one.day, today)
        says = f"{topic}, {one.person}: {when}" if one.person else f"{topic}: {when}"
        yield Fact(topic, icon, says, one.customer, _card(access, one.customer_id))
    yield from _rest(len(found), topic, icon)


def _holidays(access: Access, today: date) -> Iterator[Fact]:
    """The days of every community on which one may wish well; of an eve and its day the day."""
    coming = [day for day in holidays_between(today, today + GREETED_AHEAD) if day.may_be_wished]
    keys = {day.key for day in coming}
    whose: dict[tuple[str, date], list[str]] = {}
    for day in coming:
        if day.key.removesuffix("_eve") not in keys - {day.key}:
            whose.setdefault((_called(day), day.date), []).append(str(dict(COMMUNITIES)[day.community.value]))
    for (name, when), communities in whose.items():
        says = f"{name} ({', '.join(communities)}): {_when(when, today)}"
        yield Fact(
            _("Holiday"),
            "confetti",
            says,
            act=_("Greet"),
            act_href=_newsletter(access, "holiday"),
        )


def _running_out(access: Access, today: date) -> Iterator[Fact]:
    """What renews or runs out: deals of renewal, and dates in fields of the business's own."""
    owners = owners_of(access)
    told = [today + timedelta(days=days) for days in range(AHEAD.days + 1) if is_told(days)]
    nearest, count = dates_in_fields(access, owners, told, MOST)
    found = [(one, _card(access, one.customer_id)) for one in nearest]
    if access.may(May.VIEW_SALES):
        deals = renewals(access, owners, told)
        count += deals.count()
        for deal in deals[:MOST]:
            assert deal.expected_on is not None
            coming = Coming(deal.expected_on, deal.customer_id, deal.customer.name, label=deal.title)
            found.append((coming, deal.address(access.organization.slug)))
    for one, href in sorted(found, key=lambda pair: pair[0].day)[:MOST]:
        yield Fact(_("Renewal"), "calendar-due", f"{one.label}: {_when(one.day, today)}", one.customer, href)
    yield from _rest(count, _("Renewal"), "calendar-due")


def is_told(days: int) -> bool:
    """Whether so many days before the day something is said of it: in the week of the 90th and of the 60th, and from the
    30th on.

    >>> [days for days in range(91) if is_told(days)] == [*range(31), *range(54, 61), *range(84, 91)]
    True
    """
    return days <= 30 or 54 <= days <= 60 or 84 <= days <= 90


def _dependence(access: Access) -> Iterator[Fact]:
    largest = largest_share(access) if access.may(May.VIEW_PORTFOLIO) else None
    if largest is None or largest.share < largest.amber:
        return
    name = Customer.objects.filter(pk=largest.customer_id).values_list("name", flat=True).first()
    if name is None:
        return
    write = plain(get_language() or "he")
    limit = largest.red if largest.share >= largest.red else largest.amber
    says = _("%(share)s of the revenue of 12 months hangs on one customer; the line is at %(limit)s") % {
        "share": write.percent(largest.share, 0),
        "limit": write.percent(limit, 0),
    }
    yield Fact(
        _("Concentration"),
        "chart-pie",
        says,
        name,
        _card(access, largest.customer_id),
        _("The portfolio"),
        reverse("portfolio", kwargs={"org": access.organization.slug}),
    )


def _unreached(access: Access, today: date) -> Iterator[Fact]:
    """All grades in one line (R57): who heard nothing that goes to many, nor spoke to anybody, within the rule's days."""
    found = unreached(access, owners_of(access), rules_of(access), today=today)
    if not found:
        return
    write = plain(get_language() or "he")
    grades = {"A": _("Gold"), "B": _("Silver"), "C": _("Bronze")}
    parts = [
        _("%(grade)s %(count)s (%(span)s)")
        % {
            "count": write.number(one.customers),
            "grade": grades[one.grade],
            "span": length(one.every_days),
        }
        for one in found
    ]
    says = _("Heard nothing from us: %(who)s") % {"who": ", ".join(parts)}
    yield Fact(
        _("General word"), "speakerphone", says, act=_("Write to them"), act_href=_newsletter(access, "news")
    )


def _rest(found: int, topic: str, icon: str) -> Iterator[Fact]:
    more = found - MOST
    if more > 0:
        yield Fact(topic, icon, ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})


def _called(day: Holiday) -> str:
    return day.he if (get_language() or "he").startswith("he") else day.en


def _when(day: date, today: date) -> str:
    return relative_day(day, today, get_language() or "he")


def _card(access: Access, customer_id: int) -> str:
    return reverse("customer", kwargs={"org": access.organization.slug, "pk": customer_id})


def _newsletter(access: Access, text: str) -> str:
    """Where a letter to many begins, with this text chosen; empty for who may not."""
    if not access.may(May.SEND_MESSAGES):
        return ""
    return reverse("newsletter_new", kwargs={"org": access.organization.slug}) + f"?text={text}"
