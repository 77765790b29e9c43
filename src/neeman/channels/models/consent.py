"""The ledger of consents: who agreed to what, or refused it, when, in which words, and how it can be shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Channel, Purpose
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Act(models.TextChoices):
    """What a line of the ledger says."""

    GIVEN = "given", _("Agreed")
    REFUSED = "refused", _("Refused")
    EXCEPTION = "exception", _("Exception of the law")


class Source(models.TextChoices):
    """Where it was said."""

    FORM = "form", _("A form they filled in")
    WRITTEN = "written", _("In writing")
    CALL = "call", _("A recorded call")
    REPLY = "reply", _("A reply to a message")
    LINK = "link", _("The link in a message")
    SPOKEN = "spoken", _("Said to us")
    PURCHASE = "purchase", _("Details given in a purchase")
    NEGOTIATION = "negotiation", _("Details given in a negotiation")
    FILE = "file", _("A file that was brought in")
    REGISTER = "register", _("Not found in the do-not-call register")


class Consent(Owned):
    """One line, written once and never changed: what is true today follows from all lines (`channels.rules`).

    It holds for the `party` and for the address, so that neither a merge nor an import loses it. An empty `channel`
    means all of them. `purpose`: what was agreed to or refused (`rules.STOPPED`): a refusal of MARKETING stops what goes
    to many, one of DEAL follow-ups of deals as well, an empty one everything.
    """

    party = models.CharField(max_length=60, blank=True)
    address_key = models.CharField(max_length=254, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, blank=True)
    purpose = models.CharField(_("purpose"), max_length=9, choices=Purpose.choices, blank=True)
    act = models.CharField(max_length=9, choices=Act.choices)
    at = models.DateTimeField(_("when"))
    wording = models.TextField(_("the exact words"))
    source = models.CharField(_("where"), max_length=11, choices=Source.choices)
    proof = models.CharField(_("how it can be shown"), max_length=300, blank=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organization", "party", "at"], name="consent_party"),
            models.Index(fields=["organization", "address_key", "at"], name="consent_address"),
            models.Index(
                fields=["organization", "party"],
                condition=models.Q(act=Act.REFUSED),
                name="consent_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.party or self.address_key} {self.at:%Y-%m-%d}"
