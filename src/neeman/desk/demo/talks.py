"""What was said with the made-up customers over a year, and what was promised: believable, and the same for each seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from neeman.activity.models import Interaction, Kind, Outcome, Task
from neeman.customers.models import Customer
from neeman.desk.demo import words
from neeman.desk.demo.business import Business
from neeman.orgs.models import Member

YEAR = 365
EVERY = {"giant": 12, "large": 15, "growing": 30, "steady": 40, "shrinking": 45, "late": 50, "new": 25}
"""Days between talks by story; others are spoken to twice a year."""

PROMISES = 3
"""Broken promises: enough to see what the page of the day does with them."""


def write_talks(
    businesses: list[Business], customers: list[Customer], member: Member | None, *, seed: int, today: date
) -> None:
    """A year of talks with each customer, and the tasks that are open today."""
    random = Random(seed)  # noqa: S311 - believable, not secret
    pairs = list(zip(businesses, customers, strict=True))
    Interaction.objects.bulk_create(
        talk for business, customer in pairs for talk in _talks(random, business, customer, member, today)
    )
    large = [customer for business, customer in pairs if business.story in ("large", "steady", "growing")]
    Task.objects.bulk_create(_tasks(random, large, member, today))


def _talks(
    random: Random, business: Business, customer: Customer, member: Member | None, today: date
) -> Iterator[Interaction]:
    every = EVERY.get(business.story, YEAR // 2)
    day = max(business.since, today - timedelta(days=YEAR)) + timedelta(days=random.randint(0, every))
    while day < today:
        if day.isoweekday() not in (5, 6):
            yield _talk(random, customer, member, day)
        day += timedelta(days=random.randint(every * 2 // 3, every * 4 // 3))


def _talk(random: Random, customer: Customer, member: Member | None, day: date) -> Interaction:
    kind = random.choices(
        (Kind.CALL, Kind.WHATSAPP, Kind.EMAIL, Kind.VISIT, Kind.MEETING), weights=(50, 28, 10, 8, 4)
    )[0]
    outcome = random.choices((Outcome.SPOKE, Outcome.NO_ANSWER, Outcome.WANTS_QUOTE, ""), (70, 12, 8, 10))[0]
    hour = time(random.randint(6, 13), random.randint(0, 59))  # in UTC: working hours in Israel
    missed = outcome == Outcome.NO_ANSWER
    return Interaction(
        customer=customer,
        member=member,
        kind=Kind.CALL if missed else kind,
        direction=random.choice(("out", "out", "out", "in")) if not missed else "out",
        at=datetime.combine(day, hour, UTC),
        minutes=None if missed else random.choice((3, 5, 8, 12, 20)),
        outcome=outcome,
        text="" if missed else random.choice(words.SAID),
    )


def _tasks(random: Random, customers: list[Customer], member: Member | None, today: date) -> Iterator[Task]:
    chosen = random.sample(customers, len(words.TO_DO))
    for number, (customer, (kind, title)) in enumerate(zip(chosen, words.TO_DO, strict=True)):
        ahead = number - PROMISES
        yield Task(
            customer=customer,
            member=member,
            made_by=member,
            kind=kind,
            title=title,
            due_on=today + timedelta(days=ahead),
            urgent=number == PROMISES,
        )
