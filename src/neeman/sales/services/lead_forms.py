"""Public forms: made, changed, put away, given a new address; and what comes by them becomes a deal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Channel
from neeman.channels.models.consent import Source
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.services.consents import Words, give_consent
from neeman.customers.directory import party_of
from neeman.customers.keys import email_key, phone_key
from neeman.customers.models import Customer, Kind
from neeman.customers.queries.duplicates import find_alike
from neeman.customers.services.acting import Unfit, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.once import once as only_once
from neeman.orgs.roles import May
from neeman.sales.models import Deal, LeadEntry, LeadForm
from neeman.sales.services.deals import add_deal
from neeman.sales.services.leads import add_lead

ADDED, EDITED, ARCHIVED = "sales.form.added", "sales.form.edited", "sales.form.archived"
RESTORED, RENEWED, RECEIVED = "sales.form.restored", "sales.form.renewed", "sales.lead.received"
VERBS = (ADDED, EDITED, ARCHIVED, RESTORED, RENEWED)
EDITABLE = frozenset({"name", "title", "source", "owner_id", "notice", "consent"})


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody wrote in a form, cleaned, and the words that stood beside it."""

    name: str
    phone: str
    email: str
    message: str
    consented: bool
    consent_words: str
    notice_words: str


def add_form(access: Access, wanted: Values) -> LeadForm:
    """A new form with an address that nobody guesses. `wanted` holds EDITABLE columns. Raises Unfit."""
    access.require(May.EDIT_CATALOG)
    _check(wanted)
    with transaction.atomic():
        form = LeadForm(address=new_address(), **wanted)
        form.save()
        Recorder(access, ADDED, {"name": form.name}).created([form])
        log(access, form, ADDED, {"name": form.name})
    return form


def edit_form(access: Access, form: LeadForm, wanted: Values, *, version: int) -> ChangeSet | None:
    """Change EDITABLE columns; None when nothing differs. Raises StaleWrite, Unfit."""
    _check(wanted)
    return _change(access, form, wanted, EDITED, version=version)


def archive_form(access: Access, form: LeadForm, *, version: int, now: datetime) -> ChangeSet | None:
    """Its page is gone; what came by it stays. Raises StaleWrite."""
    return _change(access, form, {"archived_at": now}, ARCHIVED, version=version)


def restore_form(access: Access, form: LeadForm, *, version: int) -> ChangeSet | None:
    """Its page is back at the same address. Raises StaleWrite."""
    return _change(access, form, {"archived_at": None}, RESTORED, version=version)


def renew_address(access: Access, form: LeadForm, *, version: int) -> ChangeSet | None:
    """Another address: the old one is dead at once, for when spam has found it. Raises StaleWrite."""
    return _change(access, form, {"address": new_address()}, RENEWED, version=version)


def new_address() -> str:
    """144 random bits."""
    return secrets.token_urlsafe(18)


def receive(
    access: Access, form: LeadForm, given: Given, *, once: str, sender: str, now: datetime
) -> LeadEntry:
    """What came by a form becomes a deal: of the customer who has this phone or e-mail, else of a new lead.

    `access` is the house's own; `once` makes a second sending of the same page harmless. Nothing of an existing
    customer is changed: what was written stays in the entry and in the deal's remarks.
    """

    def take() -> LeadEntry:
        deal, _made = _deal_of(access, form, given, once=once, now=now)
        entry = LeadEntry.objects.create(
            form=form,
            deal=deal,
            at=now,
            name=given.name,
            phone=given.phone,
            email=given.email,
            message=given.message,
            consented=given.consented,
            consent_words=given.consent_words,
            notice_words=given.notice_words,
            sender=sender,
            key=once,
        )
        if given.consented:
            _note_consent(access, entry, deal)
        log(access, deal, RECEIVED, {"form": form.name, "consented": given.consented})
        return entry

    return only_once(LeadEntry.objects.filter(key=once).first, take)


def _deal_of(
    access: Access, form: LeadForm, given: Given, *, once: str, now: datetime
) -> tuple[Deal, ChangeSet | None]:
    first_line = next(iter(given.message.strip().splitlines()), "")
    wanted: Values = {
        "title": (first_line or form.name)[:80],
        "source": form.source or form.name,
        "remarks": "\n".join(filter(None, [given.name, given.phone, given.email, given.message])),
    }
    known = _known(access, given)
    if known is not None:
        wanted["owner_id"] = form.owner_id or known.owner_id
        return add_deal(access, known, wanted, now=now, arrived=True, key=f"lead.{once}")
    wanted["owner_id"] = form.owner_id
    person = {"name": given.name, "phone": given.phone, "email": given.email, "owner_id": form.owner_id}
    person |= {"kind": Kind.PERSON, "source": wanted["source"]}
    return add_lead(access, person, wanted, now=now, key=f"lead.{once}")


def _note_consent(access: Access, entry: LeadEntry, deal: Deal) -> None:
    """The tick, in the ledger of consents: for the addresses that were written here, whoever else has that phone."""
    phone, email = (
        address_key(channel, text)
        for channel, text in ((Channel.SMS, entry.phone), (Channel.EMAIL, entry.email))
    )
    who = Recipient(party_of(deal.customer), entry.name, phones=(phone,) if phone else (), email=email)
    words = Words(entry.consent_words, Source.FORM, entry.at, proof=f"{entry._meta.label_lower} {entry.pk}")
    give_consent(access, who, words)


def _known(access: Access, given: Given) -> Customer | None:
    """The customer who has this phone, else this e-mail, also by one of their contacts."""
    alike = find_alike(access, phone_key=phone_key(given.phone), email_key=email_key(given.email))
    return alike[0].customer if alike else None


def _change(access: Access, form: LeadForm, wanted: Values, verb: str, *, version: int) -> ChangeSet | None:
    access.require(May.EDIT_CATALOG)
    with transaction.atomic():
        recorder = Recorder(access, verb, {"name": form.name})
        if not recorder.update([hold(form, version)], [wanted]):
            recorder.change_set.delete()
            return None
        log(access, form, verb, {"name": form.name, "change_set": recorder.change_set.pk})
        return recorder.change_set


def _check(wanted: Values) -> None:
    unknown = wanted.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no such columns to edit: {sorted(unknown)}")
    if not str(wanted.get("name", "x")).strip():
        raise Unfit(_("A form needs a name."), "name")
