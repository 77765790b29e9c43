"""Templates of quotes (R98): kept from a quote that went well, and used to begin another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.models import Product, Quote, QuoteLine, QuoteTemplate
from neeman.sales.queries.quotes import get_quote, lines_of
from neeman.sales.services.quote_drafts import add_up_again

KEPT, CHANGED = "sales.template.kept", "sales.template.changed"
WORDS = ("title", "intro", "terms", "valid_days", "discount_bp", "discount_minor", "language")
LINE = (
    *("kind", "product_id", "name", "code", "detail", "unit", "quantity_milli", "unit_price_minor"),
    *("discount_bp", "discount_minor", "unit_cost_minor", "optional"),
)


def templates(access: Access, *, archived: bool = False) -> QuerySet[QuoteTemplate]:
    """The templates by name: those in use, or those that were put away."""
    return QuoteTemplate.objects.filter(archived_at__isnull=not archived).order_by("name", "pk")


def get_template(access: Access, pk: int) -> QuoteTemplate:
    """A template of this business, or 404."""
    found = QuoteTemplate.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def save_template(access: Access, quote: Quote, *, name: str) -> QuoteTemplate:
    """Keep the words and lines of a quote under a name. Who it was for, and our notes on it, are not kept."""
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        kept = get_quote(access, quote.pk)
        content = {
            "words": {name: getattr(kept, name) for name in WORDS},
            "consumer": kept.consumer,
            "lines": [{name: getattr(line, name) for name in LINE} for line in lines_of(kept)],
        }
        template = QuoteTemplate.objects.create(name=name.strip()[:120] or kept.full_number, content=content)
        log(access, template, KEPT, {"name": template.name, "of": kept.full_number})
    return template


def use_template(access: Access, quote: Quote, template: QuoteTemplate, *, now: datetime) -> Quote:
    """Put a template's words and lines into a draft that has no lines yet. Catalogue items come at today's price and
    cost; a template of prices with VAT makes such a quote."""
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        held = Quote.objects.select_for_update().get(pk=get_quote(access, quote.pk).pk)
        if not held.is_draft or held.lines.exists():
            raise Unfit(_("A template is put into an empty draft."))
        for name, value in template.content["words"].items():
            if name in WORDS:
                setattr(held, name, value)
        held.consumer = bool(template.content["consumer"])
        QuoteLine.objects.bulk_create(_lines(held, template.content["lines"]))
        add_up_again(held, now=now)
    return held


def rename_template(access: Access, template: QuoteTemplate, name: str, *, version: int) -> ChangeSet | None:
    """Call it something else. Raises StaleWrite, Unfit without a name."""
    access.require(May.EDIT_SALES)
    if not name.strip():
        raise Unfit(_("It needs a name."), "name")
    return update_row(access, template, {"name": name.strip()[:120]}, version=version, verb=CHANGED)


def put_template_away(
    access: Access, template: QuoteTemplate, *, version: int, now: datetime, back: bool = False
) -> ChangeSet | None:
    """No longer offered, or offered again. Raises StaleWrite."""
    access.require(May.EDIT_SALES)
    wanted = {"archived_at": None if back else now}
    return update_row(access, template, wanted, version=version, verb=CHANGED)


def _lines(quote: Quote, rows: list[dict[str, object]]) -> list[QuoteLine]:
    ids = [row["product_id"] for row in rows if row["product_id"]]
    living = Product.objects.filter(archived_at=None).in_bulk(ids)
    made = []
    for place, row in enumerate(rows):
        line = QuoteLine(quote=quote, position=place)
        for name in LINE:
            setattr(line, name, row.get(name))
        product = living.get(line.product_id or 0)
        line.product = product
        if product is not None and not quote.consumer:
            line.unit_price_minor, line.unit_cost_minor = product.price_minor, product.cost_minor
        made.append(line)
    return made
