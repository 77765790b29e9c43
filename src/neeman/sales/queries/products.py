"""Reads of the catalogue: what there is, what a customer bought or was offered, what is picked often."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from neeman.customers.models import Customer
from neeman.lib.hebrew import search_key, swap_layout
from neeman.orgs.access import Access
from neeman.sales.models import Product, Quote, QuoteLine

MOST_CHIPS = 6
OFFERED = (Quote.State.SENT, Quote.State.APPROVED, Quote.State.DECLINED, Quote.State.REPLACED)


@dataclass(frozen=True, slots=True)
class Chip:
    """A product to add at one tap, at the price without VAT that this customer was last offered, else the
    catalogue's."""

    product: Product
    price_minor: int


def products(access: Access, *, archived: bool = False) -> QuerySet[Product]:
    """The catalogue by name: what is offered, or what was put away."""
    return Product.objects.filter(archived_at__isnull=not archived).order_by("name", "pk")


def get_product(access: Access, pk: int) -> Product:
    """A product of this business, archived or not, or 404."""
    product = Product.objects.filter(pk=pk).first()
    if product is None:
        raise Http404
    return product


def find_products(access: Access, text: str) -> QuerySet[Product]:
    """Living products that hold every word of `text` in name, catalogue number or category, however it was typed; a
    text typed in the wrong keyboard layout is read in the other too."""
    found = Q()
    for written in {text, swap_layout(text)}:
        words = search_key(written).split()
        if words:
            holds = Q()
            for word in words:
                holds &= Q(search_text__contains=word)
            found |= holds
    return products(access).filter(found)


def favourites(access: Access) -> list[Chip]:
    """What this business marked as picked often."""
    return [
        Chip(one, one.price_minor) for one in products(access).filter(is_favourite=True)[: MOST_CHIPS + 1]
    ]


def last_offered(access: Access, customer: Customer) -> list[Chip]:
    """What this customer was offered lately, the latest first, each at its last price before the discount.

    Prices that a consumer saw hold VAT, so there the catalogue's price stands.
    """
    sent = QuoteLine.objects.filter(
        quote__customer=customer, quote__state__in=OFFERED, product__archived_at=None, product__isnull=False
    )
    latest = list(
        sent.values("product")
        .annotate(line=Max("pk"))
        .order_by("-line")
        .values_list("line", flat=True)[: MOST_CHIPS + 1]
    )
    lines = QuoteLine.objects.select_related("product", "quote").in_bulk(latest)
    return [
        Chip(line.product, line.product.price_minor if line.quote.consumer else line.unit_price_minor)
        for line in (lines[pk] for pk in latest)
        if line.product is not None
    ]
