"""What every picture is made from, and what it is: a conclusion, a drawing, and a table that can be taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.portfolio.models import Snapshot
from neeman.ui.charts.svg import Direction
from neeman.ui.text import Html, Writer, plain

PHONE_WIDTH = 326
ENOUGH = 5  # a share of fewer customers than this says nothing

Kind = Literal["customer", "text", "money", "number", "percent", "day", "grade"]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, and what stands in it (money in minor units, percent as a share of 0..1)."""

    title: Words
    kind: Kind = "text"


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


@dataclass(frozen=True)
class Scene:
    """One snapshot as one person sees it: the figures, an earlier snapshot to compare with, names and addresses."""

    access: Access
    snapshot: Snapshot
    earlier: Snapshot | None = None

    @property
    def data(self) -> dict[str, Any]:
        """The portfolio's figures, as the engine says them."""
        found: dict[str, Any] = self.snapshot.portfolio
        return found

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

    def money(self, minor: int, *, short: bool = False) -> str:
        """Money as plain text."""
        return self.write.money(minor, self.currency, short=short)

    @cached_property
    def names(self) -> dict[str, str]:
        """id -> name of every customer that some picture names; one query."""
        lists = ("top_customers", "overdue", "new", "lost")
        wanted = {row["customer_id"] for key in lists for row in self.data.get(key, [])}
        wanted |= {row["group_id"] for row in self.data.get("what_if_leaves", [])}
        found = Customer.objects.filter(pk__in=wanted).values_list("pk", "name")
        return {str(pk): name for pk, name in found}

    def name(self, customer_id: str) -> str:
        """The customer's name; the id itself when the customer is gone."""
        return self.names.get(customer_id, customer_id)

    def customer_url(self, customer_id: str) -> str:
        """The address of the card."""
        return reverse("customer", kwargs={"org": self.access.organization.slug, "pk": int(customer_id)})

    def list_url(self, **query: Any) -> str:
        """The address of the customer list under these filters."""
        return f"{reverse('customers', kwargs={'org': self.access.organization.slug})}?{urlencode(query)}"
