"""Reads of outbox and inbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from neeman.channels.kinds import Purpose
from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.models.message import GONE, Direction, Message, MessageFile, State
from neeman.channels.recipients import Recipient
from neeman.channels.registry import find_directory, talks
from neeman.channels.rules import COUNTED, GENERAL
from neeman.orgs.access import Access

PLANNED_AHEAD = timedelta(days=30)
"""Nobody writes a message longer before it leaves; what is older than this and the days of the cap does not count."""


def messages(access: Access) -> QuerySet[Message]:
    """The messages that this member may see: all, or those of the parties they see, and always their own."""
    if access.sees_all:
        return Message.objects.all()
    directory = find_directory()
    own = Message.objects.filter(made_by=access.member)
    return directory.visible(access) | own if directory else own


def get_message(access: Access, pk: int) -> Message:
    """One message, or 404."""
    message = with_files(messages(access)).filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def with_files(rows: QuerySet[Message]) -> QuerySet[Message]:
    """The same with what goes along, by name: what a file holds is read when somebody asks for it."""
    return rows.prefetch_related(Prefetch("files", MessageFile.objects.defer("content").order_by("pk")))


def get_file(access: Access, pk: int) -> MessageFile:
    """What went along with a message that this member may see, or 404."""
    kept = MessageFile.objects.filter(pk=pk, message__in=messages(access)).first()
    if kept is None:
        raise Http404
    return kept


def find_by_key(access: Access, key: str) -> Message | None:
    """The message that was made for this key, or None."""
    return Message.objects.filter(key=key).first() if key else None


def heard_moments(
    access: Access, people: Sequence[Recipient], *, since: datetime, planned: bool, besides: int = 0
) -> dict[str, list[datetime]]:
    """Party -> when it heard from us, in what counts against the cap; with `planned`, what waits as well."""
    states = (*GONE, State.WAITING) if planned else GONE
    of_party, of_address = _index(people, "parties"), _index(people, "address_keys")
    found: dict[str, dict[int, datetime]] = {who.party: {} for who in people}
    counts = Q(
        direction=Direction.OUT,
        purpose__in=COUNTED,
        state__in=states,
        made_at__gt=since - PLANNED_AHEAD,
    )
    columns = ("pk", "party", "address", "sent_at", "due_at")
    named, addressed = (theirs.values_list(*columns) for theirs in _theirs(people, counts))
    for pk, party, address, sent_at, due_at in named.union(addressed):
        if pk == besides:
            continue
        for whose in of_party[party] | of_address[address]:
            found[whose][pk] = sent_at or due_at
    return {party: list(moments.values()) for party, moments in found.items()}


def spoke_moments(access: Access, people: Sequence[Recipient], *, since: datetime) -> dict[str, datetime]:
    """Party -> when it last turned to us since then, or answered: by a message, or in what upper rooms know of; whoever did
    neither is left out."""
    of_party, of_address = _index(people, "parties"), _index(people, "address_keys")
    came = Q(direction=Direction.IN, made_at__gte=since)
    columns = ("party", "address", "made_at")
    named, addressed = (theirs.values_list(*columns) for theirs in _theirs(people, came))
    told = [(party, "", moment) for party, moment in talks(access, list(of_party), since)]
    found: dict[str, datetime] = {}
    for party, address, moment in (*named.union(addressed), *told):
        for whose in of_party[party] | of_address[address]:
            found[whose] = max(moment, found.get(whose, moment))
    return found


def _index(people: Sequence[Recipient], name: str) -> defaultdict[str, set[str]]:
    """Name or address -> the parties whose it is."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for who in people:
        for key in getattr(who, name):
            found[key].add(who.party)
    return found


def answers_general_word(access: Access, who: Recipient) -> bool:
    """Whether the last that this party heard from us was an advertisement or a greeting: who says "stop" to that has not
    refused the deal that they asked for, and whoever says it to a follow-up has."""
    last = [
        theirs.order_by("-made_at").first()
        for theirs in _theirs([who], Q(direction=Direction.OUT, state__in=GONE))
    ]
    latest = max((one for one in last if one), key=lambda one: one.made_at, default=None)
    return latest is not None and latest.purpose in GENERAL


def was_asked(access: Access, who: Recipient, *, besides: int = 0) -> bool:
    """Whether this party was ever sent a request to agree, or one waits."""
    states = (*GONE, State.WAITING, State.DRAFTED)
    return any(
        theirs.exclude(pk=besides).exists()
        for theirs in _theirs([who], Q(purpose=Purpose.REQUEST, state__in=states))
    )


def _theirs(people: Sequence[Recipient], asked: Q) -> tuple[QuerySet[Message], QuerySet[Message]]:
    """Messages to or from these parties by any of their names, and by any of their addresses, of which the rest of the
    question holds: each reads its own index, which the two in one question would not."""
    names = {name for who in people for name in who.parties}
    keys = {key for who in people for key in who.address_keys}
    return Message.objects.filter(asked, party__in=names), Message.objects.filter(asked, address__in=keys)


def last_heard(access: Access, channel: str, address: str) -> datetime | None:
    """When somebody at this address last wrote to us on this channel."""
    return (
        Message.objects.filter(channel=channel, address=address, direction=Direction.IN)
        .order_by("-made_at")
        .values_list("made_at", flat=True)
        .first()
    )


def sending_rules(access: Access) -> SendingRules:
    """The rules of this business; the defaults, not kept, while it has set none."""
    return SendingRules.objects.first() or SendingRules()


def connections(access: Access) -> dict[str, Connection]:
    """Every connection that was ever made, by its way."""
    return {connection.way: connection for connection in Connection.objects.all()}
