"""How long files take to come in, and how much memory: the real jobs in their real child processes.

    python bench/imports.py [--runs 3]

Online Retail (541,909 sales lines, parquet) needs the folder of public data sets (NEEMAN_TEST_DATA); the list of
100,000 customers is made here. Bars: 40 s and 700 MB, 20 s and 500 MB; both for the check and the real run together.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
os.environ["NEEMAN_DATA"] = os.environ.get("NEEMAN_BENCH_DATA") or tempfile.mkdtemp(prefix="neeman-bench-")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from neeman.imports.models import ImportFile
from neeman.imports.services.committing import start_commit
from neeman.imports.services.receiving import receive
from neeman.orgs.access import house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope

DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parent.parent / "shared" / "data"))
CUSTOMERS = 100_000
FIRST = ["דני", "רות", "משה", "נועה", "אבי", "תמר", "יוסי", "מיכל", "שרה", "דוד", "רונית", "אלון"]
LAST = ["כהן", "לוי", "מזרחי", "פרץ", "ביטון", "דהן", "אברהם", "פרידמן", "אזולאי", "גבאי"]
TRADES = ["נגריית", "מסגריית", "מאפיית", "חשמל", "אינסטלציה", "דפוס", "מוסך", "גינון"]
CITIES = ["תל אביב", "חיפה", "ירושלים", "באר שבע", "עפולה", "נתניה", "אשדוד", "טבריה"]


def customers_file(folder: Path) -> Path:
    """A list as a business keeps it: names, phones, numbers, towns, dates, remarks."""
    path, chance = folder / "customers.csv", random.Random(7)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["מספר לקוח", "שם לקוח", "טלפון", 'דוא"ל', "ח.פ.", "עיר", "תאריך הצטרפות", "הערות"])
        for number in range(CUSTOMERS):
            name = f"{chance.choice(TRADES)} {chance.choice(FIRST)} {chance.choice(LAST)} {number}"
            day = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/{chance.randint(2005, 2025)}"
            phone, mail = f"05{number % 9}-{1_000_000 + number}", f"c{number}@example.co.il"
            writer.writerow([number + 10_000, name, phone, mail, "", chance.choice(CITIES), day, "לקוח ותיק"])
    return path


def tree_kb(pid: int) -> int:
    """Resident memory of a process and its descendants."""
    total = 0
    for process in [pid, *descendants(pid)]:
        try:
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return total


def descendants(pid: int) -> list[int]:
    """The ids of all processes under this one."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(word) for task in tasks for word in (task / "children").read_text().split()]
    except OSError:
        return []
    return [*children, *(below for child in children for below in descendants(child))]


def do(job_id: int) -> tuple[float, int]:
    """Run one job in its child process; seconds and peak kilobytes."""
    connection.close()
    began, peak = time.monotonic(), 0
    child = subprocess.Popen([sys.executable, "-m", "neeman.jobs.child", str(job_id)])
    while child.poll() is None:
        peak = max(peak, tree_kb(child.pid))
        time.sleep(0.05)
    return time.monotonic() - began, peak


def bring(path: Path, currency: str, run: int) -> tuple[float, float, int, dict[str, int]]:
    """Check and bring in one file: seconds of both, peak kilobytes, counts."""
    organization = Organization.objects.create(
        slug=f"{path.stem[:20]}-{run}", name="bench", currency=currency
    )
    with organization_scope(organization.pk):
        access = house_access(organization)
        file = receive(access, path.name, [path.read_bytes()])
        assert file.job is not None
        checking, peak = do(file.job.pk)
        file = ImportFile.objects.get(pk=file.pk)
        start_commit(access, file)
        assert file.job is not None
        writing, more = do(file.job.pk)
        file = ImportFile.objects.get(pk=file.pk)
        assert file.state == "done", file.problem
        return checking, writing, max(peak, more), file.counts


def measure(path: Path, currency: str, runs: int) -> None:
    """Print the medians of several runs, each into an organization of its own."""
    results = [bring(path, currency, run) for run in range(runs)]
    checking = statistics.median(result[0] for result in results)
    writing = statistics.median(result[1] for result in results)
    peak = max(result[2] for result in results) / 1024
    counts = results[-1][3]
    print(
        f"{path.name}: check {checking:.1f} s + write {writing:.1f} s = {checking + writing:.1f} s, "
        f"peak {peak:.0f} MB (child and its parser), {counts['rows']:,} rows, "
        f"{counts['created']:,} created, {counts['nobodys']:,} of nobody, rejected {counts['rejected']}"
    )


def main() -> None:
    """Both files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    runs = options.parse_args().runs
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        measure(customers_file(Path(folder)), "ILS", runs)
    retail = DATA / "online_retail" / "online_retail.parquet"
    if retail.exists():
        measure(retail, "GBP", runs)
    else:
        print(f"Online Retail is not in {DATA}: set NEEMAN_TEST_DATA")


if __name__ == "__main__":
    main()
