"""Reads of the ledger."""

from __future__ import annotations

from neeman.channels.models.consent import Act, Consent
from neeman.channels.recipients import Recipient
from neeman.orgs.access import Access


def ledger_of(access: Access, who: Recipient) -> list[Consent]:
    """Every line that holds for this recipient, by whatever name or address, latest first."""
    lines = Consent.objects.select_related("by__user")
    by_name = lines.filter(
        party__in=who.parties
    )  # each reads its own index; the two in one question would not
    found = {line.pk: line for line in (*by_name, *lines.filter(address_key__in=who.address_keys))}
    return sorted(found.values(), key=lambda line: (line.at, line.pk), reverse=True)


def refusing(access: Access, parties: list[str]) -> set[str]:
    """Of these parties, those whose last word was to be removed: no page offers to write to them."""
    lines = Consent.objects.filter(party__in=parties).order_by("at", "pk").values_list("party", "act")
    return {party for party, act in dict(lines).items() if act == Act.REFUSED}


def told_once(lines: list[Consent]) -> list[Consent]:
    """The same lines for the eye: what was said once stands once, though it is kept for each address."""
    seen: dict[tuple[object, ...], Consent] = {}
    for line in lines:
        seen.setdefault((line.at, line.act, line.channel, line.purpose, line.wording, line.source), line)
    return list(seen.values())
