"""Makes the demo business out of a seed and a day: the same two give the same business, to the agora.

Pure: values only, no database. Each customer has a story, so that a page that looks for one finds it: a giant on whom
too much depends, growers, shrinkers, those who stopped, those who are late by their own rhythm, newcomers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from neeman.desk.demo import words

YEARS = 3
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Story:
    """How a kind of customer buys: (fewest, most) days between orders and shekels an order, and the trend in a year.

    `begins` and `ends` are days before today, (furthest, nearest); `late` multiplies the last gap.
    """

    name: str
    customers: int
    gap: tuple[int, int]
    order: tuple[int, int]
    yearly: float = 1.0
    begins: tuple[int, int] = (YEARS * 365, YEARS * 365 - 120)
    ends: tuple[int, int] | None = None
    late: float = 0.0
    most_orders: int = 10_000


STORIES = [
    Story("giant", 1, (11, 11), (80_000, 98_000), yearly=1.05),
    Story("large", 8, (10, 18), (19_000, 34_000), yearly=1.04),
    Story("growing", 12, (14, 24), (7_000, 15_000), yearly=1.3, begins=(YEARS * 365, 500)),
    Story("steady", 34, (18, 38), (3_200, 7_600), begins=(YEARS * 365, 400)),
    Story("shrinking", 10, (16, 30), (9_000, 19_000), yearly=0.62, begins=(YEARS * 365, 800)),
    Story("small", 42, (45, 110), (700, 2_200), begins=(YEARS * 365, 200)),
    Story("late", 9, (17, 30), (6_500, 17_000), begins=(900, 400), late=2.1),
    Story("stopped", 16, (25, 45), (3_500, 9_000), begins=(YEARS * 365, 700), ends=(650, 230)),
    Story("new", 11, (15, 35), (2_000, 6_500), begins=(330, 40)),
    Story("once", 9, (30, 60), (900, 3_000), begins=(700, 20), most_orders=1),
]


@dataclass(frozen=True)
class Item:
    """One line of an order. Money in agorot, direct cost of the whole line included."""

    product: int
    quantity: int
    amount_minor: int
    cost_minor: int


@dataclass(frozen=True)
class Sale:
    """One invoice or credit note, and when it was paid (None: not yet)."""

    day: date
    items: tuple[Item, ...]
    paid: date | None

    @property
    def total_minor(self) -> int:
        """Agorot; negative for a credit note."""
        return sum(item.amount_minor for item in self.items)


@dataclass(frozen=True)
class Person:
    """A contact at a customer."""

    name: str
    position: str
    level: str
    phone: str
    email: str


@dataclass
class Business:
    """One customer of the demo business, with all that was ever sold to it."""

    name: str
    story: str
    industry: str
    city: str
    street: str
    company_number: str
    phone: str
    since: date
    source: str
    terms: str
    owner: int
    tags: tuple[str, ...]
    preferences: tuple[tuple[str, str], ...]
    people: tuple[Person, ...]
    group: str = ""
    sales: list[Sale] = field(default_factory=list)


def make_businesses(seed: int, today: date) -> list[Business]:
    """All customers with their sales up to `today`, in the order of the stories."""
    random = Random(seed)  # noqa: S311 - believable, not secret
    names = _names(random)
    made: list[Business] = []
    for story in STORIES:
        for _ in range(story.customers):
            made.append(_business(random, story, *next(names), today, len(made)))
    for head, members in ((1, (3, 30, 61)), (5, (24, 70))):
        for member in members:
            made[member].group = made[head].name
    return made


def _names(random: Random) -> Iterator[tuple[str, str]]:
    combined = [(f"{trade} {name}", industry) for trade, industry in words.TRADES for name in words.NAMES]
    random.shuffle(combined)
    for number, (name, industry) in enumerate(combined):
        yield (f"{name} בע״מ" if number % 3 == 0 else name), industry


def _business(random: Random, story: Story, name: str, industry: str, today: date, number: int) -> Business:
    begins = today - timedelta(days=random.randint(*sorted(story.begins)))
    sales = list(_sales(random, story, begins, today))
    return Business(
        name=name,
        story=story.name,
        industry=industry,
        city=random.choice(words.CITIES),
        street=f"{random.choice(words.STREETS)} {random.randint(2, 60)}",
        company_number=_company_number(random),
        phone=_phone(random),
        since=min((sale.day for sale in sales), default=begins),
        source=random.choice(words.SOURCES),
        terms=random.choice(words.TERMS),
        owner=number % 3,
        tags=tuple(random.sample(words.TAGS, random.choice((0, 0, 1, 2)))),
        preferences=_preferences(random),
        people=tuple(_people(random, name, random.choice((1, 1, 2, 3)))),
        sales=sales,
    )


def _sales(random: Random, story: Story, begins: date, today: date) -> Iterator[Sale]:
    gap, order = random.randint(*story.gap), random.randint(*story.order)
    last = today - timedelta(days=random.randint(*sorted(story.ends))) if story.ends else today
    if story.late:
        last = today - timedelta(days=math.ceil(gap * (story.late + random.random())))
    day, count = begins, 0
    while day <= last and count < story.most_orders:
        day = _working_day(day)
        if day > last:
            return
        trend = story.yearly ** ((day - begins).days / 365)
        yield _sale(random, day, order * trend * _season(day) * random.uniform(0.75, 1.25), today)
        count += 1
        if random.random() < 0.025:
            yield _return(random, day + timedelta(days=2), today)
        day += timedelta(days=max(2, round(random.gauss(gap, gap * 0.16))))


def _sale(random: Random, day: date, shekels: float, today: date) -> Sale:
    """Lines of random products until the order is about as large as it should be."""
    items, left = [], shekels
    for product in random.sample(range(len(words.PRODUCTS)), random.randint(2, 6)):
        _, _, price, cost_percent = words.PRODUCTS[product]
        quantity = max(1, round(left / 2.2 / price))
        amount = quantity * price * 100
        items.append(Item(product, quantity, amount, amount * cost_percent // 100))
        left -= quantity * price
        if left <= 0:
            break
    paid = day + timedelta(days=random.choice((12, 30, 38, 52, 66)))
    return Sale(day, tuple(items), paid if paid <= today else None)


def _return(random: Random, day: date, today: date) -> Sale:
    product = random.randrange(len(words.PRODUCTS))
    _, _, price, cost_percent = words.PRODUCTS[product]
    amount = -price * 100
    return Sale(min(day, today), (Item(product, -1, amount, amount * cost_percent // 100),), None)


def _season(day: date) -> float:
    """Slow around Passover and the autumn holidays, busy before summer's end and the end of the year."""
    return {4: 0.82, 8: 1.12, 9: 0.84, 10: 0.86, 11: 1.08, 12: 1.14}.get(day.month, 1.0)


def _working_day(day: date) -> date:
    while day.weekday() in {FRIDAY, SATURDAY}:
        day += timedelta(days=1)
    return day


def _phone(random: Random) -> str:
    """A mobile number in a block that was never given to anybody, so that no real telephone rings."""
    return f"050-1{random.randint(0, 999_999):06d}"


def _company_number(random: Random) -> str:
    """Nine digits with a right check digit, in a series that the registrar does not use."""
    digits = f"599{random.randint(0, 99_999):05d}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _preferences(random: Random) -> tuple[tuple[str, str], ...]:
    chosen = [("channel", random.choice(words.CHANNELS)), ("time", random.choice(words.TIMES))]
    return tuple(random.sample(chosen, random.choice((0, 1, 2))))


def _people(random: Random, name: str, count: int) -> Iterator[Person]:
    for position, level in random.sample(words.POSITIONS, count):
        first, last = random.choice(words.FIRST_NAMES), random.choice(words.SURNAMES)
        address = f"{level}{random.randint(10, 99)}@demo-{abs(hash_of(name)) % 10_000}.example"
        yield Person(f"{first} {last}", position, level, _phone(random), address)


def hash_of(text: str) -> int:
    """A number that is the same in every run, unlike `hash`."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))
