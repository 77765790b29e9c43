"""When to be in touch with a customer again: what the activity room reckoned, as data, so that lists ask nobody above."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.customer import Customer
from neeman.customers.models.standing import Grade
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Warmth(models.TextChoices):
    """How alive the relation is (R62)."""

    LEAD = "lead", _("Lead")
    ACTIVE = "active", _("In touch")
    WIN_BACK = "win_back", _("To win back")
    INACTIVE = "inactive", _("Inactive")


class FollowUp(Owned):
    """One row a customer, reckoned anew by `activity.services.cadence.refresh` and written by nobody else.

    `owner`, `grade`, `value_minor` and `at_stake_minor` are copies, so that a day's list is read from one index.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="follow_up")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    grade = models.CharField(max_length=1, choices=Grade.choices, blank=True)
    value_minor = models.BigIntegerField(default=0)  # the standing's revenue of twelve months
    at_stake_minor = models.BigIntegerField(
        default=0
    )  # the standing's: above 0 for who is late by their own rhythm
    warmth = models.CharField(max_length=8, choices=Warmth.choices, default=Warmth.ACTIVE)
    last_touch_at = models.DateTimeField(null=True)
    last_touch_kind = models.CharField(max_length=10, blank=True)
    last_words = models.CharField(max_length=200, blank=True)  # of the last talk, for whoever speaks next
    unanswered = models.PositiveSmallIntegerField(default=0)  # tries without an answer since the last touch
    rule = models.CharField(
        max_length=8, blank=True
    )  # which rule of the cadence is due first; empty: none holds
    every_days = models.PositiveSmallIntegerField(null=True)  # what that rule asks for
    due_on = models.DateField(
        null=True
    )  # the next contact: the planned step, else the cadence, never in a pause
    next_step = models.CharField(max_length=200, blank=True)  # of the earliest open task; empty: the cadence
    next_kind = models.CharField(max_length=10, blank=True)
    paused_until = models.DateField(null=True)
    heard_on = models.DateField(null=True)  # the last answer or purchase, by which `warmth` is judged
    missed = models.PositiveSmallIntegerField(
        default=0
    )  # times in the last year that a wanted contact was not made
    general_on = models.DateField(
        null=True
    )  # from when on something general is due (R57); None: never, or whoever is inactive

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organization", "owner", "due_on"], name="follow_up_due"),
            models.Index(
                fields=["organization", "owner", "grade", "-value_minor", "due_on"], name="follow_up_rank"
            ),
            models.Index(fields=["organization", "due_on", "customer"], name="follow_up_next"),
            models.Index(
                fields=["organization", "warmth", "customer"],
                condition=models.Q(warmth__in=["win_back", "inactive"]),
                name="follow_up_silent",
            ),
            models.Index(
                fields=["organization", "owner", "-at_stake_minor", "last_touch_at"],
                condition=models.Q(at_stake_minor__gt=0),
                name="follow_up_at_stake",
            ),
            models.Index(
                fields=["organization", "owner", "grade", "general_on"],
                condition=models.Q(general_on__isnull=False),
                name="follow_up_general",
            ),
        ]

    @property
    def first_talk_waits(self) -> bool:
        """Due by the cadence alone, before anybody spoke to them: no promise was broken, so no lateness is told."""
        return self.last_touch_at is None and not self.next_step

    def __str__(self) -> str:
        return f"{self.customer_id} {self.due_on}"
