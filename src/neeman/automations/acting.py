"""In whose name an automation acts: that of the member who switched it on, with the rights and the sight of today."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from neeman.automations.models import Automation
from neeman.lib.calendar import WorkingHours
from neeman.orgs.access import Access, access_of
from neeman.orgs.hours import hours_of
from neeman.orgs.models import Organization
from neeman.orgs.roles import May

NEEDED = (May.EDIT_AUTOMATIONS, May.SEND_MESSAGES, May.LOG_ACTIVITY, May.EDIT_CUSTOMERS)
"""Who lacks one of these switches nothing on, and what they switched on before stops."""


def acting_access(automation: Automation) -> Access | None:
    """The access under which it works; None where whoever switched it on may not do that any more."""
    member = automation.switched_by
    if member is None or not member.is_active:
        return None
    access = access_of(member)
    return access if all(map(access.may, NEEDED)) else None


def reaching_hours(organization: Organization) -> WorkingHours:
    """The hours in which this business reaches people."""
    return hours_of(organization).for_messages()


def zone_of(organization: Organization) -> ZoneInfo:
    """The business's own zone."""
    return ZoneInfo(organization.timezone)
