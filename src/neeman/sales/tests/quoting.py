"""Products and quotes for the tests of this room, made as the services make them."""

from __future__ import annotations

from typing import Any

from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Product, Quote
from neeman.sales.queries.quotes import lines_of
from neeman.sales.services.products import add_product
from neeman.sales.services.quote_deciding import Yes
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote, make_quote
from neeman.sales.services.quote_sending import Sent, send_quote
from neeman.sales.tests.making import NOW

CANARIES = ("קנרית־הערה", "987654321", "קנרית־מתחרה")
"""Words and figures of ours that no customer may ever read."""


def make_product(access: Access, name: str = "ארון כלים נייד, 7 מגירות", **given: Any) -> Product:
    """A product of 2,450.00 that costs 1,800.00."""
    wanted = {"name": name, "price_minor": 245_000, "cost_minor": 180_000, "code": "AT-7207", **given}
    return add_product(access, wanted)[0]


def make_draft(access: Access, *, customer: Customer | None = None, **words: Any) -> Quote:
    """A draft of two lines: a product, twelve of it, and a free line of 500.00 at a discount of 10 %."""
    quote = make_quote(access, customer or make(access, "מפעלי גלבוע מתכת"), now=NOW)
    product = Product.objects.filter(code="AT-7207").first() or make_product(access)
    quote = do(access, quote, LineAct("product", product.pk))
    quote = do(access, quote, LineAct("free", "התקנה באתר"))
    first, second = lines_of(quote)
    lines = {
        first.pk: {"quantity_milli": 12_000},
        second.pk: {"unit_price_minor": 50_000, "discount_bp": 1_000, "unit_cost_minor": 30_000},
    }
    return edit_quote(access, quote, Edit(words, lines), version=quote.version, now=NOW)[0]


def do(access: Access, quote: Quote, act: LineAct) -> Quote:
    """One press in the builder."""
    return edit_quote(access, quote, Edit(act=act), version=quote.version, now=NOW)[0]


def make_sent(access: Access, **given: Any) -> Sent:
    """The same, sent."""
    draft = make_draft(access, **given)
    return send_quote(access, draft, version=draft.version, now=NOW)


def token_of(sent: Sent) -> str:
    """The secret of its link."""
    return sent.url.rstrip("/").rsplit("/", 1)[-1]


def yes(**given: Any) -> Yes:
    """An approval with a drawn signature."""
    return Yes(**{"name": "רונית אלבז", "wording": "מאושר", "strokes": [[[10, 20], [300, 200]]], **given})
