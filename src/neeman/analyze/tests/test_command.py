"""What the command is asked, and how it says no: one clear sentence, exit 2, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from neeman.analyze.tests.running import run

SALES = "customer,date,amount,region\na,2023-01-05,100,n\na,2024-01-05,50,n\nb,2024-02-05,30,s\n"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(SALES, "utf-8")
    return path


@pytest.mark.parametrize("lang", ["he", "en"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.csv"], "nothing.csv"),
        (["SALES", "--map", "amount"], "COLUMN=ROLE"),
        (["SALES", "--map", "amonut=amount"], "amonut"),
        (["SALES", "--map", "amount=sum"], "unit_price"),
        (["SALES", "--as-of", "yesterday"], "2026-03-31"),
        (["SALES", "--as-of", "2020-01-01"], "future_date"),
        (["SALES", "--window", "year"], "12m"),
        (["SALES", "--engine", "abacus"], "spark"),
        (["SALES", "--params", "missing.toml"], "missing.toml"),
        (["SALES", "--costs", "missing.csv"], "missing.csv"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    arguments: list[str], said: str, lang: str, sales: Path, tmp_path: Path
) -> None:
    found = run(
        tmp_path / "out", *[str(sales) if each == "SALES" else each for each in arguments], "--lang", lang
    )
    assert found.code == 2
    assert said in found.said
    assert len(found.said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("words.csv", b"colour,shape\nred,round\n", "customer, date, amount"),
        ("broken.parquet", b"PAR1 this is not one PAR1", "parquet"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", "broken.xlsx"),
        ("bytes.csv", bytes(range(256)) * 20, "bytes.csv"),
    ],
)
def test_hostile_files_get_a_sentence(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    found = run(tmp_path / "out", tmp_path / name, "--lang", "en")
    assert found.code == 2
    assert said in found.said
    assert len(found.said.strip().splitlines()) == 1


def test_four_files_are_written(sales: Path, tmp_path: Path) -> None:
    found = run(tmp_path / "out", sales)
    assert found.code == 0
    assert sorted(path.name for path in found.out.iterdir()) == [
        "customers.parquet", "portfolio.json", "problems.csv", "report.html",
    ]  # fmt: skip
    assert '<html lang="he" dir="rtl">' in found.report


def test_files_one_by_one_and_as_a_glob_say_the_same(sales: Path, tmp_path: Path) -> None:
    (tmp_path / "sales2.csv").write_text(SALES.replace("2024", "2022"), "utf-8")
    each = run(tmp_path / "each", sales, tmp_path / "sales2.csv", sales)
    together = run(tmp_path / "together", tmp_path / "sales*.csv")
    assert each.portfolio == together.portfolio
    assert together.portfolio["files"] == ["sales.csv", "sales2.csv"]
    assert together.portfolio["lines_read"] == 6


def test_window_as_of_currency_and_settings(sales: Path, tmp_path: Path) -> None:
    params = tmp_path / "params.toml"
    params.write_text("grade_cut_a = 10\n", "utf-8")
    found = run(
        tmp_path / "out",
        sales,
        "--window",
        "all",
        "--as-of",
        "2024-01-31",
        "--currency",
        "USD",
        "--params",
        params,
    )
    assert found.portfolio["currency"] == "USD"
    assert found.portfolio["lines_left_out"] == {"future_date": 1}
    assert found.customers["a"]["revenue_window_minor"] == 15_000
    assert found.portfolio["churn_rate_customers"] is None
    assert found.portfolio["verdicts"]["churn"] == "NO_PERIOD"


def test_a_column_is_mapped_by_hand(sales: Path, tmp_path: Path) -> None:
    found = run(tmp_path / "out", sales, "--map", "region=customer")
    assert set(found.customers) == {"n", "s"}


def test_costs_customers_and_payments(sales: Path, tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text("customer,cost\na,120.50\nc,9\n", "utf-8")
    (tmp_path / "who.csv").write_text("customer id,name,parent\na,אבי,g\nb,בני,g\n", "utf-8")
    (tmp_path / "paid.csv").write_text("customer,payment date,amount\na,2024-01-09,149\n", "utf-8")
    found = run(
        tmp_path / "out", sales, "--costs", tmp_path / "costs.csv", "--customers", tmp_path / "who.csv",
        "--payments", tmp_path / "paid.csv",
    )  # fmt: skip
    assert (found.customers["a"]["profit_minor"], found.customers["a"]["balance_minor"]) == (2_950, 100)
    assert found.customers["b"]["name"] == "בני"
    assert found.portfolio["top1_share"] == 1
    assert "אבי" in found.report


def test_it_needs_no_web_product(sales: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from neeman.analyze.request import Request; from neeman.analyze.work import work; from pathlib import Path;"
        f"work(Request(sales=({str(sales)!r},), out=Path({str(tmp_path / 'out')!r})), progress=lambda step: None);"
        "assert not {'django', 'pyspark'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


RUNS_ONCE = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # compiling well what runs once takes longer than running it
)


@pytest.mark.spark
def test_spark_writes_the_same(sales: Path, tmp_path: Path) -> None:
    """To the agora and the letter; only what is a fraction may differ in its last bits."""

    def customers(engine: str) -> pa.Table:
        out = tmp_path / engine
        command = [sys.executable, "-m", "neeman.analyze", str(sales), "--engine", engine, "--out", str(out)]
        done = subprocess.run(
            [*command, "--master", "local[1]"],
            check=True,
            capture_output=True,
            env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin", "JAVA_TOOL_OPTIONS": RUNS_ONCE},
        )
        assert b"Traceback" not in done.stderr
        return pq.read_table(out / "customers.parquet").sort_by("customer_id")

    spark, duck = customers("spark"), customers("duckdb")
    assert spark.column_names == duck.column_names
    for name in duck.column_names:
        ours, theirs = duck[name].to_pylist(), spark[name].to_pylist()
        if pa.types.is_floating(duck[name].type):
            assert [value is None for value in theirs] == [value is None for value in ours], name
            ours, theirs = ([value for value in values if value is not None] for values in (ours, theirs))
            ours = pytest.approx(ours, rel=1e-9)
        assert theirs == ours, name
