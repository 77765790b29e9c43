"""Deals, leads, products and quotes of the made-up business, made by the services of the room: the same for each seed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.utils.translation import override

from neeman.activity.models import Kind, Outcome, Task
from neeman.activity.proposing import Proposal
from neeman.activity.services.interactions import Said, log_interaction
from neeman.customers.models import Customer
from neeman.desk.demo import words
from neeman.orgs.access import Access, house_access
from neeman.orgs.hours import hours_of
from neeman.orgs.models import LogEntry
from neeman.sales.models import Deal, Product, Quote, QuoteLink
from neeman.sales.queries.quotes import get_quote, lines_of
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.deals import add_deal, lose_deal, win_deal
from neeman.sales.services.leads import add_lead
from neeman.sales.services.products import add_product
from neeman.sales.services.quote_deciding import Yes, approve_quote, decline_quote, note_run_out
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote, make_quote
from neeman.sales.services.quote_follow_ups import plan_follow_ups
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.quote_settings import edit_settings
from neeman.sales.services.quote_talk import answer, ask, note_opening
from neeman.sales.services.stages import keep_reasons, keep_stages

IN_STAGE, PRODUCTS = 3, 12
WON, LOST = (5, 19, 40, 66, 97, 130), (12, 48, 85)
"""Days ago on which deals ended."""

HOUR = 140_00
QUOTES = (
    ("draft", 1), ("draft", 2), ("sent", 1), ("sent", 3), ("opened", 4), ("opened", 6), ("asked", 2),
    ("approved", 9), ("approved", 25), ("approved", 54), ("approved", 83), ("declined", 31), ("declined", 70),
    ("ran_out", 45),
)  # fmt: skip
"""What became of each quote, and how many days ago it was written."""


class Selling:
    """One writing of it: who writes, by which dice, on which day."""

    def __init__(self, access: Access, customers: list[Customer], *, seed: int, today: date) -> None:
        self.access, self.today = access, today
        self.random = Random(seed)  # noqa: S311 - believable, not secret
        self.zone = ZoneInfo(access.organization.timezone)
        needed = IN_STAGE * len(keep_stages(access)) + len(WON) + len(LOST) + len(QUOTES)
        self.customers = iter(self.random.sample(customers, needed))

    def at(self, days_ago: int, hour: int = 10) -> datetime:
        """A moment of a day in the past."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(hour), self.zone)

    @contextmanager
    def moment(self, days_ago: int, hour: int = 10) -> Iterator[datetime]:
        """What is done at a moment of the past, which is when the log and the timeline tell of it as well."""
        before = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        now = self.at(days_ago, hour)
        yield now
        LogEntry.objects.filter(pk__gt=before).update(at=now)

    def deal(self, days_ago: int, **given: object) -> Deal:
        """A deal that began so many days ago."""
        wanted = {
            "title": self.random.choice(words.DEALS),
            "value_minor": self.random.randint(15, 400) * 20_000,
            "expected_on": self.today + timedelta(days=self.random.randint(5, 45)),
            "source": self.random.choice(words.SOURCES),
            **given,
        }
        stage, step = wanted.pop("stage", None), wanted.pop("step", None)
        with self.moment(days_ago) as now:
            deal, _ = add_deal(
                self.access,
                next(self.customers),
                wanted,
                now=now,
                stage=stage,  # type: ignore[arg-type]  # a Stage
                next_step=step,  # type: ignore[arg-type]  # a Proposal
            )
        Deal.objects.filter(pk=deal.pk).update(created_at=now)
        return deal

    def step(self, in_days: int) -> Proposal:
        """A next action in so many days, or so many days ago."""
        day = self.today + timedelta(days=in_days)
        on = day if in_days < 0 else hours_of(self.access.organization).next_workday(day)
        return Proposal(Task.Kind.CALL, self.random.choice(words.STEPS), on)


def write_selling(access: Access, customers: list[Customer], *, seed: int, today: date) -> None:
    """Deals in every stage and ended ones, leads that wait, a catalogue, and quotes in each state."""
    edit_settings(access, {"hour_minor": HOUR, "value_proofs": "\n".join(words.PROOFS)}, version=1)
    with override("he"):
        selling = Selling(access, customers, seed=seed, today=today)
        _write_deals(selling)
        _write_leads(selling)
        products = _write_products(selling)
        for fate, days_ago in QUOTES:
            _write_quote(selling, products, fate, days_ago)


