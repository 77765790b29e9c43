"""How fast files are read: Online Retail whole into typed columns, and 100,000 Hebrew customers from csv and xlsx.

    PYTHONPATH=src python bench/files.py          (NEEMAN_TEST_DATA names the folder of public data sets)

Each case runs in a process of its own, five times; printed are the medians of processor time and wall clock and the
peak memory. All of it is one thread, so on an idle machine both times agree; processor time is what the bars bound.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neeman.lib.cells import Cell, cell_text
from neeman.lib.columns import guess_columns
from neeman.lib.dates import Order, parse_date
from neeman.lib.files import inspect, read
from neeman.lib.hebrew import search_key
from neeman.lib.money import parse_amount
from neeman.lib.phones import parse_phone
from neeman.lib.sheets import Sheet, write_xlsx

DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
RUNS = 5
BARS = {
    "online_retail": (8.0, 300),
    "customers_csv": (3.0, 300),
    "customers_xlsx": (6.0, 500),
    "excel_out": (15.0, 300),
}
"""Seconds of processor and MB not to pass; the writing of xlsx is XlsxWriter's own time."""


def online_retail(_folder: Path) -> int:
    """541,909 lines: every column typed by what it means, each distinct value read once."""
    return typed_rows(DATA / "online_retail" / "online_retail.parquet")


def customers_csv(folder: Path) -> int:
    return typed_rows(folder / "customers.csv")


def customers_xlsx(folder: Path) -> int:
    return typed_rows(folder / "customers.xlsx")


def excel_out(folder: Path) -> int:
    """100,000 rows written, right to left."""
    rows = list(customer_rows())
    write_xlsx(folder / "out.xlsx", [Sheet("לקוחות", TITLES, rows)])
    return len(rows)


def typed_rows(path: Path) -> int:
    """Rows of a file whose columns were all read as what they mean."""
    sheet = inspect(path).sheets[0]
    sample = [[row[index] for row in sheet.first_rows] for index in range(len(sheet.header))]
    mapping = guess_columns(sheet.header, sample)
    order = {
        column.index: column.dates.order if column.dates else Order.DAY_FIRST for column in mapping.columns
    }
    readers = {column.index: reader_of(column.role, order[column.index]) for column in mapping.columns}
    seen: list[dict[Cell, Any]] = [{} for _ in sheet.header]
    columns: list[list[Any]] = [[] for _ in sheet.header]
    for chunk in read(path, sheet.name):
        for index, values in enumerate(chunk.columns):
            known, reader = seen[index], readers[index]
            for value in set(values) - known.keys():
                known[value] = read_or_none(reader, value)
            columns[index] += map(known.__getitem__, values)
    return len(columns[0])


def read_or_none(reader: Callable[[Cell], Any], value: Cell) -> Any:
    try:
        return reader(value)
    except ValueError:
        return None


def reader_of(role: str | None, order: Order) -> Callable[[Cell], Any]:
    if role in ("date", "customer_since"):
        return lambda value: parse_date(value, order)
    if role in ("amount", "unit_price"):
        return parse_amount
    if role in ("phone", "mobile"):
        return lambda value: parse_phone(value).e164
    if role in ("name", "customer"):
        return lambda value: search_key(cell_text(value))
    return cell_text


TITLES = ("מס' לקוח", "שם לקוח", "איש קשר", "נייד", "דוא״ל", "עיר", "לקוח מאז", "מחזור", "הערות")


def customer_rows() -> Any:
    dice = random.Random(7)
    first = ["דני", "רונית", "יוסי", "מיכל", "אבי", "נועה", "איתי", "תמר", "שלמה", "יעל"]
    last = ["כהן", "לוי", "מזרחי", "פרץ", "ביטון", "דהן", "פרידמן", "אזולאי", "כץ", "עמר"]
    kind = ["מאפיית", "נגריית", "דפוס", "שיווק", "מוסך", "קפה"]
    for number in range(100_000):
        person = f"{dice.choice(first)} {dice.choice(last)}"
        yield (
            str(10_000 + number),
            f'{dice.choice(kind)} {dice.choice(last)} {number} בע"מ',
            person,
            f"05{dice.randrange(10)}-{dice.randrange(10**7):07}",
            f"user{number}@example.co.il",
            dice.choice(["חיפה", "תל אביב-יפו", "ירושלים", "באר שבע"]),
            f"{dice.randrange(1, 29):02}/{dice.randrange(1, 13):02}/{dice.randrange(2010, 2026)}",
            f"{dice.randrange(1, 999_999):,}.{dice.randrange(100):02} ₪".replace(",", ""),
            "לחזור אחרי החגים" if number % 7 == 0 else "",
        )


def write_inputs(folder: Path) -> None:
    rows = list(customer_rows())
    lines = [",".join(TITLES), *(",".join(row) for row in rows)]
    (folder / "customers.csv").write_text("\r\n".join(lines), "cp1255", errors="replace")
    write_xlsx(folder / "customers.xlsx", [Sheet("לקוחות", TITLES, rows)])


CASES: dict[str, Callable[[Path], int]] = {
    "online_retail": online_retail,
    "customers_csv": customers_csv,
    "customers_xlsx": customers_xlsx,
    "excel_out": excel_out,
}


def run_case(name: str, folder: Path) -> tuple[float, float, int, int]:
    """Processor seconds, seconds on the clock, peak MB and rows of one run in a child."""
    answer = subprocess.run(
        [sys.executable, __file__, name, str(folder)], capture_output=True, text=True, check=True
    )
    busy, seconds, megabytes, rows = answer.stdout.split()
    return float(busy), float(seconds), int(megabytes), int(rows)


def peak_megabytes() -> int:
    """This process's own peak; `getrusage` would count the parent that it was forked from."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) // 1024 if found else 0


def main() -> int:
    if len(sys.argv) == 3:
        started, used = time.perf_counter(), time.process_time()
        rows = CASES[sys.argv[1]](Path(sys.argv[2]))
        seconds, busy = time.perf_counter() - started, time.process_time() - used
        print(f"{busy:.3f} {seconds:.3f} {peak_megabytes()} {rows}")
        return 0
    passed = True
    with tempfile.TemporaryDirectory() as name:
        write_inputs(Path(name))
        for case, (seconds_bar, memory_bar) in BARS.items():
            runs = [run_case(case, Path(name)) for _ in range(RUNS)]
            busy, clock = (statistics.median(run[place] for run in runs) for place in (0, 1))
            memory, rows = max(run[2] for run in runs), runs[0][3]
            good = busy <= seconds_bar and memory <= memory_bar
            passed = passed and good
            print(
                f"{'ok  ' if good else 'SLOW'} {case:15} {rows:>8,} rows  {busy:6.2f} s of processor (<= {seconds_bar}),"
                f" {clock:6.2f} s on the clock  {memory:4} MB (<= {memory_bar})"
            )
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
