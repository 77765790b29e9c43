"""What a person may choose from above the list: menus of filters, the chips of those in force, orders and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from neeman.customers.models import Customer, CustomField, Tag, Warmth
from neeman.customers.models.customer import Kind, Status
from neeman.customers.models.standing import Grade
from neeman.customers.queries.asked import Asked, By, Sort
from neeman.customers.queries.columns import Column
from neeman.customers.queries.filters import MINE, NO, NONE, YES, NextContact
from neeman.customers.queries.spans import QUARTER, last_quarters, read_span
from neeman.customers.queries.visible import live
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.roles import May
from neeman.ui.text import plain

MOST_CHOICES = 300
MOST_CHIPS = 6
QUARTERS = 12

TITLES: dict[By, str | Promise] = {
    By.GRADE: gettext_lazy("Grade"),
    By.STATUS: gettext_lazy("Status"),
    By.OWNER: gettext_lazy("Account manager"),
    By.TAG: gettext_lazy("Tag"),
    By.JOINED: gettext_lazy("First bought"),
    By.BOUGHT: gettext_lazy("Bought within"),
    By.SILENT: gettext_lazy("Has not bought for"),
    By.LATE: gettext_lazy("Late by their rhythm"),
    By.NEXT: gettext_lazy("Next contact"),
    By.WARMTH: gettext_lazy("Signs of life"),
    By.KIND: gettext_lazy("Kind"),
    By.CITY: gettext_lazy("City"),
    By.INDUSTRY: gettext_lazy("Field of business"),
    By.SOURCE: gettext_lazy("Source"),
    By.PARENT: gettext_lazy("Parent company"),
    By.PHONE: gettext_lazy("Has a phone"),
    By.REVENUE_FROM: gettext_lazy("Revenue from"),
    By.REVENUE_TO: gettext_lazy("Revenue up to"),
    By.ARCHIVED: gettext_lazy("In the archive"),
}
SPANS: dict[str, str | Promise] = {
    "30": gettext_lazy("30 days"),
    "60": gettext_lazy("60 days"),
    "90": gettext_lazy("3 months"),
    "180": gettext_lazy("6 months"),
    "365": gettext_lazy("12 months"),
    "730": gettext_lazy("2 years"),
}
CHOICES: dict[By, type[TextChoices]] = {By.STATUS: Status, By.KIND: Kind, By.WARMTH: Warmth}
NEXT_CONTACTS: dict[str, str | Promise] = {
    NextContact.LATE: gettext_lazy("Late"),
    NextContact.TODAY: gettext_lazy("Today"),
    NextContact.WEEK: gettext_lazy("Within a week"),
    NextContact.MONTH: gettext_lazy("Within a month"),
    NextContact.PAUSED: gettext_lazy("Put off"),
    NextContact.NONE: gettext_lazy("Nothing is planned"),
}
SORTS: dict[Sort, str | Promise] = {
    Sort.REVENUE: gettext_lazy("Revenue, 12 months"),
    Sort.AT_STAKE: gettext_lazy("At stake"),
    Sort.LATE: gettext_lazy("Lateness"),
    Sort.NEXT: gettext_lazy("Next contact"),
    Sort.CHANGE: gettext_lazy("Change on the year before"),
    Sort.LAST: gettext_lazy("Last purchase"),
    Sort.NAME: gettext_lazy("Name"),
    Sort.ADDED: gettext_lazy("Newest first"),
}
IN_A_ROW = (By.GRADE, By.STATUS, By.OWNER, By.TAG, By.SILENT, By.NEXT)
"""Menus that stand above the list; the others are on the page of all filters."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter and its values; `single` ones take one value only."""

    name: str
    title: str
    options: list[Option]
    single: bool = False

    @property
    def is_long(self) -> bool:
        """Whether its values are too many to stand beside each other."""
        return len(self.options) > MOST_CHIPS

    @property
    def said(self) -> str:
        """The values in force, in words."""
        return ", ".join(option.title for option in self.options if option.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the query without it."""

    title: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the names of an address stand for: members, tags and fields, each read once a page; `day` of the figures."""

    access: Access
    members: Sequence[Member]
    tags: Sequence[Tag]
    fields: Sequence[CustomField]
    day: date

    @property
    def owners(self) -> dict[int, str]:
        """Member id -> the name of the person."""
        return {member.pk: str(member.user) for member in self.members}


def menus(asked: Asked, known: Known) -> list[Menu]:
    """The menus above the list."""
    return [_menu(name, asked, _options(name, known)) for name in IN_A_ROW]


def more_menus(access: Access, asked: Asked, known: Known) -> list[Menu]:
    """The menus of the page of all filters, with the values that the customers have, the most frequent first."""
    names = [By.BOUGHT, By.JOINED, By.WARMTH, By.KIND, By.PHONE, By.ARCHIVED]
    shown = [_menu(name, asked, _options(name, known)) for name in names]
    columns = {By.CITY: "city", By.INDUSTRY: "industry", By.SOURCE: "source"}
    shown += [_menu(name, asked, _values_of(access, column)) for name, column in columns.items()]
    shown.append(_menu(By.PARENT, asked, _parents(access)))
    return [menu for menu in shown if menu.options]


def chips(asked: Asked, known: Known) -> list[Chip]:
    """The filters in force that no menu above the list shows."""
    found = []
    for name in By:
        if name in IN_A_ROW or name not in asked.by or name == By.LATE:
            continue
        said = dict(_said(name, known, asked.by[name]))
        values = ", ".join(said.get(value) or said_span(value) for value in asked.by[name])
        found.append(Chip(str(TITLES[name]), values, asked.with_values(name, ()).query()))
    labels = {field.key: field.label for field in known.fields}
    for own, wanted in asked.custom.items():
        key, _dot, end = own.partition(".")
        mark = {"from": "≥ ", "to": "≤ "}.get(end, "")
        words = ", ".join({YES: _("Yes"), NO: _("No")}.get(value, value) for value in wanted)
        found.append(Chip(labels.get(key, key), mark + words, asked.without_custom(own).query()))
    return found


def orders(asked: Asked, access: Access) -> list[tuple[str, str, bool]]:
    """The orders of the menu: (title, query, is it in force)."""
    money = {Sort.REVENUE, Sort.AT_STAKE, Sort.CHANGE}
    sees = access.may(May.VIEW_MONEY)
    now, _descending = asked.order
    found = [(_("Best match"), replace(asked, sort=None).query(), now == Sort.BEST)] if asked.text else []
    return found + [
        (str(title), asked.sorted_by(sort).query(), sort == now)
        for sort, title in SORTS.items()
        if sees or sort not in money
    ]


def column_options(known: dict[str, Column], shown: Iterable[Column]) -> list[Option]:
    """All columns, those of the list chosen."""
    there = {column.key for column in shown}
    return [Option(key, str(column.title), key in there) for key, column in known.items()]


def said_span(value: str) -> str:
    """A quarter, a month or a day of an address in words; anything else as it is."""
    write = plain(get_language() or "he")
    if QUARTER.fullmatch(value):
        return write.quarter(value)
    span = read_span(value)
    if span is None:
        return value
    return write.month(span.first) if span.after else _("since %(day)s") % {"day": write.day(span.first)}


def _menu(name: By, asked: Asked, values: Iterable[tuple[str, str]]) -> Menu:
    chosen = asked.by.get(name, ())
    options = [Option(value, title, value in chosen) for value, title in values]
    known = {option.value for option in options}
    options += [Option(value, said_span(value), chosen=True) for value in chosen if value not in known]
    single = name in {By.NEXT, By.SILENT, By.BOUGHT, By.JOINED, By.PHONE, By.ARCHIVED}
    return Menu(name.value, str(TITLES[name]), options, single)


def _options(name: By, known: Known) -> Iterator[tuple[str, str]]:
    match name:
        case By.GRADE:
            yield from zip(Grade.values, (_("Gold (A)"), _("Silver (B)"), _("Bronze (C)")), strict=True)
        case By.STATUS | By.KIND | By.WARMTH:
            yield from ((value, str(label)) for value, label in CHOICES[name].choices)
        case By.OWNER:
            yield from ((MINE, _("Mine")), (NONE, _("Nobody")))
            yield from ((str(pk), name) for pk, name in known.owners.items())
        case By.TAG:
            yield from ((str(tag.pk), tag.name) for tag in known.tags)
        case By.SILENT | By.BOUGHT | By.NEXT:
            spans = NEXT_CONTACTS if name == By.NEXT else SPANS
            yield from ((value, str(title)) for value, title in spans.items())
        case By.JOINED:
            yield from ((value, said_span(value)) for value in last_quarters(known.day, QUARTERS))
        case By.PHONE:
            yield from ((YES, _("Yes")), (NO, _("No")))
        case By.ARCHIVED:
            yield YES, _("Yes")


def _said(name: By, known: Known, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from _options(name, known)
    yield NONE, _("(none)")
    if name == By.PARENT:
        ids = [int(value) for value in values if value.isdecimal() and len(value) < 19]
        rows = live(known.access).filter(pk__in=ids)
        yield from ((str(pk), title) for pk, title in rows.values_list("pk", "name"))


def _values_of(access: Access, column: str) -> list[tuple[str, str]]:
    rows = live(access).values_list(column).annotate(times=Count("pk")).order_by("-times", column)
    found = [value for value, _times in rows[: MOST_CHOICES + 1]]
    return [(value, value) for value in found if value] + ([(NONE, _("(none)"))] if "" in found else [])


def _parents(access: Access) -> list[tuple[str, str]]:
    parents = Customer.objects.exclude(parent=None).values("parent")
    rows = live(access).filter(pk__in=parents).order_by("sort_key").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows[:MOST_CHOICES]]