def _write_deals(selling: Selling) -> None:
    access = selling.access
    for stage in keep_stages(access):
        for number in range(IN_STAGE):
            step = selling.step(selling.random.randint(1, 9) if number else -selling.random.randint(1, 4))
            selling.deal(selling.random.randint(5, 28), stage=stage, step=step)
    for days_ago in WON:
        deal = selling.deal(days_ago + selling.random.randint(6, 40))
        with selling.moment(days_ago) as now:
            win_deal(access, deal, version=deal.version, now=now)
    reasons = keep_reasons(access)
    for days_ago in LOST:
        deal, reason = selling.deal(days_ago + 20), selling.random.choice(reasons)
        with selling.moment(days_ago) as now:
            lose_deal(access, deal, version=deal.version, now=now, reason=reason)


def _write_leads(selling: Selling) -> None:
    """One waits for a first word; the others were called within the hour."""
    access = selling.access
    for number, (name, phone, wish) in enumerate(words.LEADS):
        person, wanted = {"name": name, "phone": phone}, {"title": wish, "source": "אתר"}
        with selling.moment(number + 1, 12) as now:
            deal, _ = add_lead(access, person, wanted, now=now)
        if number:
            step = selling.step(number)
            with selling.moment(number + 1, 13) as now:
                called = Said(kind=Kind.CALL, outcome=Outcome.SPOKE, at=now, about=deal)
                task = find_next_step(deal)
                log_interaction(access, deal.customer, called, now=now, task=task, next_step=step)


def _write_products(selling: Selling) -> list[Product]:
    found = []
    for number, (category, name, price, share) in enumerate(words.PRODUCTS[:PRODUCTS]):
        wanted = {
            "name": name,
            "category": category,
            "code": f"K-{1_000 + number}",
            "price_minor": price * 100,
            "cost_minor": price * share,
            "is_favourite": number < 4,
        }
        found.append(add_product(selling.access, wanted)[0])
    return found


def _write_quote(selling: Selling, products: list[Product], fate: str, days_ago: int) -> None:
    access = selling.access
    with selling.moment(days_ago) as now:
        quote = make_quote(access, next(selling.customers), now=now)
        for product in selling.random.sample(products, 3):
            act = LineAct("product", product.pk)
            quote = edit_quote(access, quote, Edit(act=act), version=quote.version, now=now)[0]
        lines = {
            line.pk: {"quantity_milli": selling.random.randint(2, 30) * 1_000} for line in lines_of(quote)
        }
        titled = {"title": selling.random.choice(words.DEALS)}
        quote = edit_quote(access, quote, Edit(titled, lines), version=quote.version, now=now)[0]
    if fate != "draft":
        _send(selling, quote, fate, days_ago)


def _send(selling: Selling, quote: Quote, fate: str, days_ago: int) -> None:
    """Out it goes, and the customer looks at it; what a customer does is nobody's act of ours."""
    access, customer = selling.access, house_access(selling.access.organization)
    with selling.moment(days_ago, 11) as now:
        send_quote(access, quote, version=quote.version, now=now)
    if quote.deal_id is None:
        Deal.objects.filter(quotes=quote.pk).update(created_at=selling.at(days_ago))
    link = QuoteLink.objects.get(quote=quote)
    quote = get_quote(access, quote.pk)
    if fate not in ("sent", "ran_out"):
        with selling.moment(days_ago, 15) as now:
            note_opening(customer, link, now=now)
    later = max(days_ago - selling.random.randint(1, 6), 1)
    if fate in ("asked", "approved"):
        with selling.moment(1 if fate == "asked" else later, 9) as now:
            ask(customer, link, words.QUESTION, name="רונית", now=now)
    match fate:
        case "approved":
            with selling.moment(later, 10) as now:
                answer(access, quote, words.ANSWER, now=now)
            yes = Yes(name="רונית אלבז", wording="אישור לפי ההצעה")
            with selling.moment(later, 12) as now:
                approve_quote(customer, quote, yes, now=now, by_customer=True)
        case "declined":
            with selling.moment(later, 12) as now:
                decline_quote(access, quote, words.DECLINED, now=now, by_customer=False)
        case "ran_out":
            with selling.moment(1) as now:
                plan_follow_ups(access, quote, now=now)
                note_run_out(access, quote, now=now)
