"""A quote as its customer sees it, on the page and on paper. What is not in these classes no customer reads: neither costs
and margins, nor grades, nor notes of ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from neeman.sales.models import Quote, QuoteLine, QuoteSettings
from neeman.sales.queries.quotes import sums_of
from neeman.sales.sums import MILLI


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line: quantity and discount as they are written, money in minor units."""

    pk: int
    name: str
    code: str
    detail: tuple[str, ...]
    quantity: str
    unit: str
    price_minor: int
    discount: str
    discount_minor: int
    amount_minor: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; `sum_minor` is None where there is no heading."""

    title: str
    lines: tuple[ShownLine, ...]
    sum_minor: int | None


@dataclass(frozen=True, slots=True)
class Seller:
    """Who offers, as the business says it on paper."""

    name: str
    number: str
    phone: str
    email: str
    address: str
    person: str


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """All that is said to the customer. The sums are of the lines that count now, with the options that were chosen."""

    number: str
    version_no: int
    language: str
    currency: str
    state: str
    title: str
    intro: tuple[str, ...]
    terms: tuple[str, ...]
    seller: Seller
    buyer: str
    contact: str
    sent_on: date
    valid_until: date | None
    consumer: bool
    vat_rate_bp: int
    discount: str
    groups: tuple[Group, ...]
    options: tuple[ShownLine, ...]
    subtotal_minor: int
    discount_minor: int
    net_minor: int
    vat_minor: int
    total_minor: int

    @property
    def items(self) -> int:
        """How many lines count."""
        return sum(len(group.lines) for group in self.groups)

    @property
    def off_minor(self) -> int:
        """The discount on the whole as it is written in a sum: below zero."""
        return -self.discount_minor

    @property
    def vat_rate(self) -> str:
        """The rate as it is written."""
        return percent_text(self.vat_rate_bp)

    @property
    def has_discounts(self) -> bool:
        """Whether any line has a discount of its own."""
        return any(line.discount_minor for group in self.groups for line in group.lines) or any(
            line.discount_minor for line in self.options
        )


def shown_quote(
    quote: Quote, lines: Sequence[QuoteLine], usual: QuoteSettings, *, currency: str, house: str, today: date
) -> ShownQuote:
    """The quote with its lines as the customer sees it; `house` is the organization's name, for a business that gave
    itself none on paper."""
    sums = sums_of(quote, lines)
    return ShownQuote(
        number=quote.number,
        version_no=quote.version_no,
        language=quote.language,
        currency=currency,
        state=quote.state,
        title=quote.title,
        intro=_paragraphs(quote.intro),
        terms=_paragraphs(quote.terms),
        seller=_seller(quote, usual, house),
        buyer=quote.customer.name,
        contact=quote.contact.name if quote.contact else "",
        sent_on=timezone.localdate(quote.sent_at) if quote.sent_at else today,
        valid_until=quote.valid_until,
        consumer=quote.consumer,
        vat_rate_bp=quote.vat_rate_bp,
        discount=percent_text(quote.discount_bp),
        groups=tuple(_groups(lines)),
        options=tuple(_shown(line) for line in lines if line.optional and not line.is_section),
        subtotal_minor=sums.subtotal_minor,
        discount_minor=sums.discount_minor,
        net_minor=sums.net_minor,
        vat_minor=sums.vat_minor,
        total_minor=sums.total_minor,
    )


def quantity_text(milli: int) -> str:
    """Thousandths as they are written: 12000 is "12", 2500 is "2.5", 1234567000 is "1,234,567"."""
    whole, rest = divmod(abs(milli), MILLI)
    text = f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "")
    return f"-{text}" if milli < 0 else text


def percent_text(basis_points: int) -> str:
    """Basis points as they are written: 800 is "8%", 1250 is "12.5%"; nothing for none."""
    if not basis_points:
        return ""
    whole, rest = divmod(basis_points, 100)
    return f"{whole}" + (f".{rest:02}".rstrip("0") if rest else "") + "%"


def _seller(quote: Quote, usual: QuoteSettings, house: str) -> Seller:
    return Seller(
        name=usual.business_name or house,
        number=usual.business_number,
        phone=usual.phone,
        email=usual.email,
        address=usual.address,
        person=quote.owner.user.name if quote.owner else "",
    )


def _groups(lines: Iterable[QuoteLine]) -> list[Group]:
    """The lines that count, under their headings; a heading without such lines is left out."""
    found: list[tuple[str, list[QuoteLine]]] = [("", [])]
    for line in lines:
        if line.is_section:
            found.append((line.name, []))
        elif line.counts:
            found[-1][1].append(line)
    return [
        Group(
            title,
            tuple(map(_shown, rows)),
            sum(row.item.amount_minor for row in rows) if title else None,
        )
        for title, rows in found
        if rows
    ]


def _shown(line: QuoteLine) -> ShownLine:
    item = line.item
    return ShownLine(
        pk=line.pk,
        name=line.name,
        code=line.code,
        detail=_paragraphs(line.detail),
        quantity=quantity_text(line.quantity_milli),
        unit=line.unit,
        price_minor=line.unit_price_minor,
        discount=percent_text(line.discount_bp),
        discount_minor=item.discount_minor,
        amount_minor=item.amount_minor,
        chosen=line.chosen,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
