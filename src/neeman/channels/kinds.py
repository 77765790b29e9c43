"""Ways to reach a person, and what a message is for: the two words on which every rule of sending turns."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a person is reached."""

    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("Phone")


class Purpose(models.TextChoices):
    """What a message is for; the law asks less of the first than of the last."""

    SERVICE = "service", _("Service")  # about something that the person ordered or asked
    DEAL = "deal", _("Follow-up of a deal")  # about a living quote or negotiation
    GREETING = "greeting", _("Greeting")  # offers nothing
    MARKETING = "marketing", _("Advertisement")
    REQUEST = (
        "request",
        _("Request to agree"),
    )  # the one time that a business may be asked whether it wants more


ADVERTISING = frozenset({Purpose.MARKETING, Purpose.REQUEST})
"""What is marked as an advertisement and says how to be removed."""
