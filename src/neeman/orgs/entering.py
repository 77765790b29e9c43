"""Working inside one organization: its rows only, and its hours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.utils import timezone

from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope


@contextmanager
def inside(organization: Organization) -> Iterator[None]:
    """Queries read and write this organization's rows, and its time zone tells which day it is."""
    with organization_scope(organization.pk), timezone.override(ZoneInfo(organization.timezone)):
        yield
