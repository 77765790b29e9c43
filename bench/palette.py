"""The palette over a hundred thousand customers and a million interactions: median server time of each kind of search.

Run: `python bench/palette.py [customers] [interactions]`. The database is made anew in a temporary folder.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from customers import AS_OF, build, median  # the same customers; it sets Django up
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from neeman.activity.models import Interaction, Kind, Outcome
from neeman.customers.models import Customer, FollowUp
from neeman.orgs.access import Access
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope

BAR = 50.0  # ms, median over the searches
PAGE = 10_000
ASKED = {
    "nothing typed": "",
    "three letters of a name": "נגר",
    "a person": "דני כהן",
    "wrong layout": "sbh fvi",
    "in Latin letters": "cohen",
    "end of a phone": "4567",
    "a word of a remark": "שולחן",
    "one letter": "כ",
    "a page": "הגדר",
    "a page in English": "settings",
    "nobody": "זזזז",
}


def talk(access: Access, number: int) -> None:
    """Interactions of two years, and when each customer is due; the same each time."""
    chance = random.Random(11)
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    now = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    for start in range(0, number, PAGE):
        rows = [
            Interaction(
                customer_id=chance.choice(ids),
                member=access.member if chance.random() < 0.5 else None,
                kind=chance.choice([Kind.CALL, Kind.WHATSAPP, Kind.MEETING]),
                at=now - timedelta(minutes=chance.randrange(1_000_000)),
                outcome=Outcome.SPOKE,
                text="סוכם לדבר שוב אחרי החג",
            )
            for _ in range(start, min(start + PAGE, number))
        ]
        with transaction.atomic():
            Interaction.objects.bulk_create(rows)
    for start in range(0, len(ids), PAGE):
        FollowUp.objects.bulk_create(
            FollowUp(
                customer_id=pk,
                owner=access.member,
                last_touch_at=now - timedelta(days=chance.randrange(60)),
                last_words="סוכם לדבר שוב",
                due_on=AS_OF + timedelta(days=chance.randrange(30)),
                every_days=30,
            )
            for pk in ids[start : start + PAGE]
        )


def searches(access: Access) -> Iterator[tuple[str, float, int]]:
    """Each search through the whole of the product: its name, median milliseconds, queries."""
    client = Client(SERVER_NAME="127.0.0.1", headers={"HX-Request": "true"})
    assert access.member is not None
    client.force_login(access.member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/{access.organization.slug}/find/"
    for name, text in ASKED.items():
        asked = {"q": text, "at": "/"}
        queries: list[str] = []
        with connection.execute_wrapper(
            lambda run, sql, *rest, queries=queries: queries.append(sql) or run(sql, *rest)
        ):
            assert client.get(address, asked).status_code == 200, name
        yield name, median(lambda asked=asked: client.get(address, asked)), len(queries)


def main(customers: int, interactions: int) -> None:
    """Build, measure, print."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    access = found_organization(User.objects.create_user("bench@neeman.test"), name="Bench", slug="bench")
    with organization_scope(access.organization.pk):
        start = time.perf_counter()
        build(access, customers)
        talk(access, interactions)
        took = time.perf_counter() - start
        print(
            f"{customers:,} customers, {interactions:,} interactions built in {took:.0f} s ({connection.vendor})"
        )
        taken = []
        for name, milliseconds, queries in searches(access):
            taken.append(milliseconds)
            print(f"{milliseconds:8.1f} ms  {queries:2} queries  {name}")
        print(f"{statistics.median(taken):8.1f} ms  median of the palette (bar: {BAR:.0f})")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*given) if len(given) == 2 else main(100_000, 1_000_000)
