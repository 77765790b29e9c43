"""Invitations: how people come in, since nobody signs up."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models.people import Member
from neeman.orgs.roles import Role, Sees
from neeman.orgs.wall import Owned


class Invitation(Owned):
    """A place kept for somebody at an address. Its link is shared by hand; only the hash of the link is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.SALESPERSON)
    sees = models.CharField(_("sees"), max_length=4, choices=Sees.choices, default=Sees.ALL)
    manager = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "-made_at"], name="invitation_time")]

    def __str__(self) -> str:
        return self.email
