"""How long files take to come in, and how much memory: the real jobs in their real child processes.

    python bench/imports.py [--runs 3] [--only customers|retail] [--undo]

Online Retail (541,909 sales lines, parquet) needs the folder of public data sets (NEEMAN_TEST_DATA); the list of
100,000 customers is made here. Bars: 40 s and 700 MB, 20 s and 500 MB; both for the check and the real run together.
Peaks are of the child and its parser together.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
os.environ["NEEMAN_DATA"] = os.environ.get("NEEMAN_BENCH_DATA") or tempfile.mkdtemp(prefix="neeman-bench-")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from neeman.customers.models import Customer
from neeman.imports.models import ImportFile
from neeman.imports.services.committing import start_commit
from neeman.imports.services.receiving import receive
from neeman.imports.services.undoing import start_undo
from neeman.jobs.child import CONTEXT, do, prepare, start
from neeman.jobs.models import Job
from neeman.jobs.registry import JOBS
from neeman.ledger.models import Document
from neeman.orgs.access import house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope

DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parent.parent / "shared" / "data"))
CUSTOMERS = 100_000
WARMING = 5
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


@dataclass(frozen=True)
class Cost:
    """What a job took: seconds on the clock, seconds of processor (child and its parser), peak kilobytes."""

    clock: float
    processor: float
    peak_kb: int

    def __add__(self, other: Cost) -> Cost:
        peak = max(self.peak_kb, other.peak_kb)
        return Cost(self.clock + other.clock, self.processor + other.processor, peak)


def measured(job_id: int, told: SimpleQueue[float]) -> None:
    """In the child: the job, and the processor time that it and its parser took."""
    do(job_id)
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    told.put(sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose)))


def cost_of(job_id: int) -> Cost:
    """Run one job as the worker does."""
    connection.close()
    limits = JOBS[Job.objects.get(pk=job_id).name]
    told: SimpleQueue[float] = CONTEXT.SimpleQueue()
    began, peak = time.monotonic(), 0
    child = start(measured, job_id, told, seconds=limits.seconds, memory_mb=limits.memory_mb)
    while child.is_alive():
        assert child.pid
        peak = max(peak, tree_kb(child.pid))
        child.join(0.05)
    return Cost(time.monotonic() - began, told.get(), peak)


def bring(path: Path, currency: str, run: int, *, undo: bool) -> tuple[list[Cost], dict[str, Any]]:
    """Check one file, bring it in and (if `undo`) take it back: the cost of each, and the counts."""
    organization = Organization.objects.create(
        slug=f"{path.stem[:20]}-{run}", name="bench", currency=currency
    )
    with organization_scope(organization.pk):
        access = house_access(organization)
        file = receive(access, path.name, [path.read_bytes()])
        assert file.job is not None
        costs = [cost_of(file.job.pk)]
        file = ImportFile.objects.get(pk=file.pk)
        start_commit(access, file)
        assert file.job is not None
        costs.append(cost_of(file.job.pk))
        file = ImportFile.objects.get(pk=file.pk)
        assert file.state == "done", file.problem
        counts = file.counts
        if undo:
            start_undo(access, file, now=timezone.now())
            costs.append(cost_of(file.job.pk))
            assert ImportFile.objects.get(pk=file.pk).state == "undone"
            assert not Document.objects.exists()
            assert not Customer.objects.exists()
        return costs, counts


def measure(path: Path, currency: str, runs: int, *, undo: bool) -> None:
    """Print the medians of several runs, each into an organization of its own."""
    results = [bring(path, currency, run, undo=undo) for run in range(runs)]
    counts = results[-1][1]
    print(
        f"{path.name}: {counts['rows']:,} rows, {counts['created']:,} created, {counts['nobodys']:,} of nobody, "
        f"rejected {counts['rejected']}"
    )
    for name, *costs in zip(("check", "write", "undo"), *(result[0] for result in results), strict=False):
        tell(name, costs)
    tell("check + write", [costs[0] + costs[1] for costs, _ in results])


def tell(name: str, costs: list[Cost]) -> None:
    """One line: the medians, and the highest peak."""
    clock, processor = (
        statistics.median(getattr(cost, what) for cost in costs) for what in ("clock", "processor")
    )
    peak = max(cost.peak_kb for cost in costs) / 1024
    print(
        f"  {name:14} {clock:6.1f} s on the clock, {processor:6.1f} s of processor, peak {peak:.0f} MB",
        flush=True,
    )


def main() -> None:
    """Both files."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--undo", action="store_true", help="take each file back as well")
    options.add_argument("--only", choices=("customers", "retail"))
    chosen = options.parse_args()
    call_command("migrate", verbosity=0)
    prepare()
    time.sleep(WARMING)  # the worker did it long ago
    if chosen.only != "retail":
        with tempfile.TemporaryDirectory() as folder:
            measure(customers_file(Path(folder)), "ILS", chosen.runs, undo=chosen.undo)
    retail = DATA / "online_retail" / "online_retail.parquet"
    if chosen.only == "customers":
        return
    if retail.exists():
        measure(retail, "GBP", chosen.runs, undo=chosen.undo)
    else:
        print(f"Online Retail is not in {DATA}: set NEEMAN_TEST_DATA")


if __name__ == "__main__":
    main()
