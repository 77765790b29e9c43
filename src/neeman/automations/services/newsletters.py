"""Newsletters: written, counted, confirmed once, and handed to the outbox one by one through the one gate.

Counting and sending can be cut off and taken up again: each customer has one row, and its message one key. What left
cannot be taken back, so what is confirmed is what was counted; what is not handed over yet can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from neeman.automations.acting import reaching_hours
from neeman.automations.acts import choose, reader_of
from neeman.automations.models import Newsletter, Place, Reader, Stage
from neeman.automations.queries.newsletters import asked_for, audience, get_newsletter, wording_of
from neeman.channels.composing import compose
from neeman.channels.gate import send
from neeman.channels.models.message import State as MessageState
from neeman.channels.queries.templates import Wording
from neeman.channels.recipients import Recipient
from neeman.customers.queries.visible import live
from neeman.customers.services.acting import Unfit
from neeman.jobs.services import enqueue
from neeman.orgs.access import Access
from neeman.orgs.changes import PAGE, StaleWrite, Values, pages
from neeman.orgs.log import log
from neeman.orgs.models import Organization
from neeman.orgs.roles import May

WRITTEN, CONFIRMED, ENDED, STOPPED = (
    f"automations.newsletter.{verb}" for verb in ("written", "confirmed", "ended", "stopped")
)
Tell = Callable[[int, int], None]


def write_newsletter(access: Access, wanted: Values) -> Newsletter:
    """A new newsletter, not counted yet."""
    access.require(May.SEND_MESSAGES)
    newsletter = Newsletter(made_by=access.member, **wanted)
    with transaction.atomic():
        newsletter.save()
        log(access, newsletter, WRITTEN, {"name": newsletter.name})
    return newsletter


def ask_to_count(access: Access, newsletter: Newsletter, values: dict[str, str]) -> None:
    """Fill its text and have it counted who gets it. Raises Unfit where a value lacks or it has left already."""
    _see(access, newsletter)
    lacking = [name for name in asked_for(access, newsletter) if not values.get(name, "").strip()]
    if lacking:
        raise Unfit(_("The text names something for which there is no value yet: fill it in first."))
    with transaction.atomic():
        held = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
        if held.stage not in (Stage.DRAFT, Stage.READY):
            raise Unfit(_("It has been confirmed already."))
        Reader.objects.filter(newsletter=held).delete()
        held.stage, held.values, held.version = Stage.COUNTING, values, held.version + 1
        held.save()
        enqueue(access, "automations.count", {"pk": held.pk}, key=f"count {held.pk}")


def count(access: Access, newsletter: Newsletter, *, now: datetime, tell: Tell) -> None:
    """Ask of each customer of its list whether the gate would let it through; what was asked before is not asked again."""
    wording = wording_of(access, newsletter)
    today = now.astimezone(reaching_hours(access.organization).zone).date()
    ids = audience(access, newsletter, today=today)
    done = set(Reader.objects.filter(newsletter=newsletter).values_list("customer_id", flat=True))
    for page in pages([pk for pk in ids if pk not in done], PAGE // 5):
        rows = [_judged(access, newsletter, wording, pk, now) for pk in page]
        with transaction.atomic():
            if not Newsletter.objects.filter(pk=newsletter.pk, stage=Stage.COUNTING).exists():
                return
            Reader.objects.bulk_create(rows, ignore_conflicts=True)
        done.update(page)
        tell(len(done), len(ids))
    Newsletter.objects.filter(pk=newsletter.pk, stage=Stage.COUNTING).update(
        stage=Stage.READY, counted_at=now
    )


def _judged(
    access: Access, newsletter: Newsletter, wording: Wording | None, pk: int, now: datetime
) -> Reader:
    reader = reader_of(access, pk)
    row = Reader(newsletter=newsletter, customer_id=pk, place=Place.NOT)
    if wording is None or reader is None:
        row.why = "no_text" if wording is None else "no_address"
        return row
    way = choose(access, newsletter.channels, reader, wording.purpose, has_deal=False, now=now)
    row.why = "not_connected" if way.by_hand else way.why
    if way.channel and not way.by_hand:
        row.place, row.channel = Place.GETS, way.channel
    return row


def confirm(access: Access, newsletter: Newsletter, *, version: int, now: datetime) -> None:
    """Send it to those who were counted. This is the one thing here that cannot be undone. Raises StaleWrite, Unfit."""
    _see(access, newsletter)
    with transaction.atomic():
        held = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
        if held.version != version:
            raise StaleWrite(held)
        if held.stage != Stage.READY:
            raise Unfit(_("It has been confirmed already."))
        held.stage, held.confirmed_at, held.version = Stage.SENDING, now, held.version + 1
        held.save()
        enqueue(access, "automations.send_newsletter", {"pk": held.pk}, key=f"send {held.pk}")
        readers = Reader.objects.filter(newsletter=held, place=Place.GETS).count()
        log(access, held, CONFIRMED, {"name": held.name, "readers": readers})


def hand_all(access: Access, newsletter: Newsletter, *, clock: Callable[[], datetime], tell: Tell) -> None:
    """Hand it to the outbox for everybody who gets it and has not got it yet, each in a transaction of its own."""
    _see(access, newsletter)
    waiting = Reader.objects.filter(newsletter=newsletter, place=Place.GETS).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    total = Reader.objects.filter(newsletter=newsletter).exclude(place=Place.NOT).count()
    for number, pk in enumerate(ids, start=total - len(ids) + 1):
        if not hand_one(access, newsletter, pk, now=clock()):
            return
        tell(number, total)
    with transaction.atomic():
        ended = Newsletter.objects.filter(pk=newsletter.pk, stage=Stage.SENDING)
        if ended.update(stage=Stage.SENT, ended_at=clock()):
            log(access, newsletter, ENDED, {"name": newsletter.name})


def hand_one(access: Access, newsletter: Newsletter, pk: int, *, now: datetime) -> bool:
    """One reader's letter; whether the newsletter is still to be sent. The gate is asked again, since people change."""
    with transaction.atomic():
        held = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
        if held.stage != Stage.SENDING:
            return False
        row = Reader.objects.select_for_update().filter(pk=pk, place=Place.GETS).first()
        if row is None:
            return True
        wording, reader = wording_of(access, held), reader_of(access, row.customer_id)
        is_live = live(access).filter(pk=row.customer_id).exists()
        if wording is None or reader is None or not is_live:
            row.place, row.why = Place.NOT, "unseen"
        else:
            _hand(access, held, row, wording, reader, now)
        row.save()
        return True


