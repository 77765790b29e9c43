"""The list of customers: its rows, its count and its totals, within 30 ms of 100,000 customers.

Four habits keep it so. An order by a figure is read from the index of standings, not sorted. The totals of a list that
names no column of the customer come from indexes alone, less the few archived. Which rows a page shows is decided on
indexes, and only those rows are read: both tables are wide. Nothing is fetched row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import F, OrderBy, QuerySet

from neeman.customers.directory import people_of
from neeman.customers.models import Contact, Customer, CustomerTag, CustomField, FollowUp, Standing
from neeman.customers.queries.asked import Asked, By, Sort
from neeman.customers.queries.filters import (
    FROM_CUSTOMERS,
    FROM_STANDINGS,
    MONEY,
    OF_STANDING,
    Asking,
    due_on,
    narrow,
    narrow_customers,
)
from neeman.customers.queries.totals import (
    GradeSums,
    Totals,
    archived_customers,
    sum_rows,
    sum_standings,
)
from neeman.customers.queries.visible import visible
from neeman.customers.search import Found, find
from neeman.orgs.access import Access
from neeman.orgs.roles import May

MOST_FOUND = 1_000
"""Finds of a search that a list can hold; whoever looks for more narrows by filters."""

OF_CUSTOMER = {
    Sort.NAME: "sort_key",
    Sort.ADDED: "pk",
    Sort.STATUS: "status",
    Sort.CITY: "city",
    Sort.INDUSTRY: "industry",
    Sort.OWNER: "owner__user__name",
    Sort.SINCE: "customer_since",
}
OF_FIGURES = {
    Sort.GRADE: "grade",
    Sort.REVENUE: "revenue_window_minor",
    Sort.CHANGE: "change_minor",
    Sort.LATE: "overdue_ratio",
    Sort.AT_STAKE: "at_stake_minor",
    Sort.LAST: "last_purchase",
    Sort.LIFETIME: "lifetime_value_minor",
}
Pair = tuple[Customer, Standing | None]
Pairs = list[Pair]
NULLABLE = frozenset(
    {"overdue_ratio", "last_purchase", "lifetime_value_minor", "customer_since", "owner__user__name"}
)
UNSHOWN = ("search_text", "name_key", "standing__explanation")
MONEY_SORTS = frozenset({Sort.REVENUE, Sort.CHANGE, Sort.AT_STAKE, Sort.LIFETIME})


@dataclass(frozen=True, slots=True)
class Row:
    """A customer as the list shows it: `people` are those who are there, `phone` is the number to call."""

    customer: Customer
    standing: Standing | None
    tags: list[str]
    people: Sequence[Contact]

    @property
    def contact(self) -> str:
        """The main person's name."""
        return self.people[0].name if self.people else ""

    @property
    def phone(self) -> str:
        """As its key says it."""
        return self.customer.phone_key or (self.people[0].phone_key if self.people else "")


