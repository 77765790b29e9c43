"""The one gate: nothing reaches anybody but through here, and everything that was to is written down, sent or not.

A message that may leave waits in the outbox for its hour (`outbox.deliver`); one that may not is kept as refused, with
the reason. The same question is asked again when it leaves, since people change their minds in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import models, transaction

from neeman.channels.composing import Said
from neeman.channels.judging import Judging
from neeman.channels.kinds import Channel
from neeman.channels.marking import marked
from neeman.channels.models.message import Message, MessageFile, State
from neeman.channels.queries.connections import find_way
from neeman.channels.queries.messages import find_by_key
from neeman.channels.quiet import Hours, message_hours
from neeman.channels.recipients import Recipient
from neeman.channels.rules import Verdict
from neeman.channels.services.consents import hold_the_outbox
from neeman.channels.ways import File
from neeman.jobs.services import enqueue
from neeman.orgs.access import Access, house_access
from neeman.orgs.log import log
from neeman.orgs.roles import May

LINK = "link"
"""The way of what a person sends by hand, from their own telephone or mailbox."""


def judge(
    access: Access,
    to: Recipient,
    *,
    purpose: str,
    channel: str,
    at: datetime,
    has_deal: bool,
    by_hand: bool = False,
    message: Message | None = None,
) -> Verdict:
    """Whether `to` may be sent this now. Of a `message` in the outbox only what already left counts before it."""
    judging = Judging(access, [to], at=at, message=message)
    return judging.judge(to, purpose=purpose, channel=channel, has_deal=has_deal, by_hand=by_hand)


def send(
    access: Access,
    to: Recipient,
    said: Said,
    *,
    purpose: str,
    channel: str,
    now: datetime,
    key: str = "",
    about: models.Model | None = None,
    waits: bool = True,
    hours: Hours | None = None,
) -> Message:
    """Put a message into the outbox: WAITING for its hour, or REFUSED with `why`. The same `key` again is the same message.

    `about` is the deal, quote or order that it is about, which is what a DEAL rests on. `waits=False` is for whoever
    presses "send" and judges the hour alone. Files go along by e-mail only. Raises PermissionDenied.
    """
    way = find_way(access, channel)
    due_at = (hours or message_hours(access.organization)).next_open(now) if waits else now
    message = _new(access, to, said, purpose=purpose, channel=channel, now=now, key=key, about=about)
    message.way, message.due_at, message.waits = way, due_at, waits
    if not way:
        message.state, message.why = State.REFUSED, "not_connected"
    return _keep(access, message, State.WAITING, said.files if channel == Channel.EMAIL else ())


def draft(
    access: Access,
    to: Recipient,
    said: Said,
    *,
    purpose: str,
    channel: str,
    now: datetime,
    key: str = "",
    about: models.Model | None = None,
) -> Message:
    """The same for what a person sends by hand with a link (`channels.link`): DRAFTED until they say that they did."""
    message = _new(access, to, said, purpose=purpose, channel=channel, now=now, key=key, about=about)
    message.way, message.waits = LINK, False
    return _keep(access, message, State.DRAFTED)


def _new(
    access: Access,
    to: Recipient,
    said: Said,
    *,
    purpose: str,
    channel: str,
    now: datetime,
    key: str,
    about: models.Model | None,
) -> Message:
    """The row, neither judged nor kept yet; a state only where it cannot be sent at all."""
    access.require(May.SEND_MESSAGES)
    subject, body = marked(purpose, channel, said.subject, said.body, access.organization.name)
    address = to.address(channel)
    why = "missing_values" if said.missing else "" if address else "no_address"
    return Message(
        channel=channel,
        party=to.party,
        address=address,
        recipient=asdict(to),
        purpose=purpose,
        template_id=said.template_id,
        template_version=said.template_version,
        subject=" ".join(subject.split())[:200],
        body=body,
        approved=dict(said.approved),
        state=State.REFUSED if why else "",
        why=why,
        key=key,
        about_table=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        made_by=access.member,
        made_at=now,
        due_at=now,
    )


def _keep(access: Access, message: Message, state: State, files: Sequence[File] = ()) -> Message:
    """Judge and write it down, once for a key. Whoever judges holds the outbox, so that two do not both fill a cap."""
    with transaction.atomic():
        hold_the_outbox(access)
        if (earlier := find_by_key(access, message.key)) is not None:
            return earlier
        if not message.state:
            verdict = judge(
                access,
                message.to,
                purpose=message.purpose,
                channel=message.channel,
                at=message.made_at,
                has_deal=message.about_id is not None,
                by_hand=message.is_by_hand,
            )
            message.state = state if verdict.allowed else State.REFUSED
            message.reason, message.basis = verdict.reason, verdict.basis
            message.why = "" if verdict.allowed else verdict.reason
        message.save()
        if message.state != State.REFUSED:
            MessageFile.objects.bulk_create(MessageFile(message=message, **asdict(file)) for file in files)
        if message.state == State.WAITING:
            wake_the_outbox(access, message.due_at)
        told = {"state": message.state, "channel": message.channel, "purpose": message.purpose}
        log(access, message, "channels.message.queued", told)
    return message


def wake_the_outbox(access: Access, at: datetime) -> None:
    """Have what is due by then delivered: one job a minute, whoever asks for it."""
    enqueue(
        house_access(access.organization), "channels.deliver", due_at=at, key=f"outbox {at:%Y-%m-%d %H:%M}"
    )
