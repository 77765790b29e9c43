"""A real wholesaler's year, whole, against an independent computation in pandas from the written definitions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from neeman.analyze.tests.running import Ran, run

pytestmark = pytest.mark.shared_data

AS_OF, AFTER = pd.Timestamp("2011-12-09"), pd.Timestamp("2010-12-09")


@pytest.fixture(scope="module")
def source(test_data: Path) -> Path:
    return test_data / "online_retail" / "online_retail.parquet"


@pytest.fixture(scope="module")
def ran(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run(tmp_path_factory.mktemp("report"), source, "--currency", "GBP", "--lang", "en")


@pytest.fixture(scope="module")
def lines(source: Path) -> pd.DataFrame:
    """Lines with a customer; money in whole pence, rounded half away from zero from the exact product."""
    table = pd.read_parquet(source)
    table = table[table.CustomerID.notna()].copy()
    exact = (table.UnitPrice * 1000).round().astype("int64") * table.Quantity
    table["minor"] = ((exact.abs() + 5) // 10) * exact.map(lambda value: -1 if value < 0 else 1)
    table["day"] = table.InvoiceDate.dt.normalize()
    table["customer"] = table.CustomerID.astype("int64").astype(str)
    return table


@pytest.fixture(scope="module")
def bought(lines: pd.DataFrame) -> pd.DataFrame:
    """One row a purchase day."""
    return lines[lines.minor > 0].groupby(["customer", "day"], as_index=False).minor.sum()


def test_every_line_is_accounted_for(ran: Ran) -> None:
    assert ran.code == 0
    found = ran.portfolio
    assert (found["lines_read"], found["lines_used"]) == (541_909, 406_829)
    assert found["lines_left_out"] == {"no_customer": 135_080}
    assert found["lines_doubted"] == {"duplicate": 5_268}
    assert len(ran.problems) == 135_080 + 5_268


def test_customers_and_money(ran: Ran, lines: pd.DataFrame, bought: pd.DataFrame) -> None:
    assert len(ran.customers) == ran.portfolio["customers"] == lines.customer.nunique() == 4_372
    revenue = lines.groupby("customer").minor.sum()
    window = lines[lines.day > AFTER].groupby("customer").minor.sum()
    days, first, last = (getattr(bought.groupby("customer").day, name)() for name in ("count", "min", "max"))
    orders = lines[lines.minor > 0].groupby("customer").InvoiceNo.nunique()
    for customer, row in ran.customers.items():
        assert row["revenue_minor"] == revenue[customer]
        assert row["revenue_window_minor"] == window.get(customer, 0)
        assert row["purchase_days"] == days.get(customer, 0)
        assert row["orders"] == orders.get(customer, 0)
        if customer in days.index:
            assert (row["first_purchase"], row["last_purchase"]) == (
                first[customer].date(),
                last[customer].date(),
            )
            assert row["recency_days"] == (last[customer] - first[customer]).days
            assert row["age_days"] == (AS_OF - first[customer]).days
    assert ran.portfolio["revenue_minor"] == 830_006_581


def test_grades_and_concentration(ran: Ran) -> None:
    rows = sorted(ran.customers.values(), key=lambda row: (-row["revenue_window_minor"], row["customer_id"]))
    total, ahead = sum(row["revenue_window_minor"] for row in rows), 0
    for place, row in enumerate(rows, 1):
        revenue = row["revenue_window_minor"]
        grade = "C" if revenue <= 0 or ahead * 100 >= total * 95 else "A" if ahead * 100 < total * 80 else "B"
        assert (row["revenue_rank"], row["grade"]) == (place, grade)
        assert row["revenue_share"] == pytest.approx(revenue / total)
        ahead += revenue
    for n in (1, 3, 5):
        share = sum(row["revenue_window_minor"] for row in rows[:n]) / total
        assert ran.portfolio[f"top{n}_share"] == pytest.approx(share)
    assert ran.portfolio["hhi"] == pytest.approx(
        sum((row["revenue_window_minor"] / total) ** 2 for row in rows)
    )


def test_retention_churn_and_arpa(ran: Ran, lines: pd.DataFrame, bought: pd.DataFrame) -> None:
    now, before = set(bought[bought.day > AFTER].customer), set(bought[bought.day <= AFTER].customer)
    days = bought.groupby("customer").day.count()
    old = lines[lines.day <= AFTER].groupby("customer").minor.sum()
    window = int(lines[lines.day > AFTER].minor.sum())
    expected: dict[str, Any] = {
        "repeat_rate": int((days >= 2).sum()) / 4_372,
        "churn_rate_customers": len(before - now) / len(before),
        "retention_rate": 1 - len(before - now) / len(before),
        "churn_rate_revenue": int(old[sorted(before - now)].sum()) / int(old.sum()),
    }
    for name, value in expected.items():
        assert ran.portfolio[name] == pytest.approx(value)
    assert ran.portfolio["arpa_minor"] == (2 * window + len(now)) // (2 * len(now))
    assert ran.portfolio["verdicts"]["churn"] == "TOO_SHORT"


def test_cohorts(ran: Ran, bought: pd.DataFrame) -> None:
    months = bought.assign(month=bought.day.dt.to_period("M"))
    months["cohort"] = months.groupby("customer").month.transform("min")
    active = months.groupby(["cohort", "month"]).customer.nunique()
    for row in ran.portfolio["cohorts"]:
        cohort = pd.Period(row["cohort"], "M")
        assert row["customers"] == active[(cohort, cohort)]
        assert row["active"] == [
            int(active.get((cohort, cohort + age), 0)) for age in range(len(row["active"]))
        ]
    assert sum(row["customers"] for row in ran.portfolio["cohorts"]) == bought.customer.nunique()


def test_rhythm(ran: Ran, bought: pd.DataFrame) -> None:
    gaps = bought.sort_values("day").groupby("customer").day.diff().dt.days.groupby(bought.customer).median()
    days = bought.groupby("customer").day.count()
    for customer in days[days >= 3].index:
        row = ran.customers[customer]
        assert row["usual_gap_source"] == "own"
        assert row["usual_gap_days"] == gaps[customer]
        assert row["overdue_ratio"] == pytest.approx(row["days_since_last"] / gaps[customer])


def test_the_csv_of_it_says_the_same(ran: Ran, source: Path, tmp_path: Path) -> None:
    table = pd.read_parquet(source)
    table["InvoiceDate"] = table.InvoiceDate.dt.strftime("%d/%m/%Y %H:%M")
    table["CustomerID"] = table.CustomerID.astype("float64")
    table.to_csv(tmp_path / "sales.csv", index=False)
    again = run(tmp_path / "out", tmp_path / "sales.csv", "--currency", "GBP", "--lang", "en")
    other = {"files", "columns"}
    assert {k: v for k, v in again.portfolio.items() if k not in other} == {
        k: v for k, v in ran.portfolio.items() if k not in other
    }
    assert again.customers == ran.customers


def test_the_report_asks_nothing_of_anywhere(ran: Ran) -> None:
    assert 'lang="en"' in ran.report
    for asking in ("http://", "https://", "src=", "url(", "<script", "@import", "<link"):
        assert asking not in ran.report.replace("http://www.w3.org/2000/svg", "")
    assert dt.date(2011, 12, 9).strftime("%-d %b %Y") in ran.report
