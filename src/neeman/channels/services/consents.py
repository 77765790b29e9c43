"""Lines of the ledger: agreed, refused, or why the law asks for no consent. Only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.consent import Act, Consent, Source
from neeman.channels.recipients import Recipient
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.models import Organization

SAID = {
    Act.GIVEN: "channels.consent.given",
    Act.REFUSED: "channels.consent.refused",
    Act.EXCEPTION: "channels.consent.exception",
}


class WordsMissing(ValueError):
    """A consent without the words that were agreed to proves nothing."""


@dataclass(frozen=True, slots=True)
class Words:
    """What was said: the exact wording, where, when, and how it can be shown (a recording, a form, a message)."""

    wording: str
    source: Source
    at: datetime
    proof: str = ""


def give_consent(access: Access, who: Recipient, words: Words, *, channel: str = "") -> Consent:
    """`who` agrees to advertisements on `channel`, or on all. Raises WordsMissing."""
    return _note(access, who, words, Act.GIVEN, channel=channel, purpose=Purpose.MARKETING)


def note_exception(access: Access, who: Recipient, words: Words) -> Consent:
    """The details came with a purchase or a negotiation, `who` was told of their use and could refuse (s. 30A(c)).

    Raises WordsMissing, ValueError for another source.
    """
    if words.source not in {Source.PURCHASE, Source.NEGOTIATION}:
        raise ValueError(f"{words.source} is no exception of the law")
    return _note(access, who, words, Act.EXCEPTION, purpose=Purpose.MARKETING)


def note_register(access: Access, who: Recipient, *, at: datetime, proof: str = "") -> Consent:
    """The number was looked up in the do-not-call register and is not there: calls may be made for fifteen days."""
    words = Words("not in the do-not-call register", Source.REGISTER, at, proof)
    return _note(access, who, words, Act.EXCEPTION, channel=Channel.PHONE, purpose=Purpose.MARKETING)


def refuse(
    access: Access, who: Recipient, words: Words, *, deals: bool = False, everything: bool = False
) -> Consent:
    """`who` wants no more, on any channel, from the moment this is committed; what waits in the outbox stays there.

    Quotes and answers in their deals go on, unless `deals` are refused as well; service about their own orders goes on,
    unless `everything` is. Needs no words: any way to say it counts.
    """
    purpose = "" if everything else Purpose.DEAL if deals else Purpose.MARKETING
    return _note(access, who, words, Act.REFUSED, purpose=purpose)


def hold_the_outbox(access: Access) -> None:
    """Whoever decides on sending and whoever refuses take turns, so that neither overlooks the other."""
    Organization.objects.select_for_update().get(pk=access.organization.pk)


def _note(
    access: Access, who: Recipient, words: Words, act: Act, *, purpose: str, channel: str = ""
) -> Consent:
    """A line for each address, since it holds for the address as well as for the party."""
    if act != Act.REFUSED and not words.wording.strip():
        raise WordsMissing
    with transaction.atomic():
        hold_the_outbox(access)
        lines = [
            Consent.objects.create(
                party=who.party,
                address_key=key,
                channel=channel,
                purpose=purpose,
                act=act,
                at=words.at,
                wording=words.wording.strip(),
                source=words.source,
                proof=words.proof,
                by=access.member,
            )
            for key in who.address_keys or ("",)
        ]
        log(access, lines[0], SAID[act], {"party": who.party, "source": words.source, "purpose": purpose})
        return lines[0]
