"""What is odd about a phone, a company number or an e-mail, in words. Nothing here refuses: people know better."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.lib.ids import parse_id_number
from neeman.lib.phones import parse_phone, split_phones

PHONE_DOUBTS: dict[str, Promise] = {
    "no_digits": _("There are no digits in this phone number."),
    "too_short": _("This phone number looks too short."),
    "too_long": _("This phone number looks too long."),
    "not_assigned": _("No carrier has numbers that begin like this one."),
    "zero_restored": _(
        "A zero was missing at the beginning of this phone number; it is read as if it were there."
    ),
    "not_dialable": _("This phone number cannot be dialled from outside."),
}
NUMBER_DOUBTS: dict[str, Promise] = {
    "not_digits": _("This company number holds more than digits."),
    "too_long": _("A company number has nine digits; this one has more."),
    "too_short": _("A company number has nine digits; this one has fewer."),
    "check_digit": _("The check digit of this company number does not fit: perhaps a digit is wrong."),
}
EMAIL_DOUBT = _("This e-mail address does not look whole.")


def phone_doubt(text: str) -> Promise | None:
    """What is odd about a phone column, or None."""
    for number in split_phones(text):
        doubt = PHONE_DOUBTS.get(parse_phone(number).doubt or "")
        if doubt is not None:
            return doubt
    return None


def number_doubt(text: str) -> Promise | None:
    """What is odd about a company number, or None."""
    return NUMBER_DOUBTS.get(parse_id_number(text).doubt or "") if text.strip() else None


def email_doubt(text: str) -> Promise | None:
    """What is odd about an e-mail address, or None."""
    name, at, domain = text.strip().partition("@")
    whole = name and at and "." in domain.strip(".") and " " not in text.strip()
    return None if whole or not text.strip() else EMAIL_DOUBT


def doubts_of(
    *, phone: str = "", phone2: str = "", email: str = "", company_number: str = ""
) -> list[Promise]:
    """Everything odd about what was written, each said once."""
    found = [phone_doubt(phone), phone_doubt(phone2), email_doubt(email), number_doubt(company_number)]
    return list(dict.fromkeys(doubt for doubt in found if doubt is not None))
