"""One thing that passed between us and a customer: a call, a message, a meeting, a note."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Contact, Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Versioned


class Kind(models.TextChoices):
    """How it passed, or what was noted."""

    CALL = "call", _("Call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PAGE = "page", _("On our page")
    MEETING = "meeting", _("Meeting")
    STRATEGIC = "strategic", _("Strategic meeting")
    VISIT = "visit", _("Visit")
    UPDATE = "update", _("Progress update")
    ORDER = "order", _("Order taken")
    DONE = "done", _("Work completed")
    PAID = "paid", _("Payment received")
    NOTE = "note", _("Note")
    HANDED = "handed", _("Handed over")
    NEWS = "news", _("News or greeting")


CONTACTS = frozenset(
    {
        *(Kind.CALL, Kind.WHATSAPP, Kind.EMAIL, Kind.SMS, Kind.MEETING, Kind.STRATEGIC, Kind.VISIT),
        *(Kind.UPDATE, Kind.ORDER, Kind.PAGE),
    }
)
"""Kinds in which somebody spoke to somebody: they reset the cadence, unless nobody answered. News and greetings that the
product sends by itself go to many, and are no talk with anybody."""

BY_ITSELF = frozenset({Kind.HANDED, Kind.NEWS, Kind.PAGE})
"""Kinds that the product notes; nobody records them by hand."""


class Direction(models.TextChoices):
    """Who turned to whom."""

    OUT = "out", _("We to them")
    IN = "in", _("They to us")


class Outcome(models.TextChoices):
    """What came of it: one tap, and it proposes what is next."""

    SPOKE = "spoke", _("We spoke")
    NO_ANSWER = "no_answer", _("No answer")
    WANTS_QUOTE = "wants_quote", _("Asked for a quote")
    CLOSED = "closed", _("Closed a deal")
    COMPLAINT = "complaint", _("Complaint")


class Channel(models.TextChoices):
    """By which way an order reached us (S4:28-38)."""

    PHONE = "phone", _("Phone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    SITE = "site", _("Website")
    IN_PERSON = "in_person", _("In person")


class Interaction(Versioned):
    """What happened, when, between whom, and what came of it. Times are UTC; `minutes` feed the cost to serve.

    `member` is who of us it was: who spoke, who took the order. `channel` says how an order came.
    `about_table` and `about_id` name the record that it was about (a deal, a quote), as the log does. `key` is what
    the sender of a repeated request gives, so that a second arrival finds the first.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="interactions")
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with whom")
    )
    member = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who of us"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.OUT
    )
    at = models.DateTimeField(_("when"))
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    channel = models.CharField(_("how it came"), max_length=9, choices=Channel.choices, blank=True)
    text = models.TextField(_("what was said and decided"), blank=True)
    insights = models.TextField(_("insights"), blank=True)
    is_private = models.BooleanField(_("only for me"), default=False)
    about_table = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=80, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"], condition=~Q(key=""), name="interaction_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "customer", "-at"], name="interaction_customer"),
            models.Index(fields=["organization", "member", "-noted_at"], name="interaction_member"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.topic}".strip()

    @property
    def is_touch(self) -> bool:
        """Whether it resets the cadence: somebody spoke to somebody, in either direction."""
        return self.kind in CONTACTS and self.outcome != Outcome.NO_ANSWER
