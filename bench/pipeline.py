"""Thousands of open deals: median server time of the board, the table and the calendar.

Run: `python bench/pipeline.py [customers] [deals]`. The customers are those of `bench/customers.py`.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta

from customers import build, median  # the same folder; sets Django up
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from neeman.activity.models import Task
from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope
from neeman.sales.models import Deal, Stage
from neeman.sales.queries.steps import ABOUT
from neeman.sales.services.lists import keep_list

LAYOUTS = {"board": "", "table": "?view=table", "calendar": "?as=calendar"}


def deal(access: Access, number: int) -> None:
    """Open deals over all stages, each with its next action."""
    chance, today, now = random.Random(7), timezone.localdate(), timezone.now()
    keep_list(access, Stage)
    stages = list(Stage.objects.values_list("pk", flat=True))
    ids = list(Customer.objects.values_list("pk", flat=True)[:number])
    made = Deal.objects.bulk_create(
        Deal(
            customer_id=chance.choice(ids),
            owner=access.member,
            title=f"עסקה {n}",
            stage_id=chance.choice(stages),
            stage_since=now,
            kind=chance.choice(["new", "upsell"]),
            value_minor=chance.randrange(100_000, 9_000_000),
            expected_on=today + timedelta(days=chance.randrange(60)),
        )
        for n in range(number)
    )
    Task.objects.bulk_create(
        Task(
            customer_id=one.customer_id,
            member=access.member,
            title="להתקשר",
            due_on=today + timedelta(days=n % 40 - 10),
            about_table=ABOUT,
            about_id=one.pk,
        )
        for n, one in enumerate(made)
        if n % 20
    )


def main() -> None:
    """Build and measure."""
    customers, deals = (int(text) for text in sys.argv[1:3]) if len(sys.argv) > 2 else (20_000, 6_000)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    owner = User.objects.create_user("owner@bench.test", name="דנה")
    access = found_organization(owner, name="מדידה", slug="bench")
    with organization_scope(access.organization.pk):
        build(access, customers)
        deal(access, deals)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, asked in LAYOUTS.items():
        address = f"/bench/pipeline/{asked}"
        assert client.get(address).status_code == 200, name
        print(
            f"{median(lambda address=address: client.get(address)):8.1f} ms  {name} of {deals:,} open deals"
        )


if __name__ == "__main__":
    main()
