"""What figures mean: snapshots of different definitions never meet, and a change of a definition cannot pass unseen."""

from __future__ import annotations

from conftest import Person
from neeman.orgs.access import Access
from neeman.portfolio.computing import recompute
from neeman.portfolio.definitions import DEFINITIONS
from neeman.portfolio.models import Snapshot
from neeman.portfolio.tests.selling import A_YEAR_AGO, TODAY, look_back, open_shop
from neeman.portfolio.tests.test_overview import page

FIGURES: dict[int, dict[str, float | None]] = {
    1: {
        "lines_used": 380,
        "customers": 24,
        "revenue_minor": 1154027306,
        "revenue_window_minor": 409781224,
        "arpa_minor": 21567433,
        "churn_rate_customers": 0.2,
        "churn_rate_revenue": 0.057,
        "retention_rate": 0.8,
        "repeat_rate": 0.958333,
        "lifetime_mean_minor": 32354531,
        "contribution_minor": 122934429,
        "top1_share": 0.333227,
        "overdue_customers": 5,
    }
}
"""Definitions -> the key figures of the shop of `selling.open_shop`. A change of a measure that moves one of them needs
the next number in `definitions`, and its figures here."""


def test_these_figures_are_those_of_the_definitions(inside: Access) -> None:
    open_shop()
    snapshot = recompute(inside, today=TODAY)
    assert snapshot is not None
    assert snapshot.definitions == DEFINITIONS
    found = {name: round(value, 6) if value else value for name, value in snapshot.figures.items()}
    assert found == FIGURES[DEFINITIONS], "a definition changed: raise DEFINITIONS and write down its figures"


def test_days_of_other_definitions_are_not_compared(owner: Person) -> None:
    with owner.scope():
        open_shop()
        recompute(owner.access, today=TODAY)
        look_back(owner.access, A_YEAR_AGO)
    assert page(owner)["scene"].earlier.as_of == A_YEAR_AGO
    with owner.scope():
        Snapshot.objects.filter(as_of=A_YEAR_AGO).update(definitions=DEFINITIONS - 1)
    shown = page(owner)
    assert shown["scene"].earlier is None
    assert not any("change" in figure for figure in shown["figures"])
    answer = owner.client.get(owner.url("portfolio/moves/"))
    assert "הגדרות ישנות" in answer.context["left_out"][0]
