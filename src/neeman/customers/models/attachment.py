"""A file kept with a customer."""

from __future__ import annotations

from django.db import models

from neeman.customers.models.customer import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Attachment(Owned):
    """Stored under a random name outside the web root, handed out by a view with a door, never shown inline."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="attachments")
    file = models.FileField(max_length=200)
    name = models.CharField(max_length=200)  # as its sender called it
    size = models.PositiveBigIntegerField()
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "customer"], name="attachment_customer")]

    def __str__(self) -> str:
        return self.name
