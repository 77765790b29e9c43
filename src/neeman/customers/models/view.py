"""A saved view is an address with a name: filters, sort and columns are the URL's query."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class SavedView(Owned):
    """`query` is the part of the address after the question mark. Without a member it is everybody's."""

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "position"], name="saved_view_order")]

    def __str__(self) -> str:
        return self.name
