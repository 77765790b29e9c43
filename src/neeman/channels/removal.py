"""The way out that an advertisement carries: a link for one reader, good for half a year, that asks for no sign-in.

The organization stands in the address, since whoever opens it is nobody's member. Only a hash of the token is kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, RemovalLink
from neeman.channels.services.consents import Words, refuse
from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.access import Access
from neeman.orgs.addresses import absolute_url

PURPOSE = "channels.removal"
GOOD_FOR = timedelta(days=180)


def make_link(access: Access, message: Message, *, now: datetime) -> str:
    """An address for the reader of this message; made anew at each attempt."""
    token = new_token()
    RemovalLink.objects.create(
        token_hash=token_hash(PURPOSE, token), message=message, made_at=now, expires_at=now + GOOD_FOR
    )
    return absolute_url(reverse("remove_me", kwargs={"house": access.organization.slug, "token": token}))


def get_link(access: Access, token: str, *, now: datetime) -> RemovalLink:
    """The link of this token, or the same 404 for unknown, foreign and expired."""
    link = (
        RemovalLink.objects.select_related("message")
        .filter(token_hash=token_hash(PURPOSE, token), expires_at__gt=now)
        .first()
    )
    if link is None:
        raise Http404
    return link


def remove(access: Access, link: RemovalLink, *, now: datetime) -> None:
    """The reader wants no more: a refusal on all channels. A second click is the same refusal."""
    with transaction.atomic():
        held = RemovalLink.objects.select_for_update().get(pk=link.pk)
        if held.used_at is not None:
            return
        held.used_at = now
        held.save(update_fields=["used_at"])
        message = link.message
        words = Words(
            wording="", source=Source.LINK, at=now, proof=f"{message.channel} {message.pk} {message.address}"
        )
        refuse(access, message.to, words)
