"""Sealing the log (X6): each night the day's lines are digested together with the seal before, under the key of the
installation. Whoever changes a past line in the database, and does not hold the key, leaves a broken seal behind.

What it cannot show: lines of the day that is not sealed yet, and an end that was cut off together with its seals.
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry, LogSeal

SETTLED = timedelta(hours=1)
"""No transaction lasts so long: of older lines none is still on its way in."""


def seal_log(access: Access, *, now: datetime) -> LogSeal | None:
    """Seal the organization's lines that are settled; None where there are no new ones."""
    before = LogSeal.objects.order_by("last_entry").last()
    lines = _lines(before.last_entry if before else 0, _settled_up_to(now))
    last, entries, digest = _digest(lines, before.digest if before else "")
    if not entries:
        return None
    return LogSeal.objects.create(last_entry=last, entries=entries, digest=digest, sealed_at=now)


def broken_seal(access: Access) -> LogSeal | None:
    """The first seal of the organization whose lines are no longer what was sealed; None where all are whole."""
    after, digest = 0, ""
    for seal in LogSeal.objects.order_by("last_entry"):
        _, entries, digest = _digest(_lines(after, seal.last_entry), digest)
        if (entries, digest) != (seal.entries, seal.digest):
            return seal
        after = seal.last_entry
    return None


def _settled_up_to(now: datetime) -> int:
    """The last line before the first that is not settled, since lines are told by their numbers and not by their hours."""
    lines = LogEntry.objects.order_by("pk").values_list("pk", flat=True)
    fresh = lines.filter(at__gt=now - SETTLED).first()
    return (fresh - 1) if fresh else lines.last() or 0


def _lines(after: int, up_to: int) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(pk__gt=after, pk__lte=up_to).order_by("pk")


def _digest(lines: QuerySet[LogEntry], before: str) -> tuple[int, int, str]:
    """The number of the last line, how many there are, and their digest."""
    last, count = 0, 0
    digest = hmac.new(f"log:{settings.SECRET_KEY}".encode(), before.encode(), sha256)
    for line in lines.iterator():
        last, count = line.pk, count + 1
        digest.update(_written(line) + b"\n")
    return last, count, digest.hexdigest()


def _written(line: LogEntry) -> bytes:
    told = (line.pk, line.at, line.member_id, line.verb, line.subject_table, line.subject_id, line.data)
    return json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True).encode()
