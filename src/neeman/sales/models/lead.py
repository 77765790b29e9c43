"""The public form by which leads come in by themselves, and what was written in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned, Versioned
from neeman.sales.models.deal import Deal


class LeadForm(Versioned):
    """A form for a website. `address` is the random part of its address: nobody guesses it, and it can be made anew.

    `notice` and `consent` are the business's own words where it wrote any, else those of `sales.lead_words`.
    """

    name = models.CharField(_("name"), max_length=60)
    address = models.CharField(max_length=40, unique=True, editable=False)
    title = models.CharField(_("heading"), max_length=120, blank=True)
    source = models.CharField(_("source to note"), max_length=80, blank=True)
    owner = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers"),
        db_index=False,
    )
    notice = models.TextField(_("privacy notice"), blank=True)
    consent = models.CharField(_("words of consent"), max_length=300, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Versioned.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class LeadEntry(Owned):
    """What came by a form, as it was written, with the words that stood beside the tick at that moment.

    `key` is the once-only mark of the page that sent it. `sender` is a keyed hash of where it came from, for the limit.
    """

    form = models.ForeignKey(LeadForm, models.CASCADE, related_name="entries")
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, related_name="entries")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    message = models.TextField(blank=True)
    consented = models.BooleanField(default=False)
    consent_words = models.CharField(max_length=300, blank=True)
    notice_words = models.TextField(blank=True)
    sender = models.CharField(max_length=32, blank=True)
    key = models.CharField(max_length=80)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="lead_entry_once"),
            models.CheckConstraint(condition=~Q(key=""), name="lead_entry_has_key"),
        ]
        indexes = [models.Index(fields=["organization", "form", "-at"], name="lead_entry_time")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"
