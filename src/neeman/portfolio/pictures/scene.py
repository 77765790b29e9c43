"""What every picture is made from, and what it is: a conclusion, a drawing, and a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import Past, find_earlier
from neeman.ui.charts.svg import Direction
from neeman.ui.text import Html, Writer, plain
from neeman_engine.params import Params
from neeman_engine.windows import months_before

PHONE_WIDTH = 326
QUARTERS = 9
GRACE = timedelta(days=31)  # as the engine allows: who sells every month need not have sold on the first day
ENOUGH = 5  # a share of fewer customers than this says nothing

Kind = Literal["customer", "text", "money", "number", "percent", "day", "grade"]
Words = str | Promise
AT_THE_END = {"money", "number", "percent", "day"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, and what stands in it (money in minor units, percent as a share of 0..1)."""

    title: Words
    kind: Kind = "text"

    @property
    def is_figure(self) -> bool:
        """Figures stand at the end of their column."""
        return self.kind in AT_THE_END


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a picture. A `customer` cell holds the customer's id."""

    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Picture:
    """One sheet of the overview. `name` is its address for export; `more` whatever its own template shows besides."""

    name: str
    title: Words
    sub: Words
    table: Table
    svg: Html | None = None
    svg_phone: Html | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """What the overview says of a customer."""

    name: str
    industry: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Scene:
    """One snapshot as one person sees it: the figures, those of the past (latest first), and which day of it to compare with."""

    access: Access
    snapshot: Snapshot
    pasts: Sequence[Past] = ()
    before: date | None = None
    also_named: frozenset[str] = frozenset()

    @property
    def data(self) -> dict[str, Any]:
        """The portfolio's figures, as the engine says them."""
        found: dict[str, Any] = self.snapshot.portfolio
        return found

    @cached_property
    def params(self) -> Params:
        """The settings by which the snapshot was measured."""
        return Params().changed(self.snapshot.params)

    @property
    def as_of(self) -> date:
        """The day of the snapshot."""
        return self.snapshot.as_of

    @property
    def currency(self) -> str:
        """The currency of all money here."""
        return self.access.organization.currency

    @cached_property
    def write(self) -> Writer:
        """Writes figures as plain text in the language of the page: for titles and drawings."""
        return plain(get_language() or "he")

    @property
    def direction(self) -> Direction:
        """Which way the page reads."""
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def knows_year_before(self) -> bool:
        """Whether sales reach back through the 12 months before the last 12, so that the two can be compared."""
        return bool(self.data["verdicts"]["churn"] != "TOO_SHORT")

    @cached_property
    def known_since(self) -> date:
        """The day of the first sale."""
        first = self.data["first_sale"]
        return date.fromisoformat(first) if first else self.as_of

    @property
    def whole_since(self) -> date:
        """From this day on a snapshot has 12 months of sales behind it."""
        return months_before(self.known_since - GRACE, -12)

    @cached_property
    def comparable(self) -> list[Past]:
        """The earlier snapshots whose figures can stand beside these, latest first: 12 months of sales behind them, and the
        same definitions."""
        return [
            past
            for past in self.pasts
            if self.whole_since <= past.as_of < self.as_of and past.definitions == self.snapshot.definitions
        ]

    @cached_property
    def earlier(self) -> Past | None:
        """What this snapshot is compared with: the day that was asked for, or the last before it, else a year ago."""
        return find_earlier(self.comparable, self.as_of, self.before)

    def money(self, minor: int, *, short: bool = False) -> str:
        """Money as plain text."""
        return self.write.money(minor, self.currency, short=short)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The few figures that are compared over time."""
        found: dict[str, Any] = self.snapshot.figures
        return found

    @property
    def quarter_ends(self) -> list[Past]:
        """The last comparable snapshot of each quarter, latest first, beginning with this one."""
        ends: dict[tuple[int, int], Past] = {}
        own = [past for past in self.pasts if past.as_of == self.as_of]
        for past in [*own, *self.comparable]:
            ends.setdefault((past.as_of.year, (past.as_of.month - 1) // 3), past)
        return list(ends.values())[:QUARTERS]

    def by_quarter(self, name: str) -> list[Any]:
        """A key figure at the end of each quarter where it is known, oldest first, the snapshot's own last."""
        values = [past.figures.get(name) for past in reversed(self.quarter_ends)]
        return [value for value in values if value is not None]

    def naming(self, customer_ids: Iterable[str]) -> Scene:
        """The same scene that knows these customers by name as well."""
        return replace(self, also_named=frozenset(customer_ids))

    @cached_property
    def people(self) -> dict[str, Person]:
        """id -> every customer that some picture names and that this member may see; one query."""
        lists = ("top_customers", "overdue", "new", "lost")
        wanted = {row["customer_id"] for key in lists for row in self.data.get(key, [])} | self.also_named
        wanted |= {row["group_id"] for row in self.data.get("what_if_leaves", [])}
        found = visible(self.access).filter(pk__in=wanted)
        rows = found.values_list("pk", "name", "industry", "phone_key")
        return {str(pk): Person(name, industry, phone) for pk, name, industry, phone in rows}

    def person(self, customer_id: str) -> Person:
        """The customer; without a name when it is gone, or when another member answers for it and nobody else sees it."""
        return self.people.get(customer_id) or Person(
            _("Customer %(id)s") % {"id": self.write.ltr(customer_id)}
        )

    def name(self, customer_id: str) -> str:
        """The customer's name."""
        return self.person(customer_id).name

    def customer_url(self, customer_id: str) -> str | None:
        """The address of the card; None for one whose card this member cannot open."""
        if customer_id not in self.people:
            return None
        return reverse("customer", kwargs={"org": self.access.organization.slug, "pk": int(customer_id)})

    @property
    def year(self) -> tuple[date, date]:
        """The first days of the period that counts, 12 months as a rule, and of the one before it."""
        months = self.params.window_months or 12
        since, before = (
            months_before(self.as_of, count) + timedelta(days=1) for count in (months, 2 * months)
        )
        return since, before

    def list_url(self, **query: Any) -> str:
        """The address of the customer list under these filters."""
        return f"{reverse('customers', kwargs={'org': self.access.organization.slug})}?{urlencode(query)}"
