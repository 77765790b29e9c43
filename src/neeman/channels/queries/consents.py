"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from neeman.channels.models.consent import Act, Consent
from neeman.channels.recipients import Recipient
from neeman.orgs.access import Access


def ledger_of(access: Access, who: Recipient) -> list[Consent]:
    """Every line that holds for this recipient, by whatever name or address, latest first, with who kept it."""
    return _ledgers(Consent.objects.select_related("by__user"), [who])[who.party]


def ledgers_of(access: Access, people: Sequence[Recipient]) -> dict[str, list[Consent]]:
    """Party -> every line that holds for it, latest first; in one query for however many."""
    return _ledgers(Consent.objects.all(), people)


def _ledgers(rows: QuerySet[Consent], people: Sequence[Recipient]) -> dict[str, list[Consent]]:
    # each half reads its own index, which the two in one condition would not
    named = Consent.objects.filter(party__in={name for who in people for name in who.parties})
    addressed = Consent.objects.filter(address_key__in={key for who in people for key in who.address_keys})
    either = named.values("pk").union(addressed.values("pk"))
    lines = sorted(rows.filter(pk__in=either), key=lambda line: (line.at, line.pk), reverse=True)
    found = {}
    for who in people:
        names, keys = set(who.parties), set(who.address_keys)
        found[who.party] = [line for line in lines if line.party in names or line.address_key in keys]
    return found


def refusing(access: Access) -> set[str]:
    """The parties whose last word was to be removed: nothing general goes to them."""
    refused = Consent.objects.filter(act=Act.REFUSED).exclude(party="").values("party")
    lines = Consent.objects.filter(party__in=refused).order_by("at", "pk").values_list("party", "act")
    return {party for party, act in dict(lines).items() if act == Act.REFUSED}


def told_once(lines: list[Consent]) -> list[Consent]:
    """The same lines for the eye: what was said once stands once, though it is kept for each address."""
    seen: dict[tuple[object, ...], Consent] = {}
    for line in lines:
        seen.setdefault((line.at, line.act, line.channel, line.purpose, line.wording, line.source), line)
    return list(seen.values())
