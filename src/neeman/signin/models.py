"""One-time links."""

from __future__ import annotations

from django.db import models

from neeman.orgs.models import User


class Purpose(models.TextChoices):
    """What a link is good for, and for nothing else. Untranslated: no page shows it."""

    ENTER = "enter", "enter"
    PASSWORD = "password", "set a new password"


class SignInLink(models.Model):
    """A link that does one thing for one person once. Only its hash is kept; it dies after its hour or its use."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.user_id}"
