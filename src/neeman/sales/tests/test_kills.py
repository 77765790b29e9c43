"""Killed at any moment of logging, moving, quoting and approving, again and again, nothing is lost and nothing doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import connection

from conftest import Person, make_person
from neeman.activity.models import Interaction, Task
from neeman.customers.models import Customer, FollowUp
from neeman.customers.tests.making import make
from neeman.ledger.models import Document
from neeman.orgs.models import LogEntry, Organization
from neeman.orgs.roles import Role
from neeman.sales.models import Deal, Quote, QuoteApproval, QuoteLine, QuoteLink
from neeman.sales.services.quote_follow_ups import DAYS
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.making import make_deal
from neeman.sales.tests.storm import PIECES

KILLS = int(os.environ.get("NEEMAN_KILLS", "24"))  # hundreds, when somebody has the time
STORM = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1:3]
import django
django.setup()
from neeman.sales.tests.storm import main
main(*map(int, sys.argv[3:6]), sys.argv[6])
"""


@dataclass
class Judged:
    """What is missing and what is there twice, each as words that say what."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def expect(self, what: str, customers: list[int], found: Counter[int], times: int = 1) -> None:
        """Each customer has it so many times."""
        self.lost += [f"{what} of {pk}" for pk in customers if found[pk] < times]
        self.doubled += [f"{what} of {pk}" for pk in customers if found[pk] > times]


def business(customers: int) -> Person:
    """With so many customers, each of whom has a deal."""
    house = Organization.objects.create(slug="stormy", name="סופה")
    owner = make_person(house, "stormy@house.test", Role.OWNER)
    with owner.scope():
        keep_stages(owner.access)
        for number in range(customers):
            make_deal(owner.access, customer=make(owner.access, f"לקוח {number}"))
    return owner


def storm(owner: Person, kills: int, fault: str = "") -> list[int]:
    """How far the work had come after each kill."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    given = [name, str(settings.MEDIA_ROOT), str(owner.organization.pk), str(kills), "7", fault]
    told = subprocess.run(
        [sys.executable, "-c", STORM, *given], check=True, timeout=1_800, stdout=subprocess.PIPE
    )
    found: list[int] = json.loads(told.stdout)
    return found


def judge() -> Judged:
    """The rows against what was asked for."""
    customers = list(Customer.objects.values_list("pk", flat=True))
    judged = Judged()
    for what, found in (
        ("talk", Interaction.objects.values_list("customer", flat=True)),
        ("reckoned talk", FollowUp.objects.exclude(last_touch_at=None).values_list("pk", flat=True)),
        ("deal", Deal.objects.values_list("customer", flat=True)),
        ("won deal", Deal.objects.exclude(won_at=None).values_list("customer", flat=True)),
        ("quote", Quote.objects.filter(state="approved").values_list("customer", flat=True)),
        ("line", QuoteLine.objects.values_list("quote__customer", flat=True)),
        ("approval", QuoteApproval.objects.values_list("quote__customer", flat=True)),
        ("order", Document.objects.values_list("customer", flat=True)),
    ):
        judged.expect(what, customers, Counter(found))
    links = set(QuoteLink.objects.values_list("quote__customer", flat=True))
    judged.expect("link", customers, Counter(links))
    planned = Task.objects.filter(origin__in=DAYS).values_list("customer", flat=True)
    judged.expect("follow-ups", customers, Counter(planned), times=len(DAYS))
    moved = {"sales.deal.moved": 2}  # by hand, and by the quote
    for verb in ("activity.interaction.logged", *moved, "sales.quote.sent", "sales.quote.approved"):
        found = {0: LogEntry.objects.filter(verb=verb).count()}
        judged.expect(verb, [0], Counter(found), times=moved.get(verb, 1) * len(customers))
    numbers = Counter(Quote.objects.values_list("number", flat=True))
    judged.doubled += [f"number {number}" for number, times in numbers.items() if times > 1]
    return judged


@pytest.mark.django_db(transaction=True)
def test_kills_lose_and_double_nothing() -> None:
    customers = max(10, KILLS)
    owner = business(customers)
    reached = storm(owner, KILLS)
    with owner.scope():
        judged = judge()
    kills, within = (
        min(KILLS, len(reached) - 1),
        len({came for came in reached if came < customers * len(PIECES)}),
    )
    sys.stdout.write(
        f"logging, moving, quoting: {customers * len(PIECES)} acts tried, {kills} kills, {within} of them between others; "
        f"lost {len(judged.lost)}, doubled {len(judged.doubled)}\n"
    )
    assert within > kills / 10, reached
    assert judged == Judged()


@pytest.mark.django_db(transaction=True)
def test_an_act_in_halves_is_seen() -> None:
    """A planted fault: no act is a transaction."""
    owner = business(5)
    storm(owner, 12, "halves")
    with owner.scope():
        assert judge() != Judged()
