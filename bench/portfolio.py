"""A hundred thousand customers on SQLite: how long the portfolio takes to compute, and the server time of its pages.

Run: `python bench/portfolio.py [customers] [orders]`. The database is made anew in a temporary folder. With public data
sets at hand (NEEMAN_TEST_DATA) Online Retail is computed too: facts to standings, as after its import.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
os.environ.setdefault("NEEMAN_DATA", tempfile.mkdtemp(prefix="neeman-bench-"))

import django

django.setup()

from django.core.management import call_command
from django.test import Client

from neeman.customers.models import Customer
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope
from neeman.portfolio.computing import recompute
from neeman.portfolio.history import fill_history
from neeman.wsgi import application as _served  # noqa: F401  loaded as the server loads it

ROUNDS = 15
TODAY = date(2026, 11, 22)
RETAIL = (
    Path(os.environ.get("NEEMAN_TEST_DATA", "../shared/data")) / "online_retail" / "online_retail.parquet"
)
PAGES = {
    "overview": ("portfolio/", {}),
    "overview, other cuts (fragment)": ("portfolio/?part=pareto&cut_gold=70", {"HX-Request": "true"}),
    "overview, what if (fragment)": ("portfolio/?part=what_if", {"HX-Request": "true"}),
    "moves": ("portfolio/moves/", {}),
    "rules with preview": ("portfolio/rules/", {}),
}

Sale = tuple[str, date, str, int]
"""Customer's name, day, number of the document, minor units."""


def generated(customers: int, orders: int) -> Iterable[Sale]:
    """Orders of three years; few customers buy most, as everywhere."""
    chance = random.Random(11)
    for number in range(orders):
        # each buys once before the few buy most
        customer = number if number < customers else int(customers * chance.random() ** 2.2)
        day = TODAY - timedelta(days=chance.randrange(1_095))
        yield f"לקוח {customer}", day, str(number), int(chance.lognormvariate(10.5, 1.1))


def retail() -> Iterable[Sale]:
    """Online Retail's lines that have a customer; each line as its own document's line."""
    import duckdb

    columns = "CustomerID, InvoiceDate::DATE, InvoiceNo, round(Quantity * UnitPrice * 100)::BIGINT"
    known = "CustomerID IS NOT NULL ORDER BY InvoiceNo"
    asked = f"SELECT {columns} FROM '{RETAIL}' WHERE {known}"
    for customer, day, number, minor in duckdb.sql(asked).fetchall():
        yield str(customer), day, str(number), minor


def write(sales: Iterable[Sale]) -> None:
    """Customers and documents into the ledger, as an import leaves them."""
    customers: dict[str, Customer] = {}
    documents: dict[str, Document] = {}
    lines: list[Line] = []
    for name, day, number, minor in sales:
        customer = customers.setdefault(name, Customer(name=name))
        document = documents.get(number)
        if document is None:
            document = documents[number] = Document(
                customer=customer, number=number, key=number, day=day, total_minor=0
            )
        lines.append(Line(document=document, key=str(len(lines)), amount_minor=minor))
    for model, rows in ((Customer, customers.values()), (Document, documents.values()), (Line, lines)):
        for page in pages(rows, 5_000):
            model.objects.bulk_create(page)


def median(act: Callable[[], object]) -> float:
    """Median milliseconds of several calls, after one that warms up."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def measure_computing(access: Access, today: date, name: str) -> None:
    """Twice, since the first run loads the engine; the worker pays for that once a job."""
    for run in ("with loading the engine", "again"):
        start, cpu = time.perf_counter(), time.process_time()
        recompute(access, today=today)
        wall, used = time.perf_counter() - start, time.process_time() - cpu
        print(f"{name}, recompute {run:24} {wall:7.2f} s ({used:.2f} s of CPU)")


def measure_pages(access: Access) -> None:
    """Each page through the whole of the product."""
    client = Client(SERVER_NAME="127.0.0.1")
    assert access.member is not None
    client.force_login(access.member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, (path, headers) in PAGES.items():
        url = f"/{access.organization.slug}/{path}"
        assert client.get(url, headers=headers).status_code == 200
        print(f"{name:48} {median(partial(client.get, url, headers=headers)):7.1f} ms")


def main(customers: int, orders: int) -> None:
    """Print every figure."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    owner = User.objects.create_user("bench@localhost")
    access = found_organization(owner, name="bench", slug="bench")
    with organization_scope(access.organization.pk):
        write(generated(customers, orders))
        print(f"{Customer.objects.count():,} customers, {Line.objects.count():,} lines")
        measure_computing(access, TODAY, "generated")
        start = time.perf_counter()
        filled = fill_history(access)
        print(f"{len(filled)} snapshots looking back {time.perf_counter() - start:25.2f} s")
        measure_pages(access)
    if RETAIL.exists():
        access = found_organization(owner, name="retail", slug="retail", currency="GBP")
        with organization_scope(access.organization.pk):
            write(retail())
            measure_computing(access, TODAY, "Online Retail")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(*(int(number) for number in sys.argv[1:3])) if len(sys.argv) > 2 else main(100_000, 400_000)
