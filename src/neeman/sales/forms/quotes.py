"""Reading what the builder sends: words, figures as people type them, and the press of one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from neeman.lib.money import AmountError, currency_of, minor_digits, parse_amount
from neeman.orgs.changes import Values
from neeman.sales.models import Quote, QuoteLine
from neeman.sales.services.quote_drafts import Edit, LineAct, LineVerb

V = TypeVar("V")
VERBS: dict[str, LineVerb] = {
    "product": "product",
    "free": "free",
    "section": "section",
    "remove": "remove",
    "up": "up",
    "down": "down",
    "vat": "vat",
}
MOST = 10**13
"""Minor units of the largest price that is taken: a hundred milliards of shekels."""


@dataclass(slots=True)
class Written:
    """What was read. `errors` holds, by the name of the field, what could not be: such fields stay as they are."""

    edit: Edit = field(default_factory=Edit)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    data: QueryDict
    errors: dict[str, str]
    digits: int

    def take(self, name: str, into: Values, read: Callable[[str], Values]) -> None:
        """Read one field into columns; an unreadable one is noted, an absent one passed over."""
        text = self.data.get(name)
        if not isinstance(text, str):
            return
        try:
            into.update(read(text))
        except (AmountError, ValueError):
            self.errors[name] = _("This could not be read: %(text)s") % {"text": text[:40]}

    def money(self, text: str) -> int:
        """An amount in minor units."""
        minor = parse_amount(text, self.digits)
        if abs(minor) > MOST:
            raise ValueError(text)
        return minor


def read_builder(data: QueryDict, quote: Quote, lines: list[QuoteLine], currency: str) -> Written:
    """What the builder sent of this quote and of those of its lines that it names."""
    written = Written()
    reader = _Reader(data, written.errors, minor_digits(currency))
    words = _words(reader, quote)
    named = set(data.getlist("line"))
    of_lines = {line.pk: _line(reader, line) for line in lines if str(line.pk) in named}
    written.edit = Edit(words, of_lines, read_act(data))
    return written


def read_act(data: QueryDict) -> LineAct | None:
    """The button that was pressed: `do` is "product-12", "remove-7", "free", "section" or "vat"; words stand in `find`."""
    verb, _dash, of = data.get("do", "").partition("-")
    if verb not in VERBS:
        return None
    if verb in ("free", "section"):
        given = data.get("find", "").strip()
        return LineAct(VERBS[verb], given or (_("New section") if verb == "section" else ""))
    return LineAct(VERBS[verb], int(of) if of.isascii() and of.isdigit() and len(of) < 19 else 0)


def read_discount(text: str, money: Callable[[str], int]) -> tuple[int, int]:
    """(basis points, minor units) of a discount: "8", "8%" and "12.5 %" are shares, "200 ₪" is an amount.

    Raises AmountError or ValueError for what is neither.
    """
    if not text.strip():
        return 0, 0
    if currency_of(text) is not None:
        amount = money(text)
        if amount < 0:
            raise ValueError(text)
        return 0, amount
    share = parse_amount(text.replace("%", ""), 2)
    if not 0 <= share <= 10_000:
        raise ValueError(text)
    return share, 0


def read_quantity(text: str) -> int:
    """Thousandths of a unit, above zero."""
    milli = parse_amount(text, 3)
    if not 0 < milli <= 10**12:
        raise ValueError(text)
    return milli


def _words(reader: _Reader, quote: Quote) -> Values:
    words: Values = {}
    texts = {"title": 200, "intro": 2_000, "terms": 4_000, "internal_note": 2_000}
    for name, most in texts.items():
        reader.take(name, words, lambda text, name=name, most=most: {name: text.strip()[:most]})  # type: ignore[misc]  # bound in the loop
    reader.take("valid_days", words, lambda text: {"valid_days": _days(text)})
    reader.take("discount", words, lambda text: _discount(reader, text))
    if reader.data.get("language") in ("he", "en"):
        words["language"] = reader.data["language"]
    chosen = reader.data.get("contact")
    if isinstance(chosen, str):
        words["contact_id"] = (
            int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else None
        )
    if "prices" in reader.data:
        words["consumer"] = reader.data["prices"] == "with"
    return words


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 365:
        raise ValueError(text)
    return days


def _discount(reader: _Reader, text: str) -> Values:
    share, minor = read_discount(text, reader.money)
    return {"discount_bp": share, "discount_minor": minor}


def _line(reader: _Reader, line: QuoteLine) -> Values:
    values: Values = {}
    at = f"l{line.pk}-"
    reader.take(f"{at}name", values, lambda text: {"name": " ".join(text.split())[:200]})
    if line.is_section:
        return values
    readers: dict[str, Callable[[str], dict[str, Any]]] = {
        "detail": lambda text: {"detail": text.strip()[:2_000]},
        "unit": lambda text: {"unit": text.strip()[:20]},
        "quantity": lambda text: {"quantity_milli": read_quantity(text)},
        "price": lambda text: {"unit_price_minor": reader.money(text)},
        "discount": lambda text: _discount(reader, text),
        "cost": lambda text: {"unit_cost_minor": reader.money(text) if text.strip() else None},
    }
    for name, read in readers.items():
        reader.take(at + name, values, read)
    values["optional"] = f"{at}optional" in reader.data
    return values
