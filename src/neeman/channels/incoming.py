"""What people write to us: found by their address, answered to a refusal at once, and never made into a customer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db import transaction

from neeman.channels.models.consent import Source
from neeman.channels.models.message import Direction, Message, State
from neeman.channels.queries.messages import answers_general_word
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.refusals import is_refusal
from neeman.channels.registry import find_directory, tell
from neeman.channels.services.consents import Words, hold_the_outbox, refuse
from neeman.orgs.access import Access
from neeman.orgs.log import log

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a way brings it in. `provider_id` tells a repeated one; `name` is what they call themselves."""

    channel: str
    way: str
    address: str
    body: str
    at: datetime
    provider_id: str = ""
    subject: str = ""
    name: str = ""


def receive(access: Access, heard: Heard) -> Message | None:
    """Keep what came in, once; None for what came before or from no address. A refusal in it holds from this moment."""
    heard = _without_zeros(heard)
    address = address_key(heard.channel, heard.address)
    if not address:
        return None
    with transaction.atomic():
        hold_the_outbox(access)
        if _came_before(heard):
            return None
        who = _whoever_is_at(access, heard, address)
        message = _row(heard, who, address)
        message.save()
        if is_refusal(heard.body) or is_refusal(heard.subject):
            proof = f"{heard.channel} {message.pk} {address}"
            words = Words(heard.body[:500], Source.REPLY, heard.at, proof)
            refuse(access, who, words, deals=not answers_general_word(access, who))
        tell(access, message)
        log(access, message, "channels.message.received", {"channel": heard.channel})
        return message


def note_sent_elsewhere(access: Access, heard: Heard) -> bool:
    """A member wrote to this address from their own mailbox, with a copy to ours: noted as sent, where it is somebody known.

    False for strangers, and for what is noted already.
    """
    heard = _without_zeros(heard)
    address, directory = address_key(heard.channel, heard.address), find_directory()
    who = directory.find(access, heard.channel, address) if directory and address else None
    if who is None:
        return False
    with transaction.atomic():
        hold_the_outbox(access)
        if _came_before(heard):
            return False
        message = _row(heard, who, address)
        message.direction, message.state, message.sent_at = Direction.OUT, State.SENT, heard.at
        message.save()
        tell(access, message)
        log(access, message, "channels.message.received", {"channel": heard.channel, "copy": True})
        return True


def _came_before(heard: Heard) -> bool:
    """Providers tell again what they are not sure to have told."""
    known = Message.objects.filter(way=heard.way, provider_id=heard.provider_id)
    return bool(heard.provider_id) and known.exists()


def _without_zeros(heard: Heard) -> Heard:
    """PostgreSQL keeps no NUL in a text."""
    return replace(
        heard,
        address=heard.address.replace("\0", ""),
        body=heard.body.replace("\0", ""),
        subject=heard.subject.replace("\0", ""),
        name=heard.name.replace("\0", ""),
        provider_id=heard.provider_id.replace("\0", ""),
    )


def _row(heard: Heard, who: Recipient, address: str) -> Message:
    return Message(
        direction=Direction.IN,
        channel=heard.channel,
        way=heard.way,
        party=who.party,
        address=address,
        recipient=asdict(who),
        subject=" ".join(heard.subject.split())[:200],
        body=heard.body[:LONGEST],
        state=State.RECEIVED,
        made_at=heard.at,
        due_at=heard.at,
        provider_id=heard.provider_id[:254],
    )


def _whoever_is_at(access: Access, heard: Heard, address: str) -> Recipient:
    """Who has this address: as the directory knows, else whom we wrote to there, else nobody but the address."""
    directory = find_directory()
    known = directory.find(access, heard.channel, address) if directory else None
    if known is not None:
        return _reached_at(known, heard.channel, address)
    earlier = Message.objects.filter(address=address).exclude(party="").order_by("-made_at").first()
    nobody = Recipient(party="", name=heard.name[:120] or address)
    return _reached_at(earlier.to if earlier else nobody, heard.channel, address)


def _reached_at(who: Recipient, channel: str, address: str) -> Recipient:
    """The same, with the address that was used among theirs: a refusal holds for it too."""
    if channel == "email":
        return who if who.email else replace(who, email=address)
    return who if address in who.phones else replace(who, phones=(*who.phones, address))
