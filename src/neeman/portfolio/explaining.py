"""The engine's explanation of a verdict, in words that a shopkeeper reads.

The engine stores codes and numbers (`neeman_engine.explain`); here they become sentences in the reader's language, and
nothing else: every number said is one that the verdict is computed again from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.portfolio.models import Method
from neeman.ui.text import Writer

Parts = Mapping[str, Any]


def explain(parts: Parts, write: Writer, currency: str) -> list[str]:
    """One sentence for the grade and one for the rhythm, for those that are told."""
    said = [_grade(parts["grade"], write, currency)] if "grade" in parts else []
    return said + ([_rhythm(parts["rhythm"], write, currency)] if "rhythm" in parts else [])


def why_proposed(parts: Parts, grade: str, method: str, write: Writer, currency: str) -> list[str]:
    """Why this grade was computed: where it is not the revenue that decides, first by what, then what the revenue says."""
    by_revenue = [_grade(parts["grade"], write, currency)] if "grade" in parts else []
    match method:
        case Method.SHARE:
            return [_("Grade %(grade)s by share of customers.") % {"grade": grade}, *by_revenue]
        case Method.RULES:
            return [_("Grade %(grade)s by the rules that were set.") % {"grade": grade}, *by_revenue]
    return by_revenue


def _grade(told: Parts, write: Writer, currency: str) -> str:
    words = {
        "grade": told["grade"],
        "money": write.money(told["revenue_window_minor"], currency),
        "months": write.number(told["months"]),
        "rank": write.number(told["rank"]),
        "customers": write.number(told["customers"]),
        "ahead": write.percent(_share(told["revenue_ahead_minor"], told["total_minor"])),
        "a": write.percent(told["cut_a"] / 100, 0),
        "b": write.percent(told["cut_b"] / 100, 0),
    }
    if told["code"].startswith("nothing"):
        return _("Grade %(grade)s by revenue: none in the period that counts.") % words
    if told["code"] == "revenue_all":
        return (
            _(
                "Grade %(grade)s by revenue: %(money)s in all, number %(rank)s of %(customers)s; those ahead bring %(ahead)s "
                "(gold up to %(a)s, silver up to %(b)s)."
            )
            % words
        )
    return (
        _(
            "Grade %(grade)s by revenue: %(money)s in %(months)s months, number %(rank)s of %(customers)s; those ahead bring "
            "%(ahead)s (gold up to %(a)s, silver up to %(b)s)."
        )
        % words
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole > 0 else 0.0


def _rhythm(told: Parts, write: Writer, currency: str) -> str:
    if told["code"] == "never":
        return _("Only returns are known, no purchase.")
    since, gap = told["days_since_last"] or 0, round(told["usual_gap_days"] or 0)
    said = _pace(told["code"], gap, since) % {"gap": write.number(gap), "since": write.number(since)}
    if told["code"] == "own" and _is_late(told) and told["monthly_minor"] > 0:
        said += " " + _("%(money)s a month at stake.") % {
            "money": write.money(told["monthly_minor"], currency)
        }
    return said


def _pace(code: str, gap: int, since: int) -> str:
    """The sentence before its numbers, by whose rhythm the customer is judged."""
    match code:
        case "segment":
            return _(
                "Too few purchases for a rhythm of their own; others of the field buy every %(gap)s days, "
                "%(since)s have passed."
            )
        case "all":
            return _(
                "Too few purchases for a rhythm of their own; others buy every %(gap)s days, %(since)s have passed."
            )
        case "own":
            return ngettext(
                "Buys every %(gap)s day as a rule (the median gap); %(since)s have passed.",
                "Buys every %(gap)s days as a rule (the median gap); %(since)s have passed.",
                gap,
            )
    return ngettext(
        "No rhythm is known yet; %(since)s day since the last purchase.",
        "No rhythm is known yet; %(since)s days since the last purchase.",
        since,
    )


def _is_late(told: Parts) -> bool:
    gap = told["usual_gap_days"]
    return bool(gap) and told["days_since_last"] / gap >= told["late_from"]
