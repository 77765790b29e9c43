"""What the demo business wants to reach: some of it reached, some not."""

from __future__ import annotations

from datetime import date

from neeman.orgs.access import Access
from neeman.targets.queries import Aim
from neeman.targets.services import set_targets
from neeman.targets.spans import Span


def write_targets(access: Access, *, today: date) -> None:
    """Of the CEO's figures for the year, one of them for the quarter as well, and of selling for the month and the quarter."""
    wishes = {
        ("portfolio.churn_rate_customers", Span.YEAR): 10_00,
        ("portfolio.retention_rate", Span.YEAR): 90_00,
        ("portfolio.repeat_rate", Span.YEAR): 85_00,
        ("portfolio.arpa_minor", Span.QUARTER): 110_000_00,
        ("portfolio.arpa_minor", Span.YEAR): 125_000_00,
        ("portfolio.lifetime_mean_minor", Span.YEAR): 250_000_00,
        ("sales.won", Span.MONTH): 110_000_00,
        ("sales.won", Span.QUARTER): 150_000_00,
    }
    set_targets(
        access, {Aim(measure, None, span): value for (measure, span), value in wishes.items()}, day=today
    )
