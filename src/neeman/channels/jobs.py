"""What the room does later: delivering the outbox, reading the mailbox, and a look each night at what was left lying."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from neeman.channels.gate import wake_the_outbox
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message, State
from neeman.channels.outbox import deliver, settle_cut_off
from neeman.channels.outside import NotAllowed, NotFound
from neeman.channels.queries.connections import find_connection
from neeman.channels.quiet import message_hours
from neeman.channels.sealing import Unreadable
from neeman.jobs.models import Job
from neeman.jobs.models import State as Done
from neeman.jobs.registry import job
from neeman.jobs.services import enqueue
from neeman.jobs.work import Run
from neeman.orgs.access import Access, house_access

READ_EVERY = timedelta(minutes=1)


def wake_the_reader(access: Access, at: datetime) -> None:
    """Have the mailbox read by then; who waits already is not asked twice."""
    enqueue(house_access(access.organization), "channels.read_mail", due_at=at, key="read mail")


@job("channels.deliver", seconds=300, attempts=1_000)
def deliver_outbox(access: Access, run: Run) -> dict[str, Any]:
    """Send what is due. It may die as often as it likes: each message knows by itself how far it came."""
    tally = deliver(access, clock=timezone.now, hours=message_hours(access.organization))
    return {"sent": tally.sent, "refused": tally.refused, "failed": tally.failed, "unknown": tally.unknown}


@job("channels.read_mail", seconds=120)
def read_mail(access: Access, run: Run) -> dict[str, Any]:
    """Read the mailbox, and come again in a minute; a refusal must not wait. A fault is shown on the page of channels."""
    from imaplib import IMAP4

    from imap_tools.errors import ImapToolsError

    from neeman.channels.email.intake import read_mailbox

    connection = find_connection(access, "email")
    if connection is None or not connection.is_on or not connection.settings.get("imap_host"):
        return {}
    now = timezone.now()
    _forget(run.job, "channels.read_mail", before=now)
    wake_the_reader(access, now + READ_EVERY)
    try:
        return asdict(read_mailbox(access, connection))
    except (NotAllowed, NotFound, Unreadable, OSError, IMAP4.error, ImapToolsError) as fault:
        told = f"imap: {type(fault).__name__}"
        Connection.objects.filter(pk=connection.pk).update(fault=told, fault_at=now)
        return {"fault": told}


def _forget(running: Job, name: str, *, before: datetime) -> None:
    """What runs every minute leaves no heap behind: its ended jobs go, those that failed stay to be seen."""
    ended = Job.objects.filter(name=name, state=Done.DONE, ended_at__lt=before)
    ended.exclude(pk=running.pk).delete()


@job("channels.sweep", nightly=True)
def sweep(access: Access, run: Run) -> dict[str, Any]:
    """Settle what was cut off, wake the outbox if anything is late, and the reader if it fell asleep."""
    now = timezone.now()
    _forget(run.job, "channels.deliver", before=now - timedelta(days=7))
    wake_the_reader(access, now)
    settled = settle_cut_off(access, now=now)
    if Message.objects.filter(state=State.WAITING, due_at__lte=now).exists():
        wake_the_outbox(access, now)
    return {"settled": settled}
