"""The outbox and the inbox: one row for everything that left, was to leave, or came in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.consent import Consent
from neeman.channels.models.template import Template
from neeman.channels.recipients import Recipient
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Direction(models.TextChoices):
    """Whose message it is."""

    OUT = "out", _("from us")
    IN = "in", _("to us")


class State(models.TextChoices):
    """Where a message stands. UNKNOWN waits for a person, since only a person may risk saying a thing twice."""

    DRAFTED = "drafted", _("written, not sent yet")
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    READ = "read", _("read")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("sent or not, nobody knows")
    REFUSED = "refused", _("not allowed")
    DROPPED = "dropped", _("dropped")
    RECEIVED = "received", _("received")


GONE = (State.SENDING, State.SENT, State.DELIVERED, State.READ, State.UNKNOWN)
"""What may have reached somebody: this is what the cap counts."""


class Message(Owned):
    """One message. `recipient` is the reader as known when it was written; `why` says in a code or in the provider's
    words what stopped it; `reason` and `basis` say why it was allowed; `key` makes a repeated act one message."""

    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.OUT)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    way = models.CharField(max_length=8, blank=True)  # which adapter: link, email, sms, whatsapp
    party = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=254)
    recipient = models.JSONField(default=dict)
    purpose = models.CharField(_("purpose"), max_length=9, choices=Purpose.choices, default=Purpose.SERVICE)
    template = models.ForeignKey(Template, models.SET_NULL, null=True, related_name="+")
    template_version = models.PositiveIntegerField(default=0)
    subject = models.CharField(_("subject of an e-mail"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    approved = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices)
    why = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    basis = models.ForeignKey(Consent, models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=120, blank=True)
    about_table = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    waits = models.BooleanField(default=True)  # for hours in which people are reached
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=254, blank=True)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organization", "state", "due_at"], name="message_outbox"),
            models.Index(fields=["organization", "party", "-made_at"], name="message_party"),
            models.Index(fields=["organization", "address", "-made_at"], name="message_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"], condition=~Q(key=""), name="message_once_for_a_key"
            ),
            models.UniqueConstraint(
                fields=["organization", "way", "provider_id"],
                condition=~Q(provider_id=""),
                name="message_once_at_the_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.address}"

    @property
    def to(self) -> Recipient:
        """The reader, as known when it was written."""
        known: dict[str, Any] = {"party": self.party, "name": "", **self.recipient}
        listed = {name: tuple(known.get(name, ())) for name in ("phones", "former")}
        return Recipient(**{**known, **listed})

    @property
    def is_by_hand(self) -> bool:
        """Whether a person pressed to send it to this one reader; what the product sends waits for its hour."""
        return not self.waits


class MessageFile(Owned):
    """What goes along with an e-mail, as it was when the message was written. `content` is the whole file."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.name} of {self.message_id}"


class RemovalLink(Owned):
    """The way out that a message carries. Only a hash is kept; it opens for whom it was made, until it expires."""

    token_hash = models.CharField(max_length=64, unique=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.message_id}"
