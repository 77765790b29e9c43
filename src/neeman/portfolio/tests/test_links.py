"""Every figure of the overview opens exactly the customers behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from typing import Any

import pyarrow.compute as pc
import pytest
from django.http import QueryDict

from conftest import Person
from neeman.customers.models import Customer
from neeman.customers.views.listing import open_desk
from neeman.portfolio.computing import recompute
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import customers_of
from neeman.portfolio.services import set_grade
from neeman.portfolio.tests.selling import TODAY, open_shop, sell

BORDERS = [
    date(*day)
    for day in ((2025, 11, 22), (2025, 11, 23), (2024, 11, 22), (2024, 11, 23), (2026, 9, 30), (2026, 10, 1))
]
"""Days on both sides of each border that a link draws: who bought then is on one side of it alone."""


@pytest.fixture
def shop(owner: Person) -> Iterator[Person]:
    with owner.scope():
        open_shop()
        for day in BORDERS:
            sell(Customer.objects.create(name=f"{day}"), day, 1_000)
        recompute(owner.access, today=TODAY)
        yield owner


def overview(shop: Person) -> Any:
    return shop.client.get(shop.url("portfolio/"))


def links(page: str) -> set[str]:
    """The queries of every link from the overview to the list of customers."""
    return {unescape(query) for query in re.findall(r'href="[^"]*/customers/\??([^"/]*)"', page)}


def listed(shop: Person, query: str) -> int:
    with shop.scope():
        return open_desk(shop.access, QueryDict(query)).listing.totals().count


def expected(data: dict[str, Any], scene: Any, buyers: int) -> dict[str, int]:
    """Query -> the figure that leads there."""
    since, before = scene.year
    everybody = {"", "sort=-lifetime", "sort=-last"}
    grades = data["grades_in_force"]
    return {
        **dict.fromkeys(everybody, data["customers"]),
        f"bought={since}&sort=-revenue": buyers,
        f"bought={before}&silent={since}&sort=last": data["lost_customers"],
        f"bought={before}&silent={since}": data["lost_customers"],
        f"joined={since}": data["new_customers"],
        "late=yes&sort=-at_stake": data["overdue_customers"],
        **{f"grade={grade}": grades[grade]["customers"] for grade in "ABC"},
        **{f"joined={row['cohort']}": row["customers"] for row in data["cohorts_quarterly"]},
    }


def test_every_link_opens_as_many_customers_as_its_figure_counts(shop: Person) -> None:
    response = overview(shop)
    data, scene = response.context["scene"].data, response.context["scene"]
    with shop.scope():
        table = customers_of(Snapshot.objects.latest("as_of"), ["purchases_window"])
        buyers = pc.sum(pc.greater(table["purchases_window"], 0)).as_py()
    counts = expected(data, scene, buyers)
    found = links(response.content.decode())
    assert found <= counts.keys(), "a link whose figure nobody compares"
    assert len(found) > 12
    assert {query: listed(shop, query) for query in found} == {query: counts[query] for query in found}
    assert data["new_customers"]
    assert data["lost_customers"]
    assert data["overdue_customers"]


def test_a_grade_by_hand_is_no_part_of_the_curve(shop: Person) -> None:
    with shop.scope():
        last = Customer.objects.order_by("standing__revenue_window_minor")[0]
        set_grade(shop.access, last, "A", reason="ותיק")
        recompute(shop.access, today=TODAY)
    assert "grade=A" not in links(overview(shop).content.decode())
