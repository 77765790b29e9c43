"""What a member writes about a customer for themselves (X5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.customer import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class PrivateNote(Owned):
    """Read by `member` alone: not by colleagues, managers or the owner, in no list, search, export or log. Only
    `queries.notes` asks this table."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    text = models.TextField(_("note"))
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "customer", "member"], name="private_note")]

    def __str__(self) -> str:
        return f"A note on {self.customer_id}"
