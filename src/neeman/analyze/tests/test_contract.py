"""What the four files must hold, whatever the data: columns with their types, keys, and words in both languages."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from neeman.analyze.report.words import REPORT
from neeman.analyze.tests.running import Ran, run
from neeman.analyze.words import WORDS

HEAD = "customer,date,order,product,product category,quantity,unit price,direct cost,discount,country,segment,owner,currency"
COLUMNS = {
    pa.string(): ["customer_id", "grade", "explanation", "segment", "owner"],
    pa.date32(): ["first_purchase", "last_purchase"],
    pa.int64(): [
        "orders", "purchase_days", "revenue_minor", "revenue_window_minor", "revenue_rank", "repeat_purchases",
        "recency_days", "age_days", "days_since_last", "expected_value_minor", "clv_12m_minor", "current_value_minor",
        "lifetime_value_minor", "direct_cost_minor", "cost_to_serve_minor", "profit_minor", "profit_rank",
    ],
    pa.float64(): ["revenue_share", "usual_gap_days", "overdue_ratio", "p_alive", "p_purchase_12m", "expected_purchases_12m"],
}  # fmt: skip
KEYS = [
    "as_of",
    "currency",
    "lines_read",
    "lines_used",
    "lines_left_out",
    "orders",
    "customers",
    "revenue_minor",
    "top1_share",
    "top3_share",
    "top5_share",
    "hhi",
    "grades",
    "customers_making_80_percent",
    "arpa_minor",
    "repeat_rate",
    "retention_rate",
    "churn_rate_customers",
    "churn_rate_revenue",
    "cohorts",
    "clv_model",
    "spend_model",
    "profit_minor",
    "loss_making_customers",
    "destroyed_profit_minor",
    "whale_peak_share",
    "whale_peak_customers",
    "remaining_years",
    "lifetime_mean_minor",
    "clv_12m_mean_minor",
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Three years of a business of 120, with every role that a file may have."""
    folder, draw = tmp_path_factory.mktemp("contract"), random.Random(1)
    rows = [HEAD]
    for number in range(3_000):
        who, quantity, price = (
            min(int(draw.paretovariate(0.8)), 120),
            draw.choice([1, 2, 3, -1]),
            draw.randrange(5, 300),
        )
        day = date(2022, 1, 1) + timedelta(days=draw.randrange(1096))
        words = (
            f"c{who}",
            day,
            number // 2,
            "p",
            "k",
            quantity,
            price,
            quantity * price * 0.6,
            draw.choice([0, 7.5, 12]),
            "IL",
            "shops",
            "דנה",
            "ILS",
        )
        rows.append(",".join(map(str, words)))
    (folder / "sales.csv").write_text("\n".join(rows), "utf-8")
    return run(folder / "out", folder / "sales.csv")


def test_customers_have_the_columns_of_the_contract(ran: Ran) -> None:
    schema = pq.read_schema(ran.out / "customers.parquet")
    assert {name: schema.field(name).type for names in COLUMNS.values() for name in names} == {
        name: kind for kind, names in COLUMNS.items() for name in names
    }
    assert {row["owner"] for row in ran.customers.values()} == {"דנה"}


def test_the_portfolio_has_the_keys_of_the_contract(ran: Ran) -> None:
    assert set(KEYS) <= set(ran.portfolio)
    assert {
        "name",
        "r",
        "alpha",
        "a",
        "b",
        "log_likelihood",
        "time_unit_days",
        "customers",
        "verdict",
    } <= set(ran.portfolio["clv_model"])
    assert {"p", "q", "gamma", "log_likelihood", "customers"} <= set(ran.portfolio["spend_model"])
    assert set(ran.portfolio["grades"]) == set("ABC")


def test_the_simple_value_is_current_and_future(ran: Ran) -> None:
    years = ran.portfolio["remaining_years"]
    assert 0 < years <= 5
    for row in ran.customers.values():
        assert row["current_value_minor"] == max(0, row["contribution_12m_minor"])
        assert row["lifetime_value_minor"] == pytest.approx(row["current_value_minor"] * (1 + years), abs=1)
    assert "ערך חיי לקוח פשוט" in ran.report


def test_every_part_of_the_report_is_there_and_drawn_for_desk_and_phone(ran: Ran) -> None:
    for code in ("pareto_sub", "concentration_sub", "months_sub", "quarters_sub", "cohorts_sub", "whale_sub", "segments_sub", "grades_sub"):  # fmt: skip
        assert REPORT["he"][code].split("{")[0] in ran.report, code
    assert ran.report.count('class="phone"') == ran.report.count('class="desk"') >= 6


def test_both_languages_say_the_same_things() -> None:
    assert set(REPORT["he"]) == set(REPORT["en"])
    assert set(WORDS["he"]) == set(WORDS["en"])
