"""What the room does later: delivering the outbox, and a look each night at what was left lying."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.channels.gate import wake_the_outbox
from neeman.channels.models.message import Message, State
from neeman.channels.outbox import deliver, settle_cut_off
from neeman.channels.quiet import message_hours
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("channels.deliver", seconds=300, attempts=1_000)
def deliver_outbox(access: Access, run: Run) -> dict[str, Any]:
    """Send what is due. It may die as often as it likes: each message knows by itself how far it came."""
    tally = deliver(access, clock=timezone.now, hours=message_hours(access.organization))
    return {"sent": tally.sent, "refused": tally.refused, "failed": tally.failed, "unknown": tally.unknown}


@job("channels.sweep", nightly=True)
def sweep(access: Access, run: Run) -> dict[str, Any]:
    """Settle what was cut off, and wake the outbox if anything is late."""
    now = timezone.now()
    settled = settle_cut_off(access, now=now)
    if Message.objects.filter(state=State.WAITING, due_at__lte=now).exists():
        wake_the_outbox(access, now)
    return {"settled": settled}
