"""A file of one year: what needs the year before is said to be unknown, never counted from the few days that are there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from conftest import Person
from neeman.customers.models import Customer, Standing
from neeman.portfolio import history
from neeman.portfolio.computing import measure, recompute
from neeman.portfolio.facts import read
from neeman.portfolio.history import fill_history
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import get_rules
from neeman.portfolio.tests.selling import TODAY, sell_rhythmically
from neeman.portfolio.tests.test_overview import page
from neeman.ui.text import plain

FIRST = TODAY - timedelta(days=374)


@pytest.fixture(scope="module")
def made_year(founder: Person) -> Person:
    with founder.scope(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "QUARTERS", 2)
        steady, gone = Customer.objects.create(name="קבוע"), Customer.objects.create(name="עזב")
        sell_rhythmically(steady, every=11, times=35, last=TODAY, minor=90_000)
        sell_rhythmically(gone, every=1, times=3, last=FIRST + timedelta(days=2), minor=4_000)
        recompute(founder.access, today=TODAY)
        fill_history(founder.access)
    return founder


@pytest.fixture
def year(made_year: Person, db: None) -> Person:
    """Somebody whose sales begin nine days before the last 12 months; one customer of those days never came back."""
    return made_year.anew()


def test_nothing_is_said_of_a_year_that_nobody_knows(year: Person) -> None:
    shown = page(year)
    data = shown["scene"].data
    assert data["verdicts"]["churn"] == "TOO_SHORT"
    assert (
        data["churn_rate_customers"] is data["preceding_revenue_minor"] is data["lifetime_mean_minor"] is None
    )
    assert "%" not in shown["months"].title, "no growth"
    assert all(row["moved"] is None for row in shown["top"].more["rows"])
    assert plain("he").day(FIRST) in shown["new"].sub
    assert "change" not in shown["figures"][2], "the snapshot of a quarter ago knows no whole year"
    assert not any(figure.get("spark") for figure in shown["figures"])
    with year.scope():
        assert Standing.objects.get(customer__name="קבוע").lifetime_value_minor is None


def test_a_day_without_a_year_behind_it_is_not_compared(year: Person) -> None:
    """The quarters that ended since are there to be looked at, never to be set against a whole year."""
    with year.scope():
        quarter = Snapshot.objects.order_by("-as_of")[1].as_of
    for path in ("portfolio/moves/", f"portfolio/moves/?before={quarter}"):
        answer = year.client.get(year.url(path))
        assert answer.templates[0].name == "portfolio/no_moves.html"
        assert plain("he").day(FIRST) in answer.context["left_out"][0]
    shown = page(year, f"?before={quarter}")
    assert (shown["scene"].earlier, shown["views"]["earlier_days"]) == (None, [])
    assert quarter in shown["views"]["days"]
    with year.scope():
        customer = Customer.objects.get(name="קבוע")
    card = year.client.get(year.url(f"portfolio/customers/{customer.pk}/"))
    assert [row[0] for row in card.context["picture"].table.rows] == [TODAY]
    assert card.context["left_out"]


def test_the_sentence_says_who_feeds_us(year: Person) -> None:
    shown = page(year)
    assert shown["headline"].startswith(shown["pareto"].title)


def test_the_engines_own_figures_stay_as_they_are(year: Person) -> None:
    """Two years are enough, and with them nothing is taken away."""
    with year.scope():
        sell_rhythmically(
            Customer.objects.get(name="קבוע"),
            every=11,
            times=40,
            last=FIRST - timedelta(days=2),
            minor=80_000,
        )
        measured = measure(
            year.access, read(year.access), get_rules(year.access), as_of=TODAY, held={}
        ).portfolio
    assert measured["preceding_revenue_minor"] > 0
    assert measured["churn_rate_customers"] == 0.5


@pytest.mark.parametrize(("last", "thin"), [(date(2026, 6, 30), 0), (date(2026, 6, 29), 1)])
def test_a_month_that_is_over_is_drawn_as_such(owner: Person, last: date, thin: int) -> None:
    with owner.scope():
        sell_rhythmically(Customer.objects.create(name="לקוח"), every=30, times=20, last=last, minor=50_000)
        recompute(owner.access, today=last)
        Snapshot.objects.exclude(as_of=last).delete()
    months = page(owner)["months"]
    assert str(months.svg).count("0.55") == thin
    assert ("לא הסתיים" in months.sub) == bool(thin)
