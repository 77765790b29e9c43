"""The one sentence at the top of a card: what its verdicts say of this customer, in words (UX 6).

Everything is reckoned to the standing's own `as_of`, so that a page of old data does not call everybody late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neeman.customers.models import Customer, Standing, Status

LATE_FROM = 1.5
"""Days since the last purchase, in usual gaps, from which a customer is late."""

LOST_FROM = 4.0
MOVED_BY = 0.15
"""A change of the year's revenue by less than this is told as steady."""

DORMANT_DAYS = 365
TWO_YEARS_DAYS = 700
"""Nearly: who first bought so long ago has a whole year before the last one to compare with."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The sentence and its tone: good, watch, lose or empty."""

    sentence: str
    tone: str = ""


def conclude(customer: Customer, standing: Standing | None) -> Conclusion:
    """What to know about this customer before anything else."""
    if customer.archived_at is not None:
        return Conclusion(_("Archived: kept with all its history, out of lists and figures."))
    if standing is None or standing.last_purchase is None:
        if customer.status == Status.LEAD:
            return Conclusion(_("A lead: has not bought yet."))
        return Conclusion(_("No purchases are known yet."))
    silent = days_silent(standing)
    late = days_late(standing)
    if silent > DORMANT_DAYS:
        return Conclusion(_("Dormant: the last purchase was over a year ago."), "lose")
    if late is not None and late > 0 and (standing.overdue_ratio or 0) >= LOST_FROM:
        return Conclusion(
            ngettext(
                "Slipping away: %(days)s day without a purchase, far beyond the usual.",
                "Slipping away: %(days)s days without a purchase, far beyond the usual.",
                silent,
            )
            % {"days": silent},
            "lose",
        )
    if late is not None and late > 0 and (standing.overdue_ratio or 0) >= LATE_FROM:
        return Conclusion(
            ngettext(
                "The next order is %(days)s day late: worth a talk today.",
                "The next order is %(days)s days late: worth a talk today.",
                late,
            )
            % {"days": late},
            "watch",
        )
    return _by_revenue(standing)


def revenue_change(standing: Standing) -> float | None:
    """The change of the year's revenue on the year before as a share, or None without a whole year before.

    Nine days of the first year against twelve months would be growth by thousands of percent.
    """
    if standing.revenue_before_minor <= 0 or days_known(standing) < TWO_YEARS_DAYS:
        return None
    return (standing.revenue_window_minor - standing.revenue_before_minor) / standing.revenue_before_minor


def days_known(standing: Standing) -> int:
    """Days from the first purchase to the day of the verdict."""
    return (standing.as_of - standing.first_purchase).days if standing.first_purchase else 0


def days_silent(standing: Standing) -> int:
    """Days from the last purchase to the day of the verdict."""
    return (standing.as_of - standing.last_purchase).days if standing.last_purchase else 0


def days_late(standing: Standing) -> int | None:
    """Days beyond the usual gap, negative while it has not passed; None when no gap is known."""
    if standing.usual_gap_days is None or standing.last_purchase is None:
        return None
    return days_silent(standing) - round(standing.usual_gap_days)


def next_expected(standing: Standing) -> date | None:
    """The day by which the next purchase was or is to be expected."""
    if standing.usual_gap_days is None or standing.last_purchase is None:
        return None
    return standing.last_purchase + timedelta(days=round(standing.usual_gap_days))


def _by_revenue(standing: Standing) -> Conclusion:
    change = revenue_change(standing)
    if change is None and days_known(standing) > DORMANT_DAYS:
        return Conclusion(_("Buys, for less than two years: too early to compare year with year."), "good")
    if change is None:
        return Conclusion(_("A new customer: there is no year before to compare with."), "good")
    percent = {"percent": round(abs(change) * 100)}
    if change >= MOVED_BY:
        return Conclusion(
            _("Growing: buys for %(percent)s%% more than in the year before.") % percent, "good"
        )
    if change <= -MOVED_BY:
        return Conclusion(
            _("Shrinking: buys for %(percent)s%% less than in the year before.") % percent, "watch"
        )
    return Conclusion(_("Steady: buys about as much as in the year before."), "good")
