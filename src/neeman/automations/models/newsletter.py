"""A letter to many at once, and what becomes of it with each of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.channels.models.message import Message
from neeman.channels.models.template import Language
from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned, Versioned


class Stage(models.TextChoices):
    """Where a newsletter stands. READY: it is known who gets it; only from there is it confirmed."""

    DRAFT = "draft", _("being written")
    COUNTING = "counting", _("being counted")
    READY = "ready", _("ready to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    STOPPED = "stopped", _("stopped")


class Newsletter(Versioned):
    """To whom (the customers whose ids were `chosen`, else `query`, the address of a list), which text, by which channels,
    filled with `values`."""

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2_000, blank=True)
    chosen = models.JSONField(default=list)
    text = models.CharField(_("text"), max_length=30)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.HEBREW)
    channels = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)
    counted_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        indexes = [models.Index(fields=["organization", "-made_at"], name="newsletter_time")]

    def __str__(self) -> str:
        return self.name


class Place(models.TextChoices):
    """What becomes of it with one customer."""

    GETS = "gets", _("gets it")
    NOT = "not", _("does not get it")
    HANDED = "handed", _("handed to the outbox")


class Reader(Owned):
    """One customer of the list. `why` is a key of `reasons.WORDS` or of the gate."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="readers")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    place = models.CharField(max_length=6, choices=Place.choices)
    channel = models.CharField(max_length=8, blank=True)
    why = models.CharField(max_length=20, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "newsletter", "customer"], name="reader_once")
        ]
        indexes = [models.Index(fields=["organization", "newsletter", "place"], name="reader_place")]

    def __str__(self) -> str:
        return f"{self.newsletter_id} {self.customer_id} {self.place}"
