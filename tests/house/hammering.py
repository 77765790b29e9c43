"""What the processes of test_sqlite do to one database: `python -m tests.house.hammering ACT [NUMBER]` in NEEMAN_DATA.

`write` puts one sale after another and says the number of each once it is kept, until it is killed; `compute` measures
the portfolio meanwhile; `look` says what is there at the end.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from neeman.customers.models import Customer
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access, house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope
from neeman.portfolio.computing import recompute

TODAY = date(2026, 11, 22)
CUSTOMERS, ROUNDS = 40, 2
BREATH = 0.01  # seconds: SQLite's lock has no queue, and a writer without rest starves all others


def say(line: str) -> None:
    """Tell the test, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def prepare(access: Access, number: int) -> None:
    """Customers to sell to, and enough sales that a computation has something to read."""
    Customer.objects.bulk_create(Customer(name=f"לקוח {n}") for n in range(CUSTOMERS))
    for n in range(number):
        sell(f"before-{n}", n)


def sell(key: str, n: int) -> None:
    """One document with two lines: all of it or nothing."""
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        document = Document.objects.create(
            customer_id=customers[n % len(customers)],
            number=key,
            key=key,
            day=TODAY - timedelta(days=n % 400),
            total_minor=300,
        )
        Line.objects.create(document=document, key="1", amount_minor=100)
        Line.objects.create(document=document, key="2", amount_minor=200)


def write(access: Access, number: int) -> None:
    """Sell for ever; each key is printed only after its commit."""
    n = 0
    while True:
        sell(f"{number}-{n}", n)
        say(f"{number}-{n}")
        n += 1
        time.sleep(BREATH)


def compute(access: Access, number: int) -> None:
    """Measure again and again while others write."""
    for n in range(ROUNDS):
        recompute(access, today=TODAY + timedelta(days=n))
        say(str(n))


def look(access: Access, number: int) -> None:
    """What is in the database, and whether it is whole."""
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchall()
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
    say(
        json.dumps(
            {
                "integrity": [row[0] for row in whole],
                "broken": len(broken),
                "keys": list(Document.objects.values_list("key", flat=True)),
                "lines": Line.objects.count(),
            }
        )
    )


ACTS = {"prepare": prepare, "write": write, "compute": compute, "look": look}


def main(act: str, number: int) -> None:
    """Do the act in the one organization of this database, which the first act makes."""
    if act == "prepare":
        call_command("migrate", verbosity=0)
        Organization.objects.create(slug="hammered", name="סדנה")
    organization = Organization.objects.get()
    with organization_scope(organization.pk):
        ACTS[act](house_access(organization), number)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
