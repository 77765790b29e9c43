"""Figures, money and dates as people read them, in Hebrew and in English: as plain text or as isolated HTML.

Plain text isolates what runs left to right with invisible marks (U+2066, U+2069), so it can stand in a drawing, a title
or a message; HTML does the same with ``<bdi dir="ltr">``. The minus is always inside the isolate, before the digits; a
Hebrew unit is always outside, so that it falls where the language puts it.

No Django here: the command line writes its report with the same functions.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from neeman.lib.calendar import words as calendar
from neeman.lib.money import SYMBOLS, in_units, minor_digits

NBSP = "\u00a0"
LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
SHORT_UNITS = {"he": (" א׳", " מ׳", " מיליארד"), "en": ("K", "M", "B")}


class Html(str):
    """Text that is already HTML. Django's templates take ``__html__`` as the word for that, and so do others."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _rounded(value: Decimal | int | float, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _digits(value: Decimal, places: int, *, signed: bool = False) -> str:
    """Grouped digits with a plain minus; a zero never carries a sign."""
    sign = "+" if signed and value > 0 else ""
    text = f"{value:,.{places}f}"
    return sign + (text.lstrip("-") if value == 0 else text)


@dataclass(frozen=True)
class Writer:
    """Writes figures in one language, as HTML or as plain text. ``plain("he")`` and ``markup("he")`` make one."""

    language: str
    html: bool

    @property
    def is_hebrew(self) -> bool:
        return self.language.startswith("he")

    def _ltr(self, text: str, after: str = "") -> str:
        """What runs left to right, isolated, and what follows it in the language's own direction."""
        if self.html:
            return Html(f'<bdi dir="ltr">{escape(text)}</bdi>{escape(after)}')
        return f"{LRI}{text}{PDI}{after}"

    def name(self, text: str) -> str:
        """Words that a person typed, whose direction only they know."""
        return Html(f"<bdi>{escape(text)}</bdi>") if self.html else f"{FSI}{text}{PDI}"

    def ltr(self, text: str) -> str:
        """A phone, an e-mail address, a document number."""
        return self._ltr(text)

    def number(self, value: int | float | Decimal, places: int = 0, *, signed: bool = False) -> str:
        """``-1,234.5``; halves round away from zero."""
        return self._ltr(_digits(_rounded(value, places), places, signed=signed))

    def percent(self, share: float | Decimal, places: int = 1, *, signed: bool = False) -> str:
        """A share of 0..1 as ``16.8%``. A zero after the point is dropped; a share too small to show is ``<0.1%``."""
        value = _rounded(Decimal(str(share)) * 100, places)
        if value == 0 and share > 0 and not signed:
            return self._ltr(f"<{Decimal(1).scaleb(-places)}%")
        whole = value == value.to_integral_value()
        return self._ltr(_digits(value, 0 if whole else places, signed=signed) + "%")

    def compact(self, value: int | float | Decimal, *, signed: bool = False) -> str:
        """``45 א׳`` or ``1.2M``: two or three figures and a unit, for axes and narrow places."""
        digits, unit = self._short(Decimal(str(value)), signed=signed)
        return self._ltr(digits, unit) if self.is_hebrew else self._ltr(digits + unit)

    def money(
        self,
        minor: int,
        currency: str = "ILS",
        *,
        exact: bool = False,
        signed: bool = False,
        short: bool = False,
    ) -> str:
        """An amount of minor units: ``-1,234 ₪`` in Hebrew, ``-₪1,234`` in English; ``short`` for ``1.2 מ׳ ₪``,
        ``exact`` to the last minor unit."""
        amount = in_units(minor, currency)
        places = minor_digits(currency) if exact else 0
        sign = SYMBOLS.get(currency, currency)
        if short:
            digits, unit = self._short(amount, signed=signed)
        else:
            digits, unit = _digits(_rounded(amount, places), places, signed=signed), ""
        if self.is_hebrew:
            return self._ltr(digits, f"{unit}{NBSP}{sign}")
        bare = digits.lstrip("+-")
        before = digits[: len(digits) - len(bare)]
        return self._ltr(f"{before}{sign}{NBSP if len(sign) > 1 else ''}{bare}{unit}")

    def _short(self, value: Decimal, *, signed: bool) -> tuple[str, str]:
        """Digits and unit; a value that rounds up to the next unit (999,950) takes it."""
        shown, places, unit = _rounded(value, 0), 0, ""
        for power, name in enumerate(SHORT_UNITS["he" if self.is_hebrew else "en"], start=1):
            if abs(shown) < 1000:
                break
            scaled = value / Decimal(1000) ** power
            places = 1 if abs(scaled) < (10 if power == 1 else 100) else 0
            shown, unit = _rounded(scaled, places), name.replace(" ", NBSP)
        whole = shown == shown.to_integral_value()
        return _digits(shown, 0 if whole else places, signed=signed), unit

    def day(self, when: date, *, short: bool = False) -> str:
        """``07.03.2026`` or ``7 Mar 2026``; ``short`` leaves the year out. A datetime is shown in its own zone."""
        if self.is_hebrew:
            return self._ltr(f"{when:%d.%m}" if short else f"{when:%d.%m.%Y}")
        text = f"{when.day} {calendar.MONTHS[when.month - 1]}"
        return self._ltr(text if short else f"{text} {when.year}")

    def moment(self, when: datetime) -> str:
        """A day and the hour, ``07.03.2026 10:05``."""
        day = (
            f"{when:%d.%m.%Y}"
            if self.is_hebrew
            else f"{when.day} {calendar.MONTHS[when.month - 1]} {when.year}"
        )
        return self._ltr(f"{day} {when:%H:%M}")

    def month(self, when: date) -> str:
        """``3/2026`` or ``Mar 2026``."""
        return self._ltr(
            f"{when.month}/{when.year}"
            if self.is_hebrew
            else f"{calendar.MONTHS[when.month - 1]} {when.year}"
        )

    def quarter(self, name: str, *, short: bool = False) -> str:
        """The quarter that code and addresses call ``2025-Q4``: ``רבעון 4, 2025``, ``short`` for axes, or ``Q4 2025``.

        Never ``4/2025``, which is read as a month.
        """
        year, number = name.split("-Q")
        if self.is_hebrew:
            return self.name(f"{'רב׳' if short else 'רבעון'}{NBSP}{number}, {year}")
        return self._ltr(f"Q{number} {year}")

    def ago(self, when: date, as_of: date) -> str:
        """How far a day is from ``as_of`` in words: today, yesterday, in 3 days, 2 weeks ago. Always rounds down."""
        return self._said(calendar.distance(_as_day(when), _as_day(as_of), self.language))

    def span(self, days: int) -> str:
        """A length of time in its largest whole unit: ``13 days``, ``2 weeks``, ``5 months``, ``2 years``."""
        return self._said(calendar.span(days, self.language))

    def _said(self, text: str) -> str:
        return Html(escape(text)) if self.html else text


def _as_day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def plain(language: str) -> Writer:
    """A writer of plain text, for drawings, titles, messages and files."""
    return Writer(language, html=False)


def markup(language: str) -> Writer:
    """A writer of HTML, for pages."""
    return Writer(language, html=True)
