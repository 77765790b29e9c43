"""The log shows tampering (X6): what was sealed and is changed, added or removed later breaks its seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from neeman.cli.doctor import log_findings
from neeman.orgs.access import Access
from neeman.orgs.chain import broken_seal, seal_log
from neeman.orgs.log import log
from neeman.orgs.models import LogEntry, LogSeal

LINES = 40


@pytest.fixture
def tomorrow(inside: Access) -> datetime:
    """A log of two sealed days."""
    now = timezone.now()
    for day in (1, 2):
        for number in range(LINES // 2):
            log(inside, inside.organization, "orgs.organization.edited", {"day": day, "number": number})
        assert seal_log(inside, now=now + timedelta(days=day)) is not None
    return now + timedelta(days=3)


def test_untouched_it_is_whole(inside: Access, tomorrow: datetime) -> None:
    assert broken_seal(inside) is None
    assert [seal.entries for seal in LogSeal.objects.order_by("pk")] == [LINES // 2, LINES // 2]
    assert seal_log(inside, now=tomorrow) is None, "nothing new"
    assert [found.level for found in log_findings()] == ["ok"]


CHANGES: dict[str, Callable[[LogEntry], object]] = {
    "when": lambda line: LogEntry.objects.filter(pk=line.pk).update(at=line.at - timedelta(seconds=1)),
    "who": lambda line: LogEntry.objects.filter(pk=line.pk).update(member=None),
    "what": lambda line: LogEntry.objects.filter(pk=line.pk).update(verb="orgs.member.added"),
    "of what": lambda line: LogEntry.objects.filter(pk=line.pk).update(subject_id=99),
    "details": lambda line: LogEntry.objects.filter(pk=line.pk).update(data={**line.data, "number": -1}),
    "gone": lambda line: line.delete(),
}


@pytest.mark.parametrize("how", CHANGES)
def test_any_change_of_any_line_is_found(inside: Access, tomorrow: datetime, how: str) -> None:
    lines = list(LogEntry.objects.order_by("pk"))
    at = Random(how).randrange(LINES)
    CHANGES[how](lines[at])
    broken = broken_seal(inside)
    assert broken is not None
    assert broken == list(LogSeal.objects.order_by("pk"))[at // (LINES // 2)]
    assert [found.level for found in log_findings()] == ["fail"]


def test_a_seal_that_was_taken_out_is_missed(inside: Access, tomorrow: datetime) -> None:
    LogSeal.objects.order_by("pk")[:1].get().delete()
    assert broken_seal(inside) is not None


def test_what_may_still_be_on_its_way_in_waits(inside: Access) -> None:
    log(inside, inside.organization, "orgs.organization.edited")
    assert seal_log(inside, now=timezone.now()) is None
    assert not LogSeal.objects.exists()


def test_another_key_makes_no_seal_of_ours(
    inside: Access, tomorrow: datetime, settings: pytest.FixtureRequest
) -> None:
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # Django's settings
    assert broken_seal(inside) is not None
