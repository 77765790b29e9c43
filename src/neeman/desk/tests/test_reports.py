"""Reports count what they say they count, of what a member may see, and give the same away as a file."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from conftest import Person, make_person
from neeman.activity.models import Outcome
from neeman.activity.services.interactions import Said, log_interaction
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.desk.reports.facts import Period, months_before, sums_of
from neeman.desk.reports.kinds import (
    KEYS,
    deals,
    half_year,
    halves,
    new_customers,
    quotes,
    reports,
    revenue,
    since_neeman,
)
from neeman.ledger.models import Document
from neeman.lib.money import Money
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from neeman.sales.models import Deal, Quote
from neeman.sales.tests.making import make_deal
from neeman.sales.tests.quoting import make_draft
from tests.walls.database import changed, snapshot

TODAY = date(2026, 11, 22)  # a Sunday


def sold(customer: Customer, day: date, minor: int) -> None:
    kind = Document.Kind.CREDIT if minor < 0 else Document.Kind.INVOICE
    Document.objects.create(
        customer=customer, day=day, total_minor=minor, kind=kind, key=f"{customer.pk}{day}{minor}"
    )


@pytest.fixture
def sales(inside: Access) -> Customer:
    """One customer of two years, one who came this week, a lead."""
    old = make(inside, "ותיק", customer_since=date(2024, 1, 1))
    new = make(inside, "חדש", customer_since=TODAY)
    make(inside, "ליד", status="lead")
    sold(old, date(2025, 10, 5), 100_000)
    sold(old, date(2026, 10, 5), 200_000)
    sold(old, date(2026, 10, 9), -50_000)
    sold(old, date(2026, 3, 1), 30_000)
    sold(new, TODAY, 70_000)
    return old


def test_new_customers_by_week(inside: Access, sales: Customer) -> None:
    made = new_customers(inside, "8", TODAY)
    assert made.rows[0][1] == 1, "this week, which begins today"
    assert [row[1] for row in made.rows[1:]] == [0] * 7
    assert len(made.rows) == 8
    assert made.points[-1].under_way
    real = new_customers(inside, "8", timezone.localdate())
    assert real.rows[0][4] == 1, "the lead was entered now"


def test_the_share_of_the_new_whom_another_customer_sent(inside: Access, sales: Customer) -> None:
    week = timedelta(days=7)
    for number, day in enumerate((TODAY, TODAY, TODAY - week, TODAY - 20 * week)):
        make(inside, f"מומלץ {number}", customer_since=day, referrer_id=sales.pk)
    make(inside, "ליד מומלץ", status="lead", referrer_id=sales.pk)
    made = new_customers(inside, "8", TODAY)
    assert made.rows[0][1:4] == [3, 2, 67], "of three, two were sent by another"
    assert made.rows[1][1:4] == [1, 1, 100]
    assert made.rows[2][1:4] == [0, 0, None], "no share of nobody"
    assert "75%" in made.says


def test_revenue_by_month_is_net_of_returns_and_beside_the_year_before(
    inside: Access, sales: Customer
) -> None:
    made = revenue(inside, "12", TODAY)
    october = made.rows[1]
    assert october[1:] == [Money(150_000, "ILS"), 50, 1, 1, Money(150_000, "ILS")]
    assert made.rows[0][2] is None, "a month that is not whole is not compared"
    assert made.rows[0][1] == Money(70_000, "ILS")
    assert len(made.rows) == 12


def test_half_a_year_beside_two_others(inside: Access, sales: Customer) -> None:
    made = half_year(inside, "now", TODAY)
    names = ["revenue", "purchases", "buyers", "back", "average", "new", "talks"]
    values = dict(zip(names, (row[1:] for row in made.rows), strict=True))
    assert values["revenue"] == [Money(220_000, "ILS"), Money(30_000, "ILS"), Money(100_000, "ILS"), 633]
    assert values["buyers"][:3] == [2, 1, 1]
    assert values["back"][:3] == [1, 1, 0]
    assert values["new"][0] == 1
    assert [span.key for span in halves(TODAY)] == ["now", "2026-1", "2025-2", "2025-1", "2024-2"]
    assert [span.key for span in halves(date(2026, 6, 30))][1] == "2025-2"
    assert half_year(inside, "2026-1", TODAY).rows[0][1] == Money(30_000, "ILS")


def test_before_and_since_counts_as_many_days_on_both_sides(inside: Access, sales: Customer) -> None:
    Organization.objects.update(created_at=datetime(2026, 9, 1, 12, tzinfo=timezone.get_current_timezone()))
    inside.organization.refresh_from_db()
    made = since_neeman(inside, "60", TODAY)
    assert made.rows[0][1:3] == [Money(220_000, "ILS"), Money(0, "ILS")]
    with translation.override("en"):
        assert "Too early" in since_neeman(inside, "180", TODAY).conclusion


def test_deals_by_month(inside: Access, sales: Customer) -> None:
    now = timezone.now()
    for number, value in enumerate((100_00, 300_00, None)):
        deal = make_deal(inside, f"עסקה {number}", customer=sales, value_minor=value, now=now)
        ended = {"lost_at": now} if value is None else {"won_at": now}
        Deal.objects.filter(pk=deal.pk).update(**ended)
    made = deals(inside, "6", timezone.localdate())
    assert made.rows[0][1:6] == [2, 1, 67, Money(400_00, "ILS"), Money(200_00, "ILS")]
    assert made.rows[-1][1:3] == [2, 1]
    assert len(made.rows) == 7
    assert [row[1:3] for row in made.parts[0].rows] == [[2, 1]]


def test_quotes_by_month_and_by_member(inside: Access, sales: Customer) -> None:
    today = timezone.localdate()
    month = today.replace(day=1)
    sent = [make_draft(inside, customer=sales, title=f"הצעה {n}") for n in range(6)]
    fates = [
        {"state": "approved", "decided_at": at(month, 3), "net_minor": 100_00},
        {"state": "approved", "decided_at": at(month, 1), "net_minor": 300_00},
        {"state": "declined", "decided_at": at(month, 9), "net_minor": 50_00},
        {"state": "sent", "valid_until": today - timedelta(days=1), "net_minor": 50_00},
        {"state": "sent", "valid_until": today, "net_minor": 70_00},
        {"state": "replaced", "net_minor": 900_00},
    ]
    for quote, fate in zip(sent, fates, strict=True):
        Quote.objects.filter(pk=quote.pk).update(sent_at=at(month, 0), **fate)
    made = quotes(inside, "6", today)
    row = [5, 2, 1, 1, 50, Money(570_00, "ILS"), Money(400_00, "ILS"), 3]
    assert made.rows[0][1:] == row
    assert made.rows[-1][1:] == row, "together"
    assert made.parts[0].rows == [[str(inside.member), *row]]
    assert made.points[-1].value == 400_00
    assert "50%" in made.conclusion


def at(day: date, later: int) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(12), timezone.get_current_timezone())


def test_talks_are_counted(inside: Access, sales: Customer) -> None:
    log_interaction(inside, sales, Said(outcome=Outcome.SPOKE), now=timezone.now())
    today = timezone.localdate()
    assert sums_of(inside, Period(today, today)).talks == 1


def test_months_before_end_on_days_that_there_are() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)
    assert months_before(date(2028, 8, 31), 6) == date(2028, 2, 29)


@pytest.mark.parametrize("key", KEYS)
def test_each_is_a_page_and_a_file_in_both_languages(owner: Person, key: str) -> None:
    with owner.scope():
        customer = make(owner.access, '=cmd|"x"!A1<b>')
        sold(customer, timezone.localdate() - timedelta(days=40), 5_000)
    for language in ("he", "en"):
        owner.client.cookies["django_language"] = language
        page = owner.client.get(owner.url(f"reports/{key}/"))
        assert page.status_code == 200
        assert conditional_escape(page.context["report"].definition) in page.content.decode()
    for span in (
        *(span.key for one in reports(timezone.localdate()) for span in one.spans),
        "",
        "x",
        "999999",
    ):
        assert owner.client.get(owner.url(f"reports/{key}/"), {"span": span}).status_code == 200, span
    answer = owner.client.post(
        owner.url(f"reports/{key}/file/"), {"span": ""}, headers={"Accept-Language": "he"}
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 2
    assert book.worksheets[0].max_row > 1
    with translation.override("he"):
        assert book.worksheets[0].freeze_panes


def test_money_is_for_those_who_may_see_it(owner: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    before = snapshot()
    listed = viewer.client.get(viewer.url("reports/")).content.decode()
    assert viewer.url("reports/new-customers/") in listed
    assert [one.key for one in reports(TODAY)] == list(KEYS)
    for key in ("revenue", "deals", "quotes", "half-year", "since"):
        assert viewer.url(f"reports/{key}/") not in listed
        assert viewer.client.get(viewer.url(f"reports/{key}/")).status_code == 403
    assert viewer.client.post(viewer.url("reports/new-customers/file/")).status_code == 403
    assert owner.client.get(owner.url("reports/nothing/")).status_code == 404
    assert changed(before) == []
    marketing = make_person(house, "marketing@house.test", Role.MARKETING)
    assert marketing.client.post(marketing.url("reports/revenue/file/")).status_code == 403


def test_only_the_customers_one_sees_are_counted(
    inside: Access, sales: Customer, house: Organization
) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    assert revenue(narrow.access, "12", TODAY).rows[1][1] == Money(0, "ILS")
    assert sum(row[1] for row in new_customers(narrow.access, "8", TODAY).rows) == 0
    Customer.objects.filter(pk=sales.pk).update(owner=narrow.access.member)
    assert revenue(narrow.access, "12", TODAY).rows[1][1] == Money(150_000, "ILS")


def test_as_many_queries_for_a_year_as_for_a_month(inside: Access, sales: Customer) -> None:
    def asked(span: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            revenue(inside, span, TODAY)
        return len(caught)

    assert asked("6") == asked("36") == 2


@pytest.mark.parametrize("key", ["revenue", "half-year", "new-customers"])
def test_sales_of_past_years_are_said_to_have_ended_and_offered(owner: Person, key: str) -> None:
    """A file of CDNOW ends in 1998: every report of this year was zeros without a word."""
    with owner.scope():
        customer = make(owner.access, "ותיק", customer_since=date(1998, 6, 20))
        sold(customer, date(1998, 6, 30), 123_400)
    page = owner.client.get(owner.url(f"reports/{key}/"))
    last = date(1998, 6, 20) if key == "new-customers" else date(1998, 6, 30)
    assert page.context["ended"] == last
    assert f"until={last}" in page.content.decode()
    then = owner.client.get(owner.url(f"reports/{key}/?until={last}"))
    assert any(point.value for point in then.context["made"].points)
    assert f'name="until" value="{last}"' in then.content.decode(), "the file is of the same period"
    assert then.context["ended"] is None


@pytest.mark.parametrize("until", ["", "soon", "2999-01-01", "1998-13-40"])
def test_a_day_that_is_none_or_to_come_is_today(owner: Person, until: str) -> None:
    assert owner.client.get(owner.url(f"reports/revenue/?until={until}")).context["until"] is None
