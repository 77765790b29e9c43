"""What the desk keeps of its own: the answers to the questions of the ten minutes a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Answer(models.TextChoices):
    """What became of a question about a customer."""

    SAVED = "saved", _("Saved")
    LATER = "later", _("Later")
    NEVER = "never", _("Never ask")


class Asked(Owned):
    """One question about one customer, answered or put off. What was answered stands on the customer itself."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    field = models.CharField(max_length=12)
    answer = models.CharField(max_length=5, choices=Answer.choices)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "customer", "field"], name="asked_once")
        ]
        indexes = [models.Index(fields=["organization", "member", "-at"], name="asked_by")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.field} {self.answer}"
