"""On the card: the verdict in words that recompute it, a grade by hand that can be taken back, the grade over time."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import Person
from neeman.customers.models import Customer, Standing
from neeman.orgs.models import ChangeSet
from neeman.portfolio.computing import recompute
from neeman.portfolio.explaining import explain
from neeman.portfolio.models import GradeSet
from neeman.portfolio.tests.selling import A_YEAR_AGO, TODAY, look_back, open_shop
from neeman.ui.text import plain
from neeman_engine.explain import grade_of, late_of


@pytest.fixture
def shop(owner: Person) -> Person:
    with owner.scope():
        open_shop(10)
        recompute(owner.access, today=TODAY)
    return owner


def first(person: Person) -> Customer:
    with person.scope():
        return Customer.objects.order_by("pk")[0]


def test_the_numbers_of_the_explanation_recompute_the_verdict(shop: Person) -> None:
    with shop.scope():
        standings = list(Standing.objects.all())
    for standing in standings:
        parts = standing.explanation
        assert grade_of(parts["grade"]) == standing.grade
        assert late_of(parts["rhythm"]) == ((standing.overdue_ratio or 0) >= 1.5)
        said = " ".join(explain(parts, plain("en"), "ILS"))
        assert plain("en").money(standing.revenue_window_minor) in said or standing.revenue_window_minor <= 0


@pytest.mark.parametrize("code", ["own", "segment", "all", "unknown", "never"])
@pytest.mark.parametrize("grade", ["revenue", "revenue_all", "nothing", "nothing_all"])
def test_every_code_of_the_engine_has_words(code: str, grade: str) -> None:
    parts = {
        "grade": {
            "code": grade, "grade": "B", "revenue_window_minor": 100, "revenue_ahead_minor": 50, "total_minor": 0,
            "cut_a": 80, "cut_b": 95, "months": 12, "rank": 2, "customers": 3,
        },
        "rhythm": {
            "code": code, "usual_gap_days": None if code in {"unknown", "never"} else 20.0,
            "days_since_last": None if code == "never" else 70, "late_from": 1.5, "monthly_minor": 900,
        },
    }  # fmt: skip
    assert all(explain(parts, plain("en"), "ILS"))


def test_the_panel_stands_on_the_card_for_whoever_may_see_it(shop: Person, colleague: Person) -> None:
    path = f"customers/{first(shop).pk}/"
    assert b"standing-title" in shop.client.get(shop.url(path)).content
    assert b"standing-title" not in colleague.client.get(colleague.url(path)).content


def test_a_grade_by_hand_shows_at_once_and_is_taken_back(shop: Person) -> None:
    customer = first(shop)
    page = shop.url(f"portfolio/customers/{customer.pk}/grade/")
    assert shop.client.get(page).status_code == 200
    assert shop.client.post(page, {"grade": "C", "reason": ""}).status_code == 200, "a reason is asked for"
    for grade, reason in (("C", "לא משלם"), ("B", "שילם")):
        assert shop.client.post(page, {"grade": grade, "reason": reason}).status_code == 302
        with shop.scope():
            assert Standing.objects.get(customer=customer).grade == grade
            assert GradeSet.objects.get().reason == reason
    assert "שילם" in shop.client.get(shop.url(f"customers/{customer.pk}/")).content.decode()

    with shop.scope():
        last = ChangeSet.objects.filter(verb="portfolio.grade.set").order_by("-pk")[0]
    shop.client.post(shop.url(f"portfolio/undo/{last.pk}/"))
    with shop.scope():
        assert Standing.objects.get(customer=customer).grade == "C"
        assert GradeSet.objects.get().reason == "לא משלם"
    shop.client.post(shop.url(f"portfolio/customers/{customer.pk}/grade/lift/"))
    with shop.scope():
        assert Standing.objects.get(customer=customer).grade == "A"
        assert not GradeSet.objects.exists()


def test_the_grade_over_time(shop: Person) -> None:
    customer = first(shop)
    with shop.scope():
        look_back(shop.access, A_YEAR_AGO, date(2026, 6, 30))
    shown = shop.client.get(shop.url(f"portfolio/customers/{customer.pk}/")).context["picture"]
    days = [row[0] for row in shown.table.rows]
    assert days == sorted(days, reverse=True)
    assert len(days) == 3
    assert shown.table.rows[0][1] == "A"


def test_who_bought_once_is_not_said_to_be_a_customer_for_certain(shop: Person) -> None:
    """CDNOW: silent for 543 days, "dormant" in red, and "still a customer: 100%" below, since the model knows no rhythm."""
    once, often = first(shop), "#p-alive"
    path = shop.url(f"customers/{once.pk}/")
    with shop.scope():
        Standing.objects.filter(customer=once).update(p_alive=1.0, purchase_days=2)
    assert often in shop.client.get(path).content.decode() + shop.client.get(path + "later/").content.decode()
    with shop.scope():
        Standing.objects.filter(customer=once).update(purchase_days=1)
    page = shop.client.get(path).content.decode()
    assert often not in page + shop.client.get(path + "later/").content.decode()
    assert "ביום אחד" in page
