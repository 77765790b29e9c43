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
from neeman.portfolio.queries import Past
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
    """One snapshot as one person sees it: the figures, those of the past (latest first) and of the one to compare with."""

    access: Access
    snapshot: Snapshot
    pasts: Sequence[Past] = ()
    earlier: Past | None = None
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

    def is_whole(self, past: Past) -> bool:
        """Whether the 12 months up to that day were sold in, so that its figures can stand beside these."""
        return months_before(past.as_of, 12) >= self.known_since - GRACE

    def money(self, minor: int, *, short: bool = False) -> str:
        """Money as plain text."""
        return self.write.money(minor, self.currency, short=short)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The few figures that are compared over time."""
        found: dict[str, Any] = self.snapshot.figures
        return found

    def by_quarter(self, name: str) -> list[Any]:
        """A key figure at the end of each whole quarter up to this snapshot, oldest first, the snapshot's own last."""
        ends: dict[tuple[int, int], Any] = {}
        for past in self.pasts:  # latest first: the first seen of a quarter is its last
            if past.as_of <= self.as_of and self.is_whole(past):
                ends.setdefault((past.as_of.year, (past.as_of.month - 1) // 3), past.figures.get(name))
        return [value for value in reversed(ends.values()) if value is not None][-QUARTERS:]

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
