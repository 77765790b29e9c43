"""The facts that reports count, of the customers whom a member sees. Days are those of the organization's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, DateField, Max, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncMonth

from neeman.activity.models import CONTACTS, Interaction
from neeman.customers.models import Customer, Status
from neeman.customers.queries.visible import live, visible
from neeman.ledger.models import Document
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both within it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Its length."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Sums:
    """What happened in a period; money in minor units, net of returns. `back` bought before it as well."""

    revenue_minor: int
    orders: int
    buyers: int
    back: int
    new: int
    talks: int

    @property
    def average_minor(self) -> int:
        """Revenue a buyer, rounded down; nothing without buyers."""
        return self.revenue_minor // self.buyers if self.buyers else 0

    @property
    def back_percent(self) -> int:
        """Buyers who had bought before, of a hundred."""
        return round(100 * self.back / self.buyers) if self.buyers else 0


def sums_of(access: Access, period: Period) -> Sums:
    """All that the comparing reports compare, in six queries whatever the size."""
    rows = documents(access).filter(day__range=(period.first, period.last))
    money = rows.aggregate(revenue=Sum("total_minor"))["revenue"] or 0
    bought = rows.filter(total_minor__gt=0)
    buyers = bought.values("customer").distinct()
    before = documents(access).filter(day__lt=period.first, total_minor__gt=0, customer__in=buyers)
    talks = Interaction.objects.filter(
        customer__in=visible(access).values("pk"),
        kind__in=CONTACTS,
        at__date__range=(period.first, period.last),
    )
    return Sums(
        revenue_minor=money,
        orders=bought.count(),
        buyers=buyers.count(),
        back=before.values("customer").distinct().count(),
        new=sum(came.new for came in new_by_day(access, period)),
        talks=talks.count(),
    )


def documents(access: Access) -> QuerySet[Document]:
    """The papers of money, with a customer, that a member may count."""
    rows = Document.objects.filter(customer__isnull=False)
    return rows if access.sees_all else rows.filter(customer__in=visible(access).values("pk"))


def revenue_by_month(access: Access, period: Period) -> dict[date, tuple[int, int, int]]:
    """First day of a month -> revenue in minor units, orders, buyers; months without sales are not there."""
    rows = documents(access).filter(day__range=(period.first, period.last)).annotate(month=TruncMonth("day"))
    months = rows.values("month").order_by("month")
    money = {row["month"]: row["sum"] for row in months.annotate(sum=Sum("total_minor"))}
    bought = months.filter(total_minor__gt=0)
    counts = bought.annotate(orders=Count("pk"), buyers=Count("customer", distinct=True))
    found = {row["month"]: (row["orders"], row["buyers"]) for row in counts}
    return {month: (sum_minor, *found.get(month, (0, 0))) for month, sum_minor in money.items()}


def last_sale(access: Access, until: date) -> date | None:
    """The day of the last paper of money up to `until`."""
    day: date | None = documents(access).filter(day__lte=until).aggregate(last=Max("day"))["last"]
    return day


class Came(NamedTuple):
    """How many came on a day, and how many of them another customer had sent."""

    day: date
    new: int
    referred: int


def new_by_day(access: Access, period: Period) -> list[Came]:
    """Days on which somebody became a customer: since when as noted, else the first purchase, else when entered."""
    rows = _since(live(access).exclude(status=Status.LEAD))
    return _counted(rows.filter(since__range=(period.first, period.last)))


def last_new(access: Access, until: date) -> date | None:
    """The last day up to `until` on which somebody became a customer."""
    rows = _since(live(access).exclude(status=Status.LEAD)).filter(since__lte=until)
    day: date | None = rows.aggregate(last=Max("since"))["last"]
    return day


def leads_by_day(access: Access, period: Period) -> list[Came]:
    """Days and how many leads that are leads to this day were entered on them."""
    leads = live(access).filter(status=Status.LEAD)
    rows: QuerySet[Any] = leads.annotate(since=TruncDate("created_at"))
    return _counted(rows.filter(since__range=(period.first, period.last)))


def _since(rows: QuerySet[Customer]) -> QuerySet[Any]:
    entered = TruncDate("created_at")
    return rows.annotate(
        since=Coalesce("customer_since", "standing__first_purchase", entered, output_field=DateField())
    )


def _counted(rows: QuerySet[Any]) -> list[Came]:
    counts = rows.values("since").annotate(count=Count("pk"), referred=Count("referrer"))
    return [Came(*row) for row in counts.order_by("since").values_list("since", "count", "referred")]


def months_before(day: date, months: int) -> date:
    """The same day so many months ago; the last of a shorter month."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = divmod(whole, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError
