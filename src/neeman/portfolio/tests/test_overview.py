"""The CEO's page: its numbers are those that plain loops over the ledger find, and all of them can be taken away."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Person
from neeman.customers.models import Customer
from neeman.jobs.models import Job, State
from neeman.portfolio.computing import recompute
from neeman.portfolio.pictures import Picture
from neeman.portfolio.services import request_recompute
from neeman.portfolio.tests import by_hand
from neeman.portfolio.tests.selling import TODAY, open_shop
from neeman.targets import judging
from neeman.targets.queries import Aim
from neeman.targets.services import set_targets
from neeman.targets.spans import Span

YEAR_AGO, TWO_YEARS_AGO = date(2025, 11, 22), date(2024, 11, 22)
PICTURES = ("pareto", "concentration", "cohorts", "months", "churn", "top", "late", "new", "lost")


@pytest.fixture(scope="module")
def made_shop(founder: Person) -> Person:
    with founder.scope():
        open_shop()
        recompute(founder.access, today=TODAY)
    return founder


@pytest.fixture
def shop(made_shop: Person, db: None) -> Person:
    """The owner of a business that has been computed."""
    return made_shop.anew()


def page(person: Person, query: str = "", **headers: str) -> dict[str, Any]:
    response = person.client.get(person.url(f"portfolio/{query}"), headers=headers)
    assert response.status_code == 200
    contexts = response.context if isinstance(response.context, list) else [response.context]
    return {name: value for context in contexts for name, value in context.flatten().items()}


def rows(shown: dict[str, Any], name: str) -> list[tuple[Any, ...]]:
    picture = shown[name]
    assert isinstance(picture, Picture)
    return picture.table.rows


def test_the_numbers_are_those_of_the_ledger(shop: Person) -> None:
    shown = page(shop)
    with shop.scope():
        known = by_hand.everybody(TODAY)
        revenues = [one.revenue(YEAR_AGO, TODAY) for one in known]
        share = by_hand.largest_share(known, YEAR_AGO, TODAY)
    data = shown["scene"].data
    assert (data["customers"], data["revenue_window_minor"]) == (len(known), sum(revenues))
    gold, silver = by_hand.above(revenues, 80), by_hand.above(revenues, 95)
    assert [row[1] for row in rows(shown, "pareto")] == [gold, silver - gold, len(known) - silver]
    assert sum(row[2] for row in rows(shown, "pareto")) == sum(revenues)
    assert rows(shown, "concentration")[0][2] == pytest.approx(share)

    before = [one for one in known if one.days(TWO_YEARS_AGO, YEAR_AGO)]
    lost = [one for one in before if not one.days(YEAR_AGO, TODAY)]
    assert data["churn_rate_customers"] == pytest.approx(len(lost) / len(before))
    assert {row[0] for row in rows(shown, "gone")} == {str(one.customer.pk) for one in lost}
    new = [one for one in known if (days := one.days(date.min, TODAY)) and days[0] > YEAR_AGO]
    assert {row[0] for row in rows(shown, "new")} == {str(one.customer.pk) for one in new}

    buyers = [one for one in known if one.days(YEAR_AGO, TODAY)]
    assert data["arpa_minor"] == pytest.approx(sum(revenues) / len(buyers), abs=1)
    earned = sum(one.revenue(YEAR_AGO, TODAY) - one.cost(YEAR_AGO, TODAY) for one in known)
    assert data["contribution_minor"] == earned


def test_who_is_late_and_what_is_at_stake(shop: Person) -> None:
    shown = page(shop)
    with shop.scope():
        known = by_hand.everybody(TODAY)
    late = {}
    for one in known:
        gap, days = one.usual_gap(TODAY), one.days(date.min, TODAY)
        if gap and (TODAY - days[-1]).days / gap >= 1.5 and one.revenue(YEAR_AGO, TODAY) > 0:
            late[str(one.customer.pk)] = one.revenue(YEAR_AGO, TODAY)
    assert {row[0]: row[3] for row in rows(shown, "late")} == late
    assert shown["scene"].data["overdue_revenue_minor"] == sum(late.values())
    for customer_id in late:
        assert any(row["href"].endswith(f"/customers/{customer_id}/") for row in shown["late"].more["rows"])


def test_other_cuts_are_counted_exactly_and_come_as_a_fragment(shop: Person) -> None:
    with shop.scope():
        revenues = [one.revenue(YEAR_AGO, TODAY) for one in by_hand.everybody(TODAY)]
    for a, b in ((70, 90), (1, 99), (50, 50)):
        shown = page(shop, f"?part=pareto&cut_gold={a}&cut_silver={b}", **{"HX-Request": "true"})
        assert rows(shown, "pareto")[0][1] == by_hand.above(revenues, a)
        assert rows(shown, "pareto")[1][1] == by_hand.above(revenues, b) - by_hand.above(revenues, a)
    fragment = shop.client.get(shop.url("portfolio/?part=pareto&cut_gold=70"), headers={"HX-Request": "true"})
    assert b"<html" not in fragment.content
    assert fragment.content.count(b'role="slider"') == 2
    whole = shop.client.get(shop.url("portfolio/?part=pareto&cut_gold=70"))
    assert b"<html" in whole.content, "without htmx it is a page"
    assert page(shop, "?cut_gold=nonsense&as_of=yesterday&part=../x")["pareto"].more["cuts"].a == 80


def test_the_year_without_one_customer(shop: Person) -> None:
    whole = page(shop)
    for choice in whole["leaves"]["choices"]:
        leaves = page(shop, f"?part=what_if&leaves={choice['id']}", **{"HX-Request": "true"})["leaves"]
        assert (
            leaves["revenue_left_minor"] + leaves["revenue_minor"]
            == whole["scene"].data["revenue_window_minor"]
        )


def test_every_picture_has_its_table_and_its_workbook(shop: Person) -> None:
    drawn = {one.name: one for one in page(shop).values() if isinstance(one, Picture)}
    assert set(drawn) == set(PICTURES)
    for name, picture in drawn.items():
        response = shop.client.get(shop.url(f"portfolio/sheet.xlsx?picture={name}"))
        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        assert sheet.sheet_view.rightToLeft
        written = list(sheet.iter_rows(values_only=True))
        assert len(written) == len(picture.table.rows) + 1, name
        assert len(written[0]) == len(picture.table.columns)
    assert shop.client.get(shop.url("portfolio/sheet.xlsx?picture=nothing")).status_code == 404


def test_nobody_computed_yet(owner: Person) -> None:
    assert owner.client.get(owner.url("portfolio/")).templates[0].name == "portfolio/empty.html"


def test_progress_is_asked_for_until_it_is_done(shop: Person) -> None:
    with shop.scope():
        job = request_recompute(shop.access)
        Job.objects.filter(pk=job.pk).update(state=State.RUNNING, progress_done=2, progress_total=5)
    address = shop.url("portfolio/?as_of=2026-11-22")
    asked = unescape(
        re.findall(r'hx-get="([^"]*part=working[^"]*)"', shop.client.get(address).content.decode())[0]
    )
    assert "as_of=2026-11-22" in asked
    answer = shop.client.get(asked, headers={"HX-Request": "true"})
    assert 'value="2" max="5"' in answer.content.decode()
    assert "figures" not in answer.content.decode()
    with shop.scope():
        Job.objects.filter(pk=job.pk).update(state=State.DONE)
    assert shop.client.get(asked, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "part=working" not in shop.client.get(address).content.decode()


def test_targets_stand_beside_their_figures(shop: Person) -> None:
    assert not any(figure["targets"] for figure in page(shop)["figures"])
    with shop.scope():
        data = page(shop)["scene"].data
        churn, worth = round(data["churn_rate_customers"] * 10_000), data["arpa_minor"]
        wishes = {
            ("churn_rate_customers", Span.QUARTER): churn - 1,
            ("churn_rate_customers", Span.YEAR): churn,
            ("arpa_minor", Span.YEAR): worth + 1,
        }
        set_targets(
            shop.access,
            {Aim(f"portfolio.{name}", None, span): value for (name, span), value in wishes.items()},
            day=TODAY,
        )
    figures = {figure.get("measure"): figure["targets"] for figure in page(shop)["figures"]}
    states = [one.state for one in figures["churn_rate_customers"]]
    assert states == [judging.State.BEHIND, judging.State.REACHED], (
        "the quarter's first, and less churn is better"
    )
    assert [one.state for one in figures["arpa_minor"]] == [judging.State.BEHIND]
    text = shop.client.get(shop.url("portfolio/")).content.decode()
    assert "יעד השנה" in text
    assert 'class="health watch"' in text


def test_queries_do_not_grow_with_customers(shop: Person) -> None:
    counts = []
    page(shop)
    for more in (0, 30):
        if more:
            with shop.scope():
                Customer.objects.bulk_create(Customer(name=f"עוד {n}") for n in range(more))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(shop)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
