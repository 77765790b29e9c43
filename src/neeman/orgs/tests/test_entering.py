"""Which day it is: the organization's zone says so, on every page (for jobs see `jobs/tests/test_worker.py`)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from conftest import Person
from neeman.orgs.log import log
from neeman.orgs.models import LogEntry, Organization

NIGHT = datetime(2026, 1, 10, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "told"), [("Asia/Jerusalem", "10.01.2026 04:30"), ("America/New_York", "09.01.2026 21:30")]
)
def test_moments_are_told_by_the_clock_of_the_business(owner: Person, zone: str, told: str) -> None:
    Organization.objects.filter(pk=owner.organization.pk).update(timezone=zone)
    with owner.scope():
        entry = log(owner.access, None, "orgs.organization.edited")
        LogEntry.objects.filter(pk=entry.pk).update(at=NIGHT)
    assert told in owner.client.get(owner.url("log/")).content.decode()
