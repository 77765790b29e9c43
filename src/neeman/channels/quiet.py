"""The hours in which messages may reach people."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from neeman.orgs.hours import hours_of
from neeman.orgs.models import Organization


class Hours(Protocol):
    """What the gate asks of a calendar."""

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody may be reached now."""
        ...

    def next_open(self, moment: datetime) -> datetime:
        """That moment, or the next one in which somebody may."""
        ...


def message_hours(organization: Organization) -> Hours:
    """The hours of this business for messages, Shabbat and festivals among the closed ones."""
    return hours_of(organization).for_messages()
