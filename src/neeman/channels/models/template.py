"""Texts that are sent again and again, and the library of what is worth sending."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.channels.kinds import Purpose
from neeman.orgs.wall import Owned, Versioned


class Language(models.TextChoices):
    """The languages in which a business writes."""

    HEBREW = "he", "עברית"
    ENGLISH = "en", "English"


class Template(Versioned):
    """A text of the business's own. One with a `reason` stands in place of the text that comes with the product.

    `provider_name` is the name under which WhatsApp approved it, which lets it be sent when nobody wrote for a day.
    """

    reason = models.CharField(max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=9, choices=Purpose.choices, default=Purpose.SERVICE)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.HEBREW
    )
    subject = models.CharField(_("subject of an e-mail"), max_length=150, blank=True)
    body = models.TextField(_("text"), max_length=4000)
    provider_name = models.CharField(_("its name at WhatsApp"), max_length=120, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "reason", "language"],
                condition=~Q(reason="") & Q(archived_at=None),
                name="template_once_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Content(Versioned):
    """Something worth sending: an article, a guide, a film by its link, or a file (`ContentFile`). `remarks` says for whom."""

    title = models.CharField(_("title"), max_length=150)
    link = models.URLField(_("address"), max_length=500, blank=True)
    remarks = models.CharField(_("for whom"), max_length=300, blank=True)
    archived_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        indexes = [models.Index(fields=["organization", "archived_at"], name="content_archived")]

    def __str__(self) -> str:
        return self.title


class ContentFile(Owned):
    """The file of a piece: it goes along with an e-mail. `content` is the whole file."""

    piece = models.OneToOneField(Content, models.CASCADE, related_name="file")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
