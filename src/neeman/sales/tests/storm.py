"""A day's work of talks, deals and quotes that is killed at random moments, again and again.

It runs in a process of its own that has everything loaded, so that a kill costs a fork and not a second of starting up:
`python -c` of `tests.test_kills` calls `main` on the database of the tests. A child does the work piece by piece and says
each piece that it was told had been done; who was killed is followed by one that begins with the first piece of which
nothing was heard, as a person presses once more, and a device sends again.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext

from django.db import connections, transaction
from django.urls import reverse

from neeman.activity.models import Outcome
from neeman.activity.services.interactions import Said, log_interaction
from neeman.customers.models import Customer
from neeman.orgs.access import Access, access_of, house_access
from neeman.orgs.changes import StaleWrite
from neeman.orgs.models import Member
from neeman.orgs.wall import organization_scope
from neeman.sales.models import Deal, Quote
from neeman.sales.queries.quotes import lines_of
from neeman.sales.services.deals import move_deal
from neeman.sales.services.quote_deciding import approve_quote
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote, make_quote
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.making import NOW
from neeman.sales.tests.quoting import yes

MOVED_TO = "meeting"
MOST_HEARD, LONGEST = 2, 0.06
"""Pieces and seconds after which a child dies at the latest: a piece takes some hundredths of a second."""
Piece = Callable[[Access, Customer], None]


def talk(access: Access, customer: Customer) -> None:
    """A talk, from a page that gave it a key."""
    said = Said(outcome=Outcome.WANTS_QUOTE, text="שלושה ארונות", key=f"talk-{customer.pk}")
    log_interaction(access, customer, said, now=NOW)


def move(access: Access, customer: Customer) -> None:
    """The customer's deal, from the board as it was read first."""
    stage = next(one for one in keep_stages(access) if one.code == MOVED_TO)
    try:
        move_deal(access, Deal.objects.get(customer=customer), stage, version=1, now=NOW)
    except StaleWrite:
        assert Deal.objects.filter(customer=customer, stage=stage).exists(), (
            "the page shows that it was moved"
        )


def send(access: Access, customer: Customer) -> None:
    """A quote of one line, made and sent."""
    quote = make_quote(access, customer, now=NOW, key=f"quote-{customer.pk}")
    if not lines_of(quote):
        quote = edit_quote(access, quote, Edit(act=LineAct("free", "ארון")), version=quote.version, now=NOW)[
            0
        ]
    (line,) = lines_of(quote)
    if not line.unit_price_minor:
        edit = Edit(lines={line.pk: {"unit_price_minor": 100_000}})
        quote = edit_quote(access, quote, edit, version=quote.version, now=NOW)[0]
    send_quote(access, quote, version=quote.version, now=NOW)


def approve(access: Access, customer: Customer) -> None:
    """The customer's yes."""
    house = house_access(access.organization)
    approve_quote(house, Quote.objects.get(customer=customer), yes(), now=NOW, by_customer=True)


PIECES: tuple[Piece, ...] = (talk, move, send, approve)


def main(organization: int, kills: int, seed: int, fault: str) -> None:
    """Do everything for every customer, with up to so many kills on the way; tells how far each child came, as JSON."""
    chance = random.Random(seed)
    reverse("customers", kwargs={"org": "any"})  # all addresses are read once, here and not in each child
    with organization_scope(organization):
        customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    work = [(place, pk) for pk in customers for place in range(len(PIECES))]
    _work(organization, work[: len(PIECES)])  # what is slow at the first time is slow here alone
    if fault == "halves":
        transaction.atomic = lambda *_, **__: nullcontext()  # type: ignore[assignment]  # a planted fault
    reached = [len(PIECES)]
    while reached[-1] < len(work):
        dies = None if len(reached) > kills else (chance.randint(0, MOST_HEARD), chance.uniform(0, LONGEST))
        reached.append(_child(organization, work, reached[-1], dies))
    sys.stdout.write(json.dumps(reached))


def _child(organization: int, work: list[tuple[int, int]], first: int, dies: tuple[int, float] | None) -> int:
    """Fork one that works from piece `first` on; it `dies` so many pieces and seconds later. How far it said that it
    came."""
    connections.close_all()
    told, telling = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        _be_the_child(organization, work[first:], telling)
    os.close(telling)
    came = first
    if dies is not None:
        hears, seconds = dies
        while came < first + hears and os.read(told, 1):
            came += 1
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    while heard := os.read(told, 4096):
        came += len(heard)
    os.close(told)
    _, status = os.waitpid(child, 0)
    assert dies is not None or status == 0
    return came


def _be_the_child(organization: int, work: list[tuple[int, int]], telling: int) -> None:
    status = 1
    try:
        _work(organization, work, lambda: os.write(telling, b"."))
        status = 0
    finally:
        os._exit(status)


def _work(organization: int, work: list[tuple[int, int]], tell: Callable[[], object] = lambda: None) -> None:
    with organization_scope(organization):
        access = access_of(Member.objects.select_related("organization", "user").get())
        for place, pk in work:
            PIECES[place](access, Customer.objects.get(pk=pk))
            tell()
