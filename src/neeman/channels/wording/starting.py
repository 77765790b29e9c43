"""The texts that come with the product, by the reason to write. They give something instead of asking "did you get it?" (R59).

A business that edits one keeps its own row (`models.Template`) in place of it; what it does not touch improves with
each version of the product.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.translation import gettext_lazy as _

REASONS = {
    "lead_new": _("A new lead: the first answer"),
    "lead_again": _("A lead that did not answer"),
    "no_answer": _("Three calls without an answer"),
    "quote_sent": _("A quote is sent"),
    "quote_day2": _("Two days after a quote"),
    "quote_day5": _("Five days after a quote"),
    "quote_day10": _("Ten days after a quote"),
    "meeting": _("Reminder of a meeting"),
    "payment": _("Reminder of a payment"),
    "progress": _("How the work goes"),
    "finished": _("The work is finished"),
    "thank_you": _("Thank you"),
    "thanks": _("Thank you, in a line"),
    "thanks_done": _("Thank you when the work is done"),
    "thanks_paid": _("Thank you for a payment"),
    "review": _("Request for a review"),
    "check_in": _("Two weeks later: is all well?"),
    "periodic": _("Periodic check"),
    "time_to": _("It is time to..."),
    "maintenance": _("Annual maintenance"),
    "renewal": _("Renewal is near"),
    "in_touch": _("Regular contact: how are things?"),
    "late_order": _("The usual order has not come"),
    "ends_soon": _("Something ends soon"),
    "touch": _("Regular contact: something worth reading"),
    "quarter": _("Quarterly talk: what works, what does not"),
    "season": _("Once a quarter: a good word"),
    "miss_you": _("We miss you"),
    "win_back": _("Winning back after a year"),
    "news": _("News for customers first"),
    "offer": _("An offer at the right time"),
    "welcome": _("Welcome after the first purchase"),
    "referral": _("Whom else could we help?"),
    "birthday": _("Birthday"),
    "holiday": _("Holiday"),
    "agree": _("May we write to you?"),
}
"""Reason -> its name."""


@dataclass(frozen=True, slots=True)
class Starting:
    """A text that comes with the product."""

    reason: str
    language: str
    purpose: str
    subject: str
    body: str


@cache
def starting_texts() -> dict[tuple[str, str], Starting]:
    """(reason, language) -> text, read once from `starting.toml`."""
    read = tomllib.loads(
        resources.files("neeman.channels.wording").joinpath("starting.toml").read_text("utf-8")
    )
    return {
        (reason, language): Starting(
            reason, language, given["purpose"], given[language]["subject"], given[language]["body"].strip()
        )
        for reason, given in read.items()
        for language in ("he", "en")
    }
