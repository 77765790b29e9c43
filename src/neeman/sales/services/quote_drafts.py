"""Writing a quote: begun, saved as it is typed, its lines added, moved and removed. Only drafts are written on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Contact, Customer, Kind
from neeman.customers.queries.card import contacts_of, get_customer
from neeman.customers.services.acting import Unfit, hold
from neeman.lib.tax import vat_on, vat_rate, vat_within
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values, differing
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet, LogEntry
from neeman.orgs.once import once
from neeman.orgs.roles import May
from neeman.sales.models import Deal, Product, Quote, QuoteLine
from neeman.sales.queries.deals import get_deal, open_deals
from neeman.sales.queries.products import get_product, last_offered
from neeman.sales.queries.quotes import get_quote, lines_of, settings_of, sums_of
from neeman.sales.services.quote_numbers import take_number

EDITABLE = frozenset(
    {
        *("contact_id", "deal_id", "language", "title", "intro", "terms", "internal_note", "consumer"),
        *("valid_days", "discount_bp", "discount_minor"),
    }
)
LINE_EDITABLE = frozenset(
    {
        *("name", "detail", "unit", "quantity_milli", "unit_price_minor", "discount_bp", "discount_minor"),
        *("unit_cost_minor", "optional"),
    }
)
MOST_LINES = 200
SAME_SITTING = timedelta(minutes=10)
MADE, EDITED, LINE_REMOVED = "sales.quote.made", "sales.quote.edited", "sales.quote.line_removed"

LineVerb = Literal["product", "free", "section", "remove", "up", "down", "vat"]


@dataclass(frozen=True, slots=True)
class LineAct:
    """One press in the builder: `product` (its id), `free` or `section` (words), `remove`, `up`, `down` (a line's id),
    `vat` (take the rate of today)."""

    verb: LineVerb
    of: int | str = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """What the builder sends: EDITABLE columns, for each line LINE_EDITABLE ones, and perhaps an act."""

    words: Values = field(default_factory=dict)
    lines: dict[int, Values] = field(default_factory=dict)
    act: LineAct | None = None


def make_quote(
    access: Access, customer: Customer, *, now: datetime, deal: Deal | None = None, key: str = ""
) -> Quote:
    """A new draft with its number, in the usual words of the business; a private person is quoted with VAT.

    Without a deal it belongs to the customer's only open one, if there is exactly one. A `key` seen before gives the
    quote that it made.
    """
    access.require(May.EDIT_SALES)
    get_customer(access, customer.pk)

    def make() -> Quote:
        usual, today = settings_of(access), timezone.localdate(now)
        quote = Quote.objects.create(
            customer=customer,
            contact=_first_contact(access, customer),
            deal=deal or _only_deal(access, customer),
            owner=access.member,
            number=take_number(access, today.year),
            terms=usual.terms,
            consumer=customer.kind == Kind.PERSON,
            vat_rate_bp=vat_rate(today).bp if usual.charges_vat else 0,
            tax_day=today,
            valid_days=usual.valid_days,
            made_at=now,
            saved_at=now,
            key=key,
        )
        log(access, quote, MADE, {"number": quote.number, "customer": customer.pk})
        return quote

    return once(lambda: Quote.objects.filter(key=key).first() if key else None, make)


def edit_quote(
    access: Access, quote: Quote, edit: Edit, *, version: int, now: datetime
) -> tuple[Quote, ChangeSet | None]:
    """Save what was typed and do the act, if any: the quote as it is now, and the change set of a line that was removed.

    Raises StaleWrite when somebody saved it in between, Unfit for what cannot be.
    """
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        get_quote(access, quote.pk)
        held = hold(quote, version)
        if not held.is_draft:
            raise Unfit(_("This quote was sent: make a new version of it."))
        changed = _put_words(access, held, edit.words)
        changed |= _put_lines(held, edit.lines)
        change_set = None
        if edit.act is not None:
            change_set = _do(access, held, edit.act, now)
        elif not changed:
            return held, None
        add_up_again(held, now=now)
        _log_sitting(access, held)
    return held, change_set


def label_of(quote: Quote) -> Values:
    """What a change set says of a quote: whose it is, so that only those who see the customer undo it."""
    return {"customer": quote.customer_id, "quote": quote.pk, "name": quote.full_number}


def add_up_again(quote: Quote, *, now: datetime) -> None:
    """Keep the sums of the lines as they are now; every save passes here, so the version moves on."""
    sums = sums_of(quote, lines_of(quote))
    quote.net_minor, quote.vat_minor, quote.total_minor = sums.net_minor, sums.vat_minor, sums.total_minor
    quote.cost_minor = None if sums.uncosted else sums.cost_minor
    quote.saved_at = now
    quote.version += 1
    quote.save()


def put_products(access: Access, quote: Quote, rows: Iterable[Product]) -> None:
    """Add products to a held draft, each at the price that this customer was last offered."""
    offered = {chip.product.pk: chip.price_minor for chip in last_offered(access, quote.customer)}
    for product in rows:
        line = next((one for one in lines_of(quote) if one.product_id == product.pk and one.counts), None)
        if line is not None:
            line.quantity_milli += 1_000
            line.save()
            continue
        price = offered.get(product.pk, product.price_minor)
        with_vat = price + vat_on(price, quote.vat_rate_bp)
        _append(
            quote,
            product=product,
            name=product.name,
            code=product.code,
            detail=product.description,
            unit=product.unit,
            unit_price_minor=with_vat if quote.consumer else price,
            unit_cost_minor=product.cost_minor,
        )


def _first_contact(access: Access, customer: Customer) -> Contact | None:
    return contacts_of(access, customer).filter(left_at=None).first()


def _only_deal(access: Access, customer: Customer) -> Deal | None:
    found = list(open_deals(access).filter(customer=customer)[:2])
    return found[0] if len(found) == 1 else None


def _put_words(access: Access, quote: Quote, words: Values) -> bool:
    _known(words, EDITABLE)
    if words.get("contact_id") and not Contact.objects.filter(
        pk=words["contact_id"], customer=quote.customer_id
    ):
        raise Unfit(_("There is no such contact."), "contact")
    if words.get("deal_id") and get_deal(access, words["deal_id"]).customer_id != quote.customer_id:
        raise Unfit(_("There is no such deal."), "deal")
    if not 1 <= words.get("valid_days", 1) <= 365:
        raise Unfit(_("A quote is valid for a day to a year."), "valid_days")
    changed = differing(quote, words)
    for name, value in changed.items():
        setattr(quote, name, value)
    if "consumer" in changed:
        _turn_prices(quote)
    return bool(changed)


def _turn_prices(quote: Quote) -> None:
    """Prices that held VAT are written without it, and the other way round: what is paid stays nearly the same."""
    turned = list(QuoteLine.objects.filter(quote=quote))
    rate = quote.vat_rate_bp
    for row in (*turned, quote):
        for name in ("unit_price_minor", "discount_minor"):
            amount = getattr(row, name, None)
            if amount is not None:
                tax = vat_on(amount, rate) if quote.consumer else -vat_within(amount, rate)
                setattr(row, name, amount + tax)
    QuoteLine.objects.bulk_update(turned, ["unit_price_minor", "discount_minor"])


def _put_lines(quote: Quote, wanted: dict[int, Values]) -> bool:
    """Write what differs; ids of other quotes' lines, and of lines removed meanwhile, are passed over."""
    changed = []
    for line in QuoteLine.objects.filter(quote=quote, pk__in=wanted):
        values = wanted[line.pk]
        _known(values, LINE_EDITABLE)
        if values.get("quantity_milli", 1) <= 0:
            raise Unfit(_("A quantity is above zero."), f"line-{line.pk}-quantity")
        if not 0 <= values.get("discount_bp", 0) <= 10_000 or values.get("discount_minor", 0) < 0:
            raise Unfit(_("A discount is between nothing and everything."), f"line-{line.pk}-discount")
        different = differing(line, values)
        for name, value in different.items():
            setattr(line, name, value)
        if different:
            changed.append(line)
    QuoteLine.objects.bulk_update(changed, sorted(LINE_EDITABLE))
    return bool(changed)


def _do(access: Access, quote: Quote, act: LineAct, now: datetime) -> ChangeSet | None:
    if act.verb in ("product", "free", "section") and quote.lines.count() >= MOST_LINES:
        raise Unfit(_("A quote has at most %(most)s lines.") % {"most": MOST_LINES})
    if act.verb == "product":
        put_products(access, quote, [get_product(access, int(act.of))])
    elif act.verb == "free":
        _append(quote, name=str(act.of)[:200])
    elif act.verb == "section":
        _append(quote, kind=QuoteLine.Kind.SECTION, name=str(act.of)[:200])
    elif act.verb == "vat":
        today = timezone.localdate(now)
        quote.vat_rate_bp = vat_rate(today).bp if settings_of(access).charges_vat else 0
        quote.tax_day = today
    else:
        line = next((one for one in lines_of(quote) if one.pk == act.of), None)
        if line is None:
            return None
        if act.verb == "remove":
            return _remove(access, quote, line)
        _move(quote, line, up=act.verb == "up")
    return None


def _append(quote: Quote, **values: object) -> None:
    last = quote.lines.order_by("-position").first()
    QuoteLine(quote=quote, position=last.position + 1 if last else 0, **values).save()


def _remove(access: Access, quote: Quote, line: QuoteLine) -> ChangeSet:
    recorder = Recorder(access, LINE_REMOVED, {**label_of(quote), "line": line.name})
    recorder.removed([line])
    log(access, quote, LINE_REMOVED, {"name": line.name, "change_set": recorder.change_set.pk})
    return recorder.change_set


def _move(quote: Quote, line: QuoteLine, *, up: bool) -> None:
    rows = lines_of(quote)
    here = next(place for place, one in enumerate(rows) if one.pk == line.pk)
    there = here + (-1 if up else 1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    for place, one in enumerate(rows):
        one.position = place
    QuoteLine.objects.bulk_update(rows, ["position"])


def _known(values: Values, columns: frozenset[str]) -> None:
    unknown = values.keys() - columns
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")


def _log_sitting(access: Access, quote: Quote) -> None:
    """One line of the log for a sitting: a quote that saves itself as it is typed would fill it."""
    lately = LogEntry.objects.filter(
        subject_table=quote._meta.label_lower, subject_id=quote.pk, at__gte=timezone.now() - SAME_SITTING
    )
    if not lately.filter(verb=EDITED, member=access.member).exists():
        log(access, quote, EDITED, {"number": quote.full_number})
