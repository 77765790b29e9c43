"""A quote on paper: what stands where on its PDF, in words and figures of its own language."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from neeman.lib.money import SYMBOLS, format_amount, minor_digits
from neeman.sales.models import QuoteApproval
from neeman.sales.showing import Group, Seller, ShownLine, ShownQuote
from neeman.ui import papers
from neeman.ui.text import plain

TEMPLATE = Path(__file__).resolve().parent / "papers" / "quote.typ"
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))  # the template isolates by itself

Data = dict[str, Any]


def quote_pdf(shown: ShownQuote, approval: QuoteApproval | None, *, made_at: datetime) -> bytes:
    """The PDF of a quote, tagged for screen readers; with `approval`, its signature on it."""
    return papers.pdf(TEMPLATE, paper_data(shown, approval), made_at=made_at)


def paper_data(shown: ShownQuote, approval: QuoteApproval | None) -> Data:
    """What the template reads, every figure written and every word translated."""
    with translation.override(shown.language):
        rtl = shown.language == "he"
        number = shown.number
        return {
            "language": shown.language,
            "rtl": rtl,
            "sign": SYMBOLS.get(shown.currency, shown.currency),
            "title": paper_title(shown),
            "name": _("Quote"),
            "number": number,
            "version": _("Version %(version)s") % {"version": shown.version_no}
            if shown.version_no > 1
            else "",
            "seller": {"name": shown.seller.name, "facts": _seller_facts(shown.seller)},
            "buyer": _buyer(shown),
            "facts": _facts(shown),
            "heading": shown.title,
            "intro": shown.intro,
            "discounts": shown.has_discounts,
            "columns": _columns(shown),
            "groups": [_group(group, shown.currency) for group in shown.groups],
            "totals": _totals(shown),
            "vat_note": _("Prices include VAT.") if shown.consumer and shown.vat_rate_bp else "",
            "options_label": _("Options"),
            "options_note": _("Not part of the sum unless they are chosen."),
            "options": [_line(line, shown.currency) for line in shown.options if not line.chosen],
            "terms_label": _("Terms"),
            "terms": shown.terms,
            "approval": _approval(approval),
            "footer": " · ".join(filter(None, [shown.seller.name, shown.seller.phone])),
            "page": _("Page"),
            "of": _("of"),
        }


def paper_title(shown: ShownQuote) -> str:
    """What a window, a tab or a folder of downloads calls it: which quote, of whom, to whom, of which day."""
    with translation.override(shown.language):
        said = [_("Quote %(number)s") % {"number": shown.number}, shown.seller.name, shown.buyer]
        return " · ".join(filter(None, [*said, _day(shown.sent_on)]))


def _fact(value: str, *, ltr: bool = False, label: str = "") -> Data:
    return {"label": label, "value": value, "ltr": ltr}


def _seller_facts(seller: Seller) -> list[Data]:
    number = _("Business number %(number)s") % {"number": seller.number} if seller.number else ""
    facts = [
        *(_fact(number), _fact(seller.address), _fact(seller.phone, ltr=True), _fact(seller.email, ltr=True)),
    ]
    return [fact for fact in facts if fact["value"]]


def _buyer(shown: ShownQuote) -> Data:
    facts = [_fact(shown.contact)] if shown.contact and shown.contact != shown.buyer else []
    return {"label": _("Offered to"), "name": shown.buyer, "facts": facts}


def _facts(shown: ShownQuote) -> list[Data]:
    facts = [_fact(_day(shown.sent_on), ltr=True, label=_("Date"))]
    if shown.valid_until:
        facts.append(_fact(_day(shown.valid_until), ltr=True, label=_("Valid until")))
    if shown.seller.person:
        facts.append(_fact(shown.seller.person, label=_("Prepared by")))
    return facts


def _columns(shown: ShownQuote) -> Data:
    sign = SYMBOLS.get(shown.currency, shown.currency)
    return {
        "item": _("Item"),
        "quantity": _("Quantity"),
        "price": _("Unit price, %(sign)s") % {"sign": sign},
        "discount": _("Discount"),
        "amount": _("Amount, %(sign)s") % {"sign": sign},
        "section": _("Section total"),
    }


def _group(group: Group, currency: str) -> Data:
    return {
        "title": group.title,
        "lines": [_line(line, currency) for line in group.lines],
        "sum": "" if group.sum_minor is None else _amount(group.sum_minor, currency),
    }


def _line(line: ShownLine, currency: str) -> Data:
    off = _amount(-line.discount_minor, currency) if line.discount_minor else ""
    return {
        "name": line.name,
        "code": line.code,
        "detail": line.detail,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": _amount(line.price_minor, currency),
        "discount": line.discount if line.discount_minor and line.discount else off,
        "amount": _amount(line.amount_minor, currency),
    }


def _totals(shown: ShownQuote) -> list[Data]:
    """From the sum of the lines to what is paid; for a consumer the tax stands below, since it is in the prices."""
    rate = {"rate": shown.vat_rate}
    rows: list[tuple[str, int]] = []
    if shown.discount_minor:
        name = _("Discount %(share)s") % {"share": shown.discount} if shown.discount else _("Discount")
        rows += [(_("The lines together"), shown.subtotal_minor), (name, shown.off_minor)]
    if shown.vat_rate_bp and not shown.consumer:
        rows += [(_("Before VAT"), shown.net_minor), (_("VAT %(rate)s") % rate, shown.vat_minor)]
    totals = [_sum(label, minor, shown) for label, minor in rows]
    totals.append({**_sum(_("To pay"), shown.total_minor, shown), "strong": True})
    if shown.vat_rate_bp and shown.consumer:
        totals.append(_sum(_("of this VAT %(rate)s") % rate, shown.vat_minor, shown))
    return totals


def _sum(label: str, minor: int, shown: ShownQuote) -> Data:
    if shown.language == "he":
        return {"label": label, "value": _amount(minor, shown.currency), "strong": False}
    written = plain(shown.language).money(minor, shown.currency, exact=True).translate(MARKS)
    return {"label": label, "value": written, "strong": False}


def _approval(approval: QuoteApproval | None) -> Data:
    at = plain("he").moment(timezone.localtime(approval.at)).translate(MARKS) if approval else ""
    name = ", ".join(filter(None, [approval.name, approval.job_title])) if approval else ""
    strokes = approval.strokes if approval else []
    return {
        "label": _("Approval of the quote"),
        "facts": [
            _fact(name, label=_("Name")),
            _fact(at, ltr=True, label=_("Date")),
            *([_fact(_("By typing the name"), label=_("Signature"))] if approval and not strokes else []),
        ],
        "signed": bool(approval and not strokes),
        "signature": _("Signature"),
        "alt": _("Signature of %(name)s") % {"name": name},
        "strokes": strokes,
    }


def _day(day: Any) -> str:
    return plain(translation.get_language() or "he").day(day).translate(MARKS)


def _amount(minor: int, currency: str) -> str:
    return format_amount(minor, minor_digits(currency))
