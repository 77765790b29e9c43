"""Two customers that may be one: found by the search for duplicates, or said by a person not to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.customer import Customer
from neeman.orgs.wall import Owned


class DuplicatePair(Owned):
    """`first` is always the older row, so that a pair exists once. `apart` is remembered for good."""

    class Why(models.TextChoices):
        """What the two have in common, the surest first."""

        PHONE = "phone", _("the same phone")
        NUMBER = "number", _("the same company number")
        EMAIL = "email", _("the same e-mail")
        NAME = "name", _("the same name")
        ALIKE = "alike", _("similar names")

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices)
    score = models.PositiveSmallIntegerField()  # 0..100: how sure; the list is sorted by it
    apart = models.BooleanField(default=False)  # a person said: not the same
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "first", "second"], name="duplicate_pair_once")
        ]
        indexes = [models.Index(fields=["organization", "apart", "-score"], name="duplicate_pair_order")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
