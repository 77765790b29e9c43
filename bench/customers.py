"""A hundred thousand customers on SQLite: median server time of the list, of searches and of the card.

Run: `python bench/customers.py [number of customers]`. The database is made anew in a temporary folder.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
os.environ.setdefault("NEEMAN_DATA", tempfile.mkdtemp(prefix="neeman-bench-"))

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from neeman.customers.keys import contact_keys, put_keys
from neeman.customers.models import Contact, Customer, CustomerTag, FollowUp, Standing, Tag
from neeman.customers.search import matching_ids
from neeman.customers.services.standings import keep_sums
from neeman.orgs.access import Access
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.orgs.wall import organization_scope
from neeman.wsgi import application as _served  # noqa: F401  loaded as the server loads it

ROUNDS = 21
AS_OF = date(2026, 10, 31)


def words(text: str) -> list[str]:
    """The words of a list; `_` stands for a blank inside one."""
    return [word.replace("_", " ") for word in text.split()]


FIRST = words("דני רונית יוסי משה שרה אבי מיכל יעל נועה תמר עומר איתי שלמה רחל דוד ליאור סאמר גלית")
LAST = words("כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן אזולאי כץ גולדשטיין מלכה עמר אוחיון חורי זועבי")
TRADE = words("נגריית מאפיית מוסכי מפעלי דפוס מעבדות חממות סטודיו קבוצת מתכת אלומיניום ציוד שיווק הובלות")
PLACE = words("הגליל השרון כרמל הדרום העמק יהודה הנגב הצפון המפרץ השפלה")
CITY = words("תל_אביב חיפה באר_שבע ירושלים עפולה רחובות נתניה אשקלון כרמיאל חולון יקנעם פתח_תקווה")
PAGES = {
    "list, by revenue": "customers/",
    "list, by name": "customers/?sort=name",
    "list, gold, latest first": "customers/?grade=A&sort=-last",
    "list, late": "customers/?late=yes",
    "list, page 40": "customers/?page=40",
    "list, of a city": "customers/?city=חיפה",
    "list, found by a word": "customers/?q=נגריית+הג",
    "list, by next contact": "customers/?sort=next",
    "list, next contact late": "customers/?next=late&sort=next",
    "list, gold, by next contact": "customers/?grade=A&sort=next",
}
SEARCHES = [
    "דני",
    "דני כהן",
    "נגריית הג",
    "כ",
    "4567",
    "052-7",
    "sbh fvi",
    "cohen",
    "u4321",
    "בוקר 7",
    "זזזז",
    "שולחן",
]


def build(access: Access, number: int) -> None:
    """Customers with a contact, half of them with sales, a tenth with a tag; the same each time."""
    chance = random.Random(7)
    tags = [Tag.objects.create(name=name) for name in ("ביקור רבעוני", "תערוכה", "משלם מראש")]
    for start in range(0, number, 5_000):
        with transaction.atomic():
            _build_page(access, chance, tags, range(start, min(start + 5_000, number)))
    keep_sums(access)


def _build_page(access: Access, chance: random.Random, tags: list[Tag], numbers: range) -> None:
    customers, contacts = [], []
    for n in numbers:
        customer = Customer(
            name=f"{chance.choice(TRADE)} {chance.choice(PLACE)} {chance.choice(LAST)} {n}",
            phone=f"05{chance.randrange(10)}-{chance.randrange(10**7):07d}",
            email=f"u{n}@example.co.il",
            company_number=str(510_000_000 + n),
            city=chance.choice(CITY),
            industry=chance.choice(TRADE),
            owner=access.member if n % 3 else None,
            remarks=chance.choice(["", "מעדיף משלוח בבוקר", "שולחן ליד החלון", "לחזור בעוד חודש"]),
        )
        contact = Contact(
            customer=customer,
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            phone=f"05{chance.randrange(10)}{chance.randrange(10**7):07d}",
        )
        for key, value in contact_keys(contact).items():
            setattr(contact, key, value)
        customers.append(put_keys(customer, contacts=[contact]))
        contacts.append(contact)
    Customer.objects.bulk_create(customers)
    Contact.objects.bulk_create(contacts)
    CustomerTag.objects.bulk_create(
        CustomerTag(customer=customer, tag=chance.choice(tags)) for customer in customers[::10]
    )
    Standing.objects.bulk_create(_standing(customer, chance) for customer in customers[::2])
    FollowUp.objects.bulk_create(_follow_up(customer, chance) for customer in customers)


def _follow_up(customer: Customer, chance: random.Random) -> FollowUp:
    due_on = timezone.localdate() + timedelta(days=chance.randrange(-10, 90))
    return FollowUp(customer=customer, owner=customer.owner, due_on=due_on, rule="active", every_days=90)


def _standing(customer: Customer, chance: random.Random) -> Standing:
    months = [chance.randrange(0, 500_000) for _ in range(24)]
    window = sum(months[12:])
    ratio = min(chance.expovariate(1.5), 9.0)
    return Standing(
        customer=customer,
        as_of=AS_OF,
        grade=chance.choices("ABC", [5, 15, 80])[0],
        revenue_window_minor=window,
        revenue_before_minor=sum(months[:12]),
        revenue_minor=sum(months),
        revenue_share=window / 1e12,
        orders=chance.randrange(1, 50),
        last_purchase=AS_OF - timedelta(days=chance.randrange(400)),
        usual_gap_days=chance.uniform(5, 90),
        overdue_ratio=ratio,
        at_stake_minor=window if ratio >= 1.5 else 0,
        months=months,
    )


def median(act: Callable[[], object]) -> float:
    """Median milliseconds of several calls, after one that warms up."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def searches(access: Access) -> Iterator[tuple[str, float]]:
    """Each search of the palette's size, and their median."""
    for text in SEARCHES:
        yield (
            f"search «{text}» ({len(matching_ids(access, text, 20))})",
            median(lambda text=text: matching_ids(access, text, 20)),
        )


def pages(access: Access) -> Iterator[tuple[str, float]]:
    """Each page of the list and the card, through the whole of the product."""
    client = Client(SERVER_NAME="127.0.0.1")
    assert access.member is not None
    client.force_login(access.member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    some = Customer.objects.filter(standing__grade="A").values_list("pk", flat=True)[0]
    for name, path in (PAGES | {"card": f"customers/{some}/"}).items():
        address = f"/{access.organization.slug}/{path}"
        assert client.get(address).status_code == 200, address
        yield name, median(lambda address=address: client.get(address))


def main(number: int) -> None:
    """Build, measure, print."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    access = found_organization(User.objects.create_user("bench@neeman.test"), name="Bench", slug="bench")
    with organization_scope(access.organization.pk):
        start = time.perf_counter()
        build(access, number)
        print(f"{number:,} customers built in {time.perf_counter() - start:.1f} s ({connection.vendor})")
        found = list(searches(access))
        for name, milliseconds in found:
            print(f"{milliseconds:8.1f} ms  {name}")
        print(f"{statistics.median(ms for _, ms in found):8.1f} ms  median of searches (bar: 15)")
        for name, milliseconds in pages(access):
            print(f"{milliseconds:8.1f} ms  {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
