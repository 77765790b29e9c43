"""Files as people have them: encodings, title rows, totals, several sheets, odd numbers, odd dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from neeman.analyze.tests.running import run

HEBREW = (
    "מספר לקוח,תאריך חשבונית,סכום\n"
    '17850.0,31/12/2023,"1,234.50"\n'
    "0042,07/03/2024,₪ 10\n"
    "17850,08/03/2024,(30.25)\n"
)
EXPECTED = {"17850": 120_425, "0042": 1_000}


def revenue(folder: Path, *arguments: object) -> dict[str, int]:
    found = run(folder / "out", *arguments)
    assert found.code == 0, found.said
    return {customer: row["revenue_minor"] for customer, row in found.customers.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1255", "iso8859-8"])
def test_hebrew_in_its_encodings(encoding: str, tmp_path: Path) -> None:
    text = HEBREW if encoding != "iso8859-8" else HEBREW.replace("₪ ", "")
    (tmp_path / "sales.csv").write_bytes(text.encode(encoding))
    assert revenue(tmp_path, tmp_path / "sales.csv") == EXPECTED


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(delimiter: str, tmp_path: Path) -> None:
    lines = [["customer", "date", "amount"], ["a", "2024-01-05", "12.50"], ["b", "2024-01-06", "7"]]
    (tmp_path / "sales.csv").write_text("\n".join(delimiter.join(line) for line in lines), "utf-8")
    assert revenue(tmp_path, tmp_path / "sales.csv") == {"a": 1_250, "b": 700}


def test_totals_blank_lines_and_titles_are_no_sales(tmp_path: Path) -> None:
    text = "דוח מכירות\n\nקוד לקוח,תאריך,סכום\nא1,01/02/2024,100\n\nא2,13/02/2024,50\nסה״כ,,150\n"
    (tmp_path / "sales.csv").write_text(text, "utf-8")
    found = run(tmp_path / "out", tmp_path / "sales.csv")
    assert {key: row["revenue_minor"] for key, row in found.customers.items()} == {"א1": 10_000, "א2": 5_000}
    assert found.portfolio["lines_left_out"] == {"total": 1}
    assert [(row["row"], row["reason"]) for row in found.problems] == [("7", "total")]


def test_a_workbook_of_two_months(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, amount in ((book.active, 100), (book.create_sheet("פברואר"), 40.5)):
        assert sheet is not None
        sheet.append(["Customer ID", "Date", "Amount"])
        sheet.append([7.0, date(2024, 1, 5), amount])
    book.save(tmp_path / "sales.xlsx")
    assert revenue(tmp_path, tmp_path / "sales.xlsx") == {"7": 14_050}


def test_a_glob_of_files(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"part{number}.csv").write_text(
            f"customer,date,amount\na,2024-01-0{number},{number}\n", "utf-8"
        )
    assert revenue(tmp_path, tmp_path / "part*.csv") == {"a": 300}


def test_quantity_times_price_is_exact(tmp_path: Path) -> None:
    table = pa.table(
        {
            "customer": ["half", "float", "big", "part"],
            "date": pa.array([date(2024, 1, 5)] * 4, pa.date32()),
            "quantity": pa.array([1.0, 3.0, 2_000_000.0, 0.25], pa.float64()),
            "unit price": pa.array([0.285, 0.1, 45_000.0, 10.0], pa.float64()),
        }
    )
    pq.write_table(table, tmp_path / "sales.parquet")
    expected = {"half": 29, "float": 30, "big": 9_000_000_000_000, "part": 250}
    assert revenue(tmp_path, tmp_path / "sales.parquet") == expected


def test_each_line_that_is_left_out_is_told_with_its_place(tmp_path: Path) -> None:
    text = (
        "customer,date,amount,currency\na,2024-01-05,1,ILS\n,2024-01-05,1,ILS\nb,,1,ILS\nb,soon,1,ILS\nb,2999-01-01,1,ILS\n"
        "b,0001-01-01,1,ILS\nb,2024-01-05,,ILS\nb,2024-01-05,much,ILS\nb,2024-01-05,1,USD\na,2024-01-05,1,ILS\n"
    )
    (tmp_path / "sales.csv").write_text(text, "utf-8")
    found = run(tmp_path / "out", tmp_path / "sales.csv", "--lang", "en")
    told = {(int(row["row"]), row["column"], row["value"], row["reason"]) for row in found.problems}
    assert told == {
        (3, "customer", "", "no_customer"), (4, "date", "", "no_date"), (5, "date", "soon", "bad_date"),
        (6, "date", "2999-01-01", "future_date"), (7, "date", "0001-01-01", "bad_date"), (8, "amount", "", "no_amount"),
        (9, "amount", "much", "bad_amount"), (10, "currency", "USD", "other_currency"), (11, "", "", "duplicate"),
    }  # fmt: skip
    portfolio = found.portfolio
    assert (
        portfolio["lines_read"] == 10 == portfolio["lines_used"] + sum(portfolio["lines_left_out"].values())
    )
    assert found.customers["a"]["revenue_minor"] == 200


def test_month_first_dates_are_seen_by_the_whole_column(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text("customer,date,amount\na,3/7/2024,1\na,3/25/2024,1\n", "utf-8")
    row = run(tmp_path / "out", tmp_path / "sales.csv").customers["a"]
    assert (row["first_purchase"], row["last_purchase"]) == (date(2024, 3, 7), date(2024, 3, 25))


@pytest.mark.parametrize(
    ("title", "discount", "other"),
    [("הנחה", "10%", "0%"), ("הנחה", "10", "5"), ("הנחה", "0.1", "0.05"), ("הנחה", "2.11 ₪", "5 ₪")],
)
def test_discounts_are_taken_off_as_the_importer_does(
    title: str, discount: str, other: str, tmp_path: Path
) -> None:
    """3 x 7.03 = 21.09; a tenth of it is 2.109, so 2.11."""
    text = f"מספר לקוח,תאריך,כמות,מחיר ליחידה,{title}\n17,13/2/2025,3,7.03,{discount}\n18,13/2/2025,1,100,{other}\n"
    (tmp_path / "sales.csv").write_text(text, "utf-8")
    assert revenue(tmp_path, tmp_path / "sales.csv")["17"] == 1_898


def test_discounts_that_are_numbers_by_type(tmp_path: Path) -> None:
    table = pa.table({"CustomerID": ["a", "b"], "Date": [date(2024, 1, 5), date(2024, 2, 1)], "Quantity": [3, 1],
                      "UnitPrice": [7.03, 100.0], "Discount": pa.array([0.1, 0.15], pa.float32())})  # fmt: skip
    pq.write_table(table, tmp_path / "sales.parquet")
    assert revenue(tmp_path, tmp_path / "sales.parquet") == {"a": 1_898, "b": 8_500}