def _hand(
    access: Access, newsletter: Newsletter, row: Reader, wording: Wording, reader: Recipient, now: datetime
) -> None:
    message = send(
        access,
        reader,
        compose(access, wording, reader, newsletter.values),
        purpose=wording.purpose,
        channel=row.channel,
        now=now,
        key=f"newsletter {row.pk}",
        hours=reaching_hours(access.organization),
    )
    row.message = message
    row.place = Place.NOT if message.state == MessageState.REFUSED else Place.HANDED
    row.why = message.why[:20]


def stop_newsletter(access: Access, newsletter: Newsletter, *, now: datetime) -> None:
    """What is not handed over yet is not sent."""
    _see(access, newsletter)
    going = (Stage.COUNTING, Stage.READY, Stage.SENDING)
    with transaction.atomic():
        Organization.objects.select_for_update().get(pk=access.organization.pk)
        stopped = Newsletter.objects.filter(pk=newsletter.pk, stage__in=going)
        if stopped.update(stage=Stage.STOPPED, ended_at=now):
            log(access, newsletter, STOPPED, {"name": newsletter.name})


def _see(access: Access, newsletter: Newsletter) -> None:
    """Whoever may send messages writes to many too: to customers whom they see, and one's own letters alone."""
    access.require(May.SEND_MESSAGES)
    get_newsletter(access, newsletter.pk)
