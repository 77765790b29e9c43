"""The rules as a form: what is saved grades everybody anew, what was can be had back, nobody overwrites anybody."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import Person
from neeman.orgs.models import ChangeSet
from neeman.portfolio.computing import recompute
from neeman.portfolio.models import Method
from neeman.portfolio.queries import customers_of, find_snapshot, get_rules
from neeman.portfolio.tests.selling import TODAY, open_shop


@pytest.fixture
def form(owner: Person) -> dict[str, Any]:
    """What the page's form holds when nothing is touched."""
    shown = owner.client.get(owner.url("portfolio/rules/")).context["form"]
    return {name: shown[name].value() for name in shown.fields}


def test_what_is_saved_is_what_differs_from_the_defaults(owner: Person, form: dict[str, Any]) -> None:
    given = {
        **form,
        "method": "share",
        "grade_share_a": 10,
        "rule_a_revenue_minor": "₪ 12,500.50",
    }
    assert owner.client.post(owner.url("portfolio/rules/"), {**given, "window_months": 0}).status_code == 302
    with owner.scope():
        rules = get_rules(owner.access)
    assert (rules.method, rules.params) == (
        "share",
        {"grade_share_a": 10, "rule_a_revenue_minor": 1_250_050, "window_months": None},
    )
    again = owner.client.get(owner.url("portfolio/rules/")).context["form"]
    assert again["rule_a_revenue_minor"].value() == "12,500.50"


def test_a_stale_form_overwrites_nothing(owner: Person, form: dict[str, Any]) -> None:
    owner.client.post(owner.url("portfolio/rules/"), {**form, "grade_cut_a": 70})
    late = owner.client.post(owner.url("portfolio/rules/"), {**form, "grade_cut_a": 60})
    assert late.context["stale"]
    with owner.scope():
        assert get_rules(owner.access).params == {"grade_cut_a": 70}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("grade_cut_b", {"grade_cut_a": 90, "grade_cut_b": 80}),
        ("grade_share_b", {"grade_share_a": 60, "grade_share_b": 50}),
        ("concentration_red", {"concentration_amber": 30, "concentration_red": 20}),
        ("overdue_ratio", {"overdue_ratio": "0.2"}),
        ("rule_c_revenue_minor", {"rule_c_revenue_minor": "-5"}),
        ("rule_c_revenue_minor", {"rule_c_revenue_minor": "המון"}),
    ],
)
def test_numbers_that_make_no_sense(
    owner: Person, form: dict[str, Any], field: str, values: dict[str, Any]
) -> None:
    refused = owner.client.post(owner.url("portfolio/rules/"), {**form, **values})
    assert field in refused.context["form"].errors


def test_back_to_the_defaults_and_back_again(owner: Person, form: dict[str, Any]) -> None:
    owner.client.post(owner.url("portfolio/rules/"), {**form, "grade_cut_a": 70, "method": "rules"})
    restored = owner.client.post(owner.url("portfolio/rules/defaults/"), follow=True)
    with owner.scope():
        assert (get_rules(owner.access).method, get_rules(owner.access).params) == ("pareto", {})
    with owner.scope():
        last = ChangeSet.objects.order_by("-pk")[0]
    assert restored.context["toasts"][-1]["undo"] == owner.url(f"portfolio/undo/{last.pk}/")
    owner.client.post(owner.url(f"portfolio/undo/{last.pk}/"))
    with owner.scope():
        assert (get_rules(owner.access).method, get_rules(owner.access).params) == (
            "rules",
            {"grade_cut_a": 70},
        )


def test_the_preview_counts_and_names_who_would_change(owner: Person) -> None:
    with owner.scope():
        open_shop(12)
        recompute(owner.access, today=TODAY)
        snapshot = find_snapshot(owner.access)
        assert snapshot is not None
        rows = customers_of(snapshot, ["customer_id", "grade", "grade_by_rules"]).to_pylist()
    shown = owner.client.get(owner.url("portfolio/rules/?method=rules"), headers={"HX-Request": "true"})
    changes = shown.context["changes"]
    expected = {row["customer_id"] for row in rows if row["grade"] != row["grade_by_rules"]}
    assert {row["customer_id"] for row in changes.changed} == expected
    assert sum(sum(row.values()) for row in changes.counts.values()) == len(rows)
    assert shown.context["other"] == Method.RULES
    assert b"<html" not in shown.content


def test_whoever_may_not_edit_may_not_look(colleague: Person) -> None:
    assert colleague.client.get(colleague.url("portfolio/rules/")).status_code == 403
