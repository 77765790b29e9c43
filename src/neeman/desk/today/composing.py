"""Putting the day together: reasons become cards, one a customer, as many as fit five minutes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from django.urls import reverse

from neeman.activity.models import Interaction, Pause
from neeman.activity.sheet import Choice, days_off, sheet_of
from neeman.customers.directory import people_of
from neeman.customers.models import Contact, Customer
from neeman.customers.queries.card import standing_of
from neeman.customers.queries.visible import visible
from neeman.desk.today import reasons
from neeman.desk.today.cards import Card, Part, Reason
from neeman.desk.today.ending import finished_days, streak_of
from neeman.desk.today.messages import offer_messages
from neeman.desk.today.waiting import who_waits
from neeman.lib.calendar import WorkingHours
from neeman.lib.phones import parse_phone
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of

BUDGET = timedelta(minutes=5)
MOST_CARDS, FEWEST_CARDS = 12, 3
SECONDS = 25
"""A card's handling before anything was measured: glance, tap, choose."""
LEARN_FROM = 60
PAUSE_SECONDS = 180
"""A longer gap between two records is not handling: somebody talked, or went away."""


@dataclass(slots=True)
class Day:
    """The page of a day for one member."""

    today: date
    parts: dict[Part, list[Card]]
    done: int
    later: int
    seconds: int = SECONDS
    week: dict[date, int] = field(default_factory=dict)
    finished: set[date] = field(default_factory=set)
    streak: int = 0

    @property
    def left(self) -> int:
        """Cards that are still open."""
        return sum(map(len, self.parts.values()))

    @property
    def minutes(self) -> int:
        """What they take, by one's own median; at least one."""
        return max(1, round(self.left * self.seconds / 60))

    @property
    def all(self) -> int:
        """Cards of the day, done and open."""
        return self.done + self.left

    @property
    def days(self) -> list[date]:
        """The days of this week, from Sunday."""
        first = self.today - timedelta(days=(self.today.weekday() + 1) % 7)
        return [first + timedelta(days=ahead) for ahead in range(7)]

    @property
    def waiting(self) -> int:
        """Customers who wait for us."""
        return len(self.parts[Part.NOW])

    @property
    def at_stake_minor(self) -> int:
        """A year's revenue of those about to leave."""
        return sum(card.reason.amount_minor or 0 for card in self.parts[Part.KEEP])

    def card_of(self, customer_id: int) -> Card | None:
        """The card of a customer, if it stands here."""
        cards = (card for cards in self.parts.values() for card in cards)
        return next((card for card in cards if card.customer and card.customer.pk == customer_id), None)


def compose(access: Access, now: datetime) -> Day:
    """The day of this member at `now`: what is pressing first, then whoever is due, within five minutes in all."""
    hours = hours_of(access.organization)
    local = now.astimezone(hours.zone)
    today, seconds, done = local.date(), seconds_a_card(access), done_today(access, local)
    room = max(0, cards_a_day(seconds) - done)
    found = _one_a_customer(_reasons(access, now, hours, room))
    chosen = _within(found, room)
    cards = _fill(access, chosen, local, hours)
    parts = {part: [card for card in cards if card.reason.part == part] for part in Part}
    later = max(0, reasons.count_due(access, today) - len(parts[Part.CADENCE]))
    day = Day(today, parts, done, later, seconds)
    day.week = reasons.due_by_day(access, day.days[0], day.days[-1]) | {today: day.left}
    day.finished = finished_days(access, today)
    day.streak = streak_of(day.finished, today, hours)
    return day


def cards_a_day(seconds: int) -> int:
    """How many cards fit five minutes at this pace."""
    return max(FEWEST_CARDS, min(MOST_CARDS, int(BUDGET.total_seconds() // seconds)))


def seconds_a_card(access: Access) -> int:
    """The member's own median of seconds between two records in a row; the default until there are enough."""
    rows = Interaction.objects.filter(member=access.member).order_by("-noted_at")
    times = list(rows.values_list("noted_at", flat=True)[:LEARN_FROM])
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
    handled = [gap for gap in gaps if 1 <= gap <= PAUSE_SECONDS]
    return round(median(handled)) if len(handled) >= 5 else SECONDS


def done_today(access: Access, local: datetime) -> int:
    """Customers whom the member dealt with today: spoke to, noted, or put off."""
    since = local.replace(hour=0, minute=0, second=0, microsecond=0)
    noted = Interaction.objects.filter(member=access.member, noted_at__gte=since)
    rested = Pause.objects.filter(member=access.member, at__gte=since)
    return len({*noted.values_list("customer", flat=True), *rested.values_list("customer", flat=True)})


def _reasons(access: Access, now: datetime, hours: WorkingHours, room: int) -> list[Reason]:
    today = now.astimezone(hours.zone).date()
    found = [
        *who_waits(access, list(reasons.tasks_today(access, today)), now, hours),
        *reasons.about_to_leave(access, today),
        *reasons.due_by_cadence(access, today, room),
        *reasons.chance_of_the_day(access, today),
    ]
    return sorted(found, key=lambda reason: (reason.part, reason.rank))


def _one_a_customer(found: list[Reason]) -> list[Card]:
    """The first reason of a customer makes its card; the others stand on it too."""
    cards: dict[object, Card] = {}
    for reason in found:
        key = reason.customer_id or (reason.task and f"task {reason.task.pk}")
        if key in cards:
            cards[key].more.append(reason)
        else:
            cards[key] = Card(reason)
    return list(cards.values())


def _within(cards: list[Card], room: int) -> list[Card]:
    """As many cards as there is room for, with a place kept for the one opportunity."""
    chances = [card for card in cards if card.reason.part == Part.CHANCE][: min(1, room)]
    others = [card for card in cards if card.reason.part != Part.CHANCE]
    return [*others[: room - len(chances)], *chances]


def _fill(access: Access, cards: list[Card], local: datetime, hours: WorkingHours) -> list[Card]:
    """What the cards show of their customers; those archived meanwhile, or not to be seen, fall out."""
    ids = [card.reason.customer_id for card in cards if card.reason.customer_id]
    known = visible(access).filter(pk__in=ids).select_related("standing", "follow_up")
    customers = {customer.pk: customer for customer in known if customer.archived_at is None}
    people, days = people_of(ids), days_off(local.date(), hours)
    shown = []
    for card in cards:
        if card.reason.customer_id is None:
            shown.append(card)
        elif customer := customers.get(card.reason.customer_id):
            _know(access, card, customer, next(iter(people.get(customer.pk, ())), None))
            _offer(access, card, customer, local.date(), hours, days)
            shown.append(card)
    offer_messages(access, shown, people, now=local)
    return shown


def _know(access: Access, card: Card, customer: Customer, contact: Contact | None) -> None:
    card.customer, card.contact = customer, contact
    card.standing = standing_of(customer)
    card.follow_up = getattr(customer, "follow_up", None)
    card.dials = parse_phone(customer.phone or (contact.phone if contact else "")).dials


def _offer(
    access: Access,
    card: Card,
    customer: Customer,
    today: date,
    hours: WorkingHours,
    days: tuple[Choice, ...],
) -> None:
    slug = access.organization.slug
    card.sheet = sheet_of(
        customer,
        card.follow_up,
        action=reverse("today_talk", kwargs={"org": slug, "pk": customer.pk}),
        target=f"#{card.id}",
        today=today,
        hours=hours,
        days=days,
        task=card.reason.task,
    )
