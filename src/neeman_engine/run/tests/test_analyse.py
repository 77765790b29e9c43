"""The one call: what goes in, what comes out, what it refuses, and that every verdict explains itself."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from neeman_engine.explain import grade_of, late_of, sentence
from neeman_engine.measures.tests.everything import AS_OF, seeded
from neeman_engine.params import Params, ParamsError
from neeman_engine.run import Analysis, analyse
from neeman_engine.tables import FactsError

FACTS = {"customer_id": ["a", "a", "b"], "day": [date(2024, 1, 5), date(2024, 2, 5), date(2024, 1, 9)]}


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(seeded(), as_of=AS_OF)


@pytest.mark.parametrize("lang", ["he", "en"])
def test_every_explanation_recomputes_its_verdict(lang: str) -> None:
    told = analyse(seeded(), as_of=AS_OF, lang="he" if lang == "he" else "en").customers.to_pylist()
    assert {row["grade"] for row in told} == {"A", "B", "C"}
    assert any(late_of(row["explanation_parts"]["rhythm"]) for row in told)
    for row in told:
        parts = row["explanation_parts"]
        assert grade_of(parts["grade"]) == row["grade"]
        assert late_of(parts["rhythm"]) == bool(
            row["overdue_ratio"] is not None and row["overdue_ratio"] >= 1.5
        )
        assert sentence(parts, lang="he" if lang == "he" else "en") == row["explanation"]


def test_a_planted_wrong_grade_is_seen(analysis: Analysis) -> None:
    parts = next(r["explanation_parts"]["grade"] for r in analysis.customers.to_pylist() if r["grade"] == "A")
    assert grade_of(parts | {"revenue_ahead_minor": parts["total_minor"]}) != "A"


def test_arrow_batches_and_parquet_give_the_same(analysis: Analysis, tmp_path: object) -> None:
    path = f"{tmp_path}/facts.parquet"
    pq.write_table(seeded(), path)
    reader = pa.RecordBatchReader.from_batches(seeded().schema, seeded().to_batches())
    for facts in (path, reader):
        assert analyse(facts, as_of=AS_OF).customers.equals(analysis.customers)


def test_as_of_is_the_last_sale_when_not_given() -> None:
    assert analyse(pa.table(FACTS | {"amount_minor": [1, 2, 3]})).as_of == date(2024, 2, 5)


def test_few_data_give_a_verdict_and_no_number() -> None:
    told = analyse(pa.table(FACTS | {"amount_minor": [100, 200, 300]}))
    assert told.portfolio["clv_model"]["verdict"] == "TOO_FEW"
    assert told.portfolio["verdicts"] == {
        "window": "TOO_SHORT",
        "churn": "TOO_SHORT",
        "clv": "TOO_FEW",
        "spend": "TOO_FEW",
    }
    assert told.customers["p_alive"].null_count == told.customers.num_rows


def test_only_returns_are_no_purchase() -> None:
    row = analyse(
        pa.table({"customer_id": ["a"], "day": [date(2024, 1, 5)], "amount_minor": [-5]})
    ).customers.to_pylist()[0]
    assert (row["purchase_days"], row["orders"], row["revenue_minor"], row["grade"]) == (0, 0, -5, "C")
    assert row["first_purchase"] is None


def test_the_same_day_a_year_before_is_outside_the_window() -> None:
    facts = pa.table(
        {
            "customer_id": ["a", "a", "a"],
            "day": [date(2023, 3, 31), date(2023, 4, 1), date(2024, 3, 31)],
            "amount_minor": [100, 10, 1],
        }
    )
    row = analyse(facts).customers.to_pylist()[0]
    assert (row["revenue_minor"], row["revenue_window_minor"], row["revenue_before_minor"]) == (111, 11, 100)


def test_costs_customers_and_payments_are_joined() -> None:
    told = analyse(
        pa.table(FACTS | {"amount_minor": [1000, 2000, 3000], "direct_cost_minor": [400, 900, 3500]}),
        customers=pa.table({"customer_id": ["a", "b"], "parent": ["g", "g"], "name": ["Ann", None]}),
        costs=pa.table({"customer_id": ["a", "a"], "cost_minor": [100, 150]}),
        payments=pa.table({"customer_id": ["b"], "amount_minor": [2500]}),
    )
    rows = {row["customer_id"]: row for row in told.customers.to_pylist()}
    assert [rows["a"][key] for key in ("profit_minor", "profit_rank", "cost_to_serve_minor")] == [
        1450,
        1,
        250,
    ]
    assert [rows["b"][key] for key in ("profit_minor", "balance_minor", "name")] == [-500, 500, None]
    assert told.portfolio["top1_share"] == 1
    assert told.portfolio["destroyed_profit_minor"] == -500


def lifetimes(costs: list[int | None] | None, **params: object) -> list[tuple[int, int, int]]:
    """Of a, who bought for 1000 and 2000 in the last year and before it, and b, who left: of two one stayed."""
    facts = {
        "customer_id": ["a", "a", "a", "b"],
        "day": [date(2022, 6, 1), date(2023, 6, 1), date(2024, 3, 1), date(2022, 6, 1)],
        "amount_minor": [500, 1000, 2000, 9000],
    }
    told = analyse(
        pa.table(facts | ({} if costs is None else {"direct_cost_minor": pa.array(costs, pa.int64())})),
        as_of=date(2024, 5, 1),
        params=Params().changed(dict(params)),
    )
    names = ("contribution_12m_minor", "current_value_minor", "lifetime_value_minor")
    return [
        tuple(row.get(name) for name in names) for row in told.customers.sort_by("customer_id").to_pylist()
    ]


def test_value_is_counted_from_costs_or_from_the_margin() -> None:
    assert lifetimes([None, 400, None, None]) == [
        (600, 600, 1200),
        (0, 0, 0),
    ]  # an unknown cost is not nothing
    assert lifetimes([0, 1000, 2900, 0])[0] == (-900, 0, 0)
    assert lifetimes(None, clv_margin_percent=25)[0] == (None, 750, 1500)


def test_value_is_of_a_year_whatever_the_window() -> None:
    assert lifetimes(None, window_months=None)[0] == (None, 3000, None)
    assert lifetimes(None, window_months=24)[0][1] == 3000


def test_value_says_nothing_of_a_history_that_is_too_short() -> None:
    told = analyse(pa.table(FACTS | {"amount_minor": [100, 200, 300]}))
    assert told.portfolio["remaining_years"] is told.portfolio["lifetime_mean_minor"] is None
    assert told.customers["lifetime_value_minor"].null_count == 2
    assert told.customers["current_value_minor"].to_pylist() == [300, 300]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (pa.table({"customer_id": ["a"]}), "no column day, amount_minor"),
        (pa.table({"customer_id": ["a"], "day": [date(2024, 1, 1)], "amount_minor": [1.5]}), "whole numbers"),
        (pa.table({"customer_id": ["a"], "day": ["x"], "amount_minor": [1]}), "must hold dates"),
        (
            pa.table(
                {
                    "customer_id": [],
                    "day": pa.array([], pa.date32()),
                    "amount_minor": pa.array([], pa.int64()),
                }
            ),
            "no sale",
        ),
    ],
)
def test_what_cannot_be_measured_is_said_in_words(facts: pa.Table, said: str) -> None:
    with pytest.raises(FactsError, match=said):
        analyse(facts)


@pytest.mark.parametrize(
    "changes", [{"nothing": 1}, {"grade_cut_a": "80"}, {"grade_cut_a": 96}, {"window_months": 0}]
)
def test_settings_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ParamsError):
        Params().changed(changes)
