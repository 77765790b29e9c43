"""The hours of a business: its zone and what it set, as the calendar reckons with them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from neeman.lib.calendar import WorkingHours
from neeman.orgs.models import Organization


def hours_of(organization: Organization) -> WorkingHours:
    """When this business works."""
    return WorkingHours(zone=ZoneInfo(organization.timezone))
