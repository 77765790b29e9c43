"""Secret addresses from which a calendar or a telephone reads what one member has to do, and who calls."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Feed(Owned):
    """One address, for one member and one use. Only the hash of its secret is kept; it opens until it is revoked."""

    class Use(models.TextChoices):
        """What is read there."""

        CALENDAR = "calendar", _("Calendar")
        PHONE_BOOK = "phones", _("Phone book")

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    use = models.CharField(max_length=8, choices=Use.choices)
    label = models.CharField(_("on which device"), max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "member", "-made_at"], name="feed_member")]

    def __str__(self) -> str:
        return f"{self.get_use_display()} {self.label}".strip()