@dataclass
class Listing:
    """One list for one member. `day` is that of the figures: filters by time count back from it; the next contact is
    seen from `today`.

    Lists of one page share their `sums`: make another one by `dataclasses.replace`.
    """

    access: Access
    asked: Asked
    day: date
    today: date
    fields: Sequence[CustomField] = ()
    sums: GradeSums = field(default_factory=GradeSums)

    def __post_init__(self) -> None:
        if not self.access.may(May.VIEW_MONEY):
            self.asked = _without_money(self.asked)

    @cached_property
    def found(self) -> Found:
        """What the words of this list find."""
        archived = By.ARCHIVED in self.asked.by
        return find(self.access, self.asked.text, MOST_FOUND, archived=archived)

    def customers(self) -> QuerySet[Customer]:
        """All rows of the list, in no order."""
        return self._customers(self.asked)

    def _customers(self, asked: Asked) -> QuerySet[Customer]:
        rows = visible(self.access)
        if asked.text:
            rows = rows.filter(pk__in=self.found.ids)
        return narrow_customers(rows, self._asking, asked)

    def totals(self) -> Totals:
        """Of all rows; without money where the member may not see it."""
        totals = self._totals()
        if self.access.may(May.VIEW_MONEY):
            return totals
        return replace(totals, revenue_minor=0, at_stake_minor=0)

    def _totals(self) -> Totals:
        if self._names_figures_only(self.asked):
            return self._totals_by_indexes()
        if self._words_only:  # and whoever is found is shown: the customers' wide rows need not be read again
            ids = self.found.ids
            found = sum_rows(Standing.objects.filter(pk__in=ids), FROM_STANDINGS)
            return replace(found, count=len(ids))
        return sum_rows(self.customers(), FROM_CUSTOMERS)

    def ids(self, most: int) -> list[int]:
        """Ids of at most `most` rows."""
        return list(self.customers().order_by("pk").values_list("pk", flat=True)[:most])

    def rows(self, start: int, most: int) -> list[Row]:
        """Rows in order, from the one numbered `start` (0 is the first)."""
        sort, descending = self.asked.order
        if sort == Sort.BEST:
            pairs = self._best(start, most)
        elif sort == Sort.NEXT:
            pairs = self._by_next_contact(start, most, descending=descending)
        elif sort in OF_FIGURES:
            pairs = self._by_figure(OF_FIGURES[sort], start, most, descending=descending)
        else:
            pairs = self._by_column(OF_CUSTOMER[sort], start, most, descending=descending)
        return _with_company(pairs)

    @property
    def _asking(self) -> Asking:
        return Asking(self.access, self.day, self.today, {field.key: field for field in self.fields})

    def _names_figures_only(self, asked: Asked) -> bool:
        return self.access.sees_all and not (asked.text or asked.custom or asked.by.keys() - OF_STANDING)

    @property
    def _words_only(self) -> bool:
        """Whether nothing narrows what the words find; the search knows of the archive itself."""
        asked = self.asked
        return bool(asked.text) and not (asked.custom or asked.by.keys() - {By.ARCHIVED})

    def _figures(self) -> QuerySet[Standing]:
        """The standings that the filters by figures leave, those of archived customers among them."""
        asked = self.asked.by_only(OF_STANDING)
        rows: QuerySet[Standing] = narrow(Standing.objects.all(), self._asking, asked, FROM_STANDINGS)
        return rows

    def _standings(self) -> QuerySet[Standing]:
        """The standings of this list, in no order."""
        if self._names_figures_only(self.asked):
            return self._figures().exclude(customer__in=archived_customers().values("pk"))
        others = self.asked.by_only(frozenset(By) - OF_STANDING)
        return self._figures().filter(customer__in=self._customers(others).values("pk"))

    def _totals_by_indexes(self) -> Totals:
        by = self.asked.by
        if not by:
            return self.sums.everybody()
        if by.keys() == {By.GRADE}:
            return self.sums.of(by[By.GRADE])
        archived = narrow(archived_customers(), self._asking, self.asked, FROM_CUSTOMERS)
        return sum_standings(self._figures()).less(sum_rows(archived, FROM_CUSTOMERS))

    def _best(self, start: int, most: int) -> Pairs:
        ids = self.found.ids
        if not self._words_only:
            left = set(self.customers().values_list("pk", flat=True))
            ids = [pk for pk in ids if pk in left]
        return _pairs(ids[start : start + most])

    def _by_figure(self, column: str, start: int, most: int, *, descending: bool) -> Pairs:
        """From the index of standings; customers without any come after the last, by name."""
        figures = self._standings()
        ordered = _with_change(figures).order_by(_ordered(column, descending=descending), "pk")
        page = _pairs(list(ordered.values_list("pk", flat=True)[start : start + most]))
        missing = most - len(page)
        if not missing or self.asked.by.keys() & OF_STANDING:
            return page
        rest = self.customers().filter(standing=None).order_by("sort_key", "pk")
        first = max(0, start - figures.count())
        ids = rest.values_list("pk", flat=True)[first : first + missing]
        return [*page, *_pairs(list(ids))]

    def _by_next_contact(self, start: int, most: int, *, descending: bool) -> Pairs:
        """From the index of follow-ups, the most urgent first; customers of whom nothing is due come after, by name."""
        due = self._due()
        order = ("-due_on", "-customer") if descending else ("due_on", "customer")
        page = _pairs(list(due.order_by(*order).values_list("customer", flat=True)[start : start + most]))
        missing = most - len(page)
        if not missing:
            return page
        rest = self.customers().exclude(pk__in=due.values("customer")).order_by("sort_key", "pk")
        first = max(0, start - due.count())
        return [*page, *_pairs(list(rest.values_list("pk", flat=True)[first : first + missing]))]

    def _due(self) -> QuerySet[FollowUp]:
        """The follow-ups of this list that have a day, in no order."""
        rows = FollowUp.objects.filter(due_on__isnull=False)
        asked = due_on(self.today, self.asked.by[By.NEXT]) if By.NEXT in self.asked.by else None
        rows = rows.filter(asked) if asked is not None else rows
        others = self.asked.with_values(By.NEXT, ())
        if not self._names_figures_only(others):
            return rows.filter(customer__in=self._customers(others).values("pk"))
        if others.by:
            rows = rows.filter(customer__in=self._figures().values("customer"))
        return rows.exclude(customer__in=archived_customers().values("pk"))

    def _by_column(self, column: str, start: int, most: int, *, descending: bool) -> Pairs:
        ordered = self.customers().order_by(_ordered(column, descending=descending), "pk")
        return _pairs(list(ordered.values_list("pk", flat=True)[start : start + most]))


