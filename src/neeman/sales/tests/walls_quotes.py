"""Products and quotes for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Product, Quote, QuoteTemplate
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.quote_talk import ask
from neeman.sales.services.quote_templates import save_template
from neeman.sales.tests.quoting import make_draft, make_product, token_of

Kwargs = dict[str, Any]
OF_DRAFT = ("quote", "quote_save", "quote_find", "quote_send", "quote_withdraw", "quote_pdf")
OF_SENT = ("quote_link", "quote_links_end", "quote_again", "quote_decide", "quote_answer", "quote_keep")
OUTSIDE = ("quote_public", *(f"quote_public_{act}" for act in ("pdf", "opened", "ask", "approve", "decline")))


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = make(access, "לקוח של הצעה", owner_id=access.member and access.member.pk)
    product = make_product(access)
    draft = make_draft(access, customer=customer, title="טיוטה")
    other = make_draft(access, customer=customer, title="נשלחה")
    sent = send_quote(access, other, version=other.version, now=timezone.now())
    link = other.links.get()
    ask(access, link, "מתי?", now=timezone.now())
    template = save_template(access, draft, name="תבנית")
    outside = {"house": access.organization.slug, "token": token_of(sent)}
    return {
        **{key: {"pk": draft.pk} for key in OF_DRAFT},
        **{key: {"pk": other.pk} for key in OF_SENT},
        **dict.fromkeys(OUTSIDE, outside),
        "product_edit": {"pk": product.pk},
        "product_archive": {"pk": product.pk},
        "quote_template_change": {"pk": template.pk},
    }


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    draft = Quote.objects.get(title="טיוטה")
    product = Product.objects.get(code="AT-7207")
    version = {"version": draft.version}
    return {
        "product_add": {"name": "חדש", "kind": "product", "price": "10"},
        "product_edit": {"name": "אחר", "kind": "product", "price": "11", "version": product.version},
        "product_archive": {"version": product.version},
        "product_price": {"materials": "100", "hours": "1", "hour": "120", "margin": "30"},
        "quote_new": {"customer": draft.customer_id},
        "quote_save": {"title": "אחרת", **version},
        "quote_send": {**version, "channel": ""},
        "quote_withdraw": version,
        "quote_link": {},
        "quote_links_end": {},
        "quote_again": {"copy": "1"},
        "quote_decide": {"name": "רונית"},
        "quote_answer": {"text": "מחר"},
        "quote_keep": {},
        "quote_template_change": {"name": "שם אחר", "version": QuoteTemplate.objects.get().version},
        "quote_settings": {"business_name": "אבן־דרך", "valid_days": "14", "version": 1},
    }


EVERYBODYS = {"product_edit", "product_archive", "quote_template_change"}
"""The catalogue and the templates are the business's own, which no sight of customers hides."""

WRITES_NOTHING = {"product_price"}
"""A POST only because costs belong in no address."""
