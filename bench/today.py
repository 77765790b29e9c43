"""A hundred thousand customers with a million interactions: median server time of the page of the day.

Run: `python bench/today.py [number of customers]`. The database is that of `bench/customers.py`, with ten talks each and a date field in half.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime, timedelta

from customers import build, median  # the same folder; sets Django up
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from neeman.activity.models import Interaction, Task
from neeman.activity.services.cadence import refresh_all
from neeman.customers.models import Customer, CustomField
from neeman.customers.services.own_dates import keep_all_own_dates
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope

TALKS = 10
PAGE = 10_000
KINDS = ("call", "call", "whatsapp", "email", "visit")
OUTCOMES = ("spoke", "spoke", "spoke", "no_answer", "")


def talk(access: Access) -> None:
    """Ten talks with each customer over two years, and a task on every fiftieth."""
    chance, now = random.Random(11), timezone.now()
    ids = list(Customer.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), PAGE):
        with transaction.atomic():
            Interaction.objects.bulk_create(
                Interaction(
                    customer_id=pk,
                    member=access.member,
                    kind=chance.choice(KINDS),
                    outcome=chance.choice(OUTCOMES),
                    at=now - timedelta(days=chance.randrange(1, 730), minutes=chance.randrange(600)),
                    text="דיברנו על ההזמנה הבאה",
                )
                for pk in ids[start : start + PAGE]
                for _ in range(TALKS)
            )
    Interaction.objects.all().update(noted_at=datetime(2026, 1, 1, tzinfo=UTC))
    Task.objects.bulk_create(
        Task(
            customer_id=pk,
            member=access.member,
            title="להתקשר",
            due_on=now.date() + timedelta(days=n % 40 - 10),
        )
        for n, pk in enumerate(ids[::50])
    )


def dates(access: Access) -> None:
    """A date field of the business's own, with a day of the next two years for every second customer."""
    CustomField.objects.create(key="ends", label="סוף חוזה", type=CustomField.Type.DATE)
    today = timezone.localdate()
    half = Customer.objects.only("pk", "custom").annotate(odd=F("pk") % 2).filter(odd=0)
    for page in pages(half, PAGE):
        for customer in page:
            customer.custom = {"ends": (today + timedelta(days=customer.pk % 730)).isoformat()}
        Customer.objects.bulk_update(page, ["custom"], batch_size=500)
    began = time.process_time()
    count = keep_all_own_dates(access)
    print(f"{count:,} days of one's own fields kept: {time.process_time() - began:.1f} s of processor")


def main() -> None:
    """Build, reckon, measure."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    owner = User.objects.create_user("owner@bench.test", name="דנה")
    access = found_organization(owner, name="מדידה", slug="bench")
    with organization_scope(access.organization.pk):
        build(access, number)
        talk(access)
        dates(access)
        began = time.process_time()
        count = refresh_all(access, today=timezone.localdate())
        print(f"follow-ups of {count:,} reckoned: {time.process_time() - began:.1f} s of processor")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/bench/today/").status_code == 200
    for name in ("today/", "today/information/"):
        print(f"{name} {median(lambda name=name: client.get(f'/bench/{name}')):.1f} ms")


if __name__ == "__main__":
    main()