def day_of_figures(today: date) -> date:
    """The day as of which the standings were reckoned, today when there are none."""
    days = Standing.objects.order_by().values_list("as_of", flat=True)[:1]  # they are all of one day
    return next(iter(days), today)


def _with_change(rows: QuerySet[Standing]) -> QuerySet[Standing]:
    """Rows that can be ordered by the change of their revenue on the year before."""
    return rows.alias(change_minor=F("revenue_window_minor") - F("revenue_before_minor"))


def _ordered(column: str, *, descending: bool) -> OrderBy:
    """What is not known comes last; where nothing can be unknown the plain order stays, which an index gives."""
    last = True if column in NULLABLE else None
    return F(column).desc(nulls_last=last) if descending else F(column).asc(nulls_last=last)


def _pairs(ids: list[int]) -> Pairs:
    """The customers of these ids in this order, each with its standing and its follow-up; what no list shows is not read."""
    rows = Customer.objects.select_related("standing", "follow_up").defer(*UNSHOWN).in_bulk(ids)
    return [(rows[pk], getattr(rows[pk], "standing", None)) for pk in ids if pk in rows]


def _with_company(pairs: Pairs) -> list[Row]:
    """The rows with their tags and their people, in two queries."""
    ids = [customer.pk for customer, _ in pairs]
    tags: dict[int, list[str]] = {}
    links = CustomerTag.objects.filter(customer__in=ids).order_by("tag__name")
    for pk, name in links.values_list("customer", "tag__name"):
        tags.setdefault(pk, []).append(name)
    people = people_of(ids)
    return [
        Row(customer, standing, tags.get(customer.pk, []), people.get(customer.pk, ()))
        for customer, standing in pairs
    ]


def _without_money(asked: Asked) -> Asked:
    """The list of somebody who may not see sales: neither narrowed nor sorted by sums."""
    by = {name: values for name, values in asked.by.items() if name not in MONEY}
    sort, _ = asked.order
    if sort in MONEY_SORTS:
        return replace(asked, by=by, sort=Sort.NAME, descending=False)
    return replace(asked, by=by)
