"""One-time links."""

from __future__ import annotations

from django.db import models

from neeman.orgs.models import User


class SignInLink(models.Model):
    """A link that signs one person in once. Only its hash is kept; it dies after its hour or its use."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.user_id}"
