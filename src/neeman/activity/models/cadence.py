"""How often to be in touch, and when not to: the rules of a business and the pauses of a customer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class Wanted(models.TextChoices):
    """What a rule asks for: any talk (R56), a call in person (S2:67), a talk of substance (R63), a general word (R57);
    or after how much silence a customer is to be won back, or inactive (R62)."""

    ACTIVE = "active", _("Active follow-up")
    CALL = "call", _("Personal call")
    TALK = "talk", _("Talk: what works, what does not")
    GENERAL = "general", _("General communication")
    WIN_BACK = "win_back", _("To win back")
    INACTIVE = "inactive", _("Inactive")


class CadenceRule(Owned):
    """This business's own number of days, in place of the default; see `activity.cadence.DEFAULTS`. None: never."""

    who = models.CharField(
        max_length=5
    )  # a grade, "lead", "none" for who has no grade, "all" for the silence
    wanted = models.CharField(max_length=8, choices=Wanted.choices)
    every_days = models.PositiveSmallIntegerField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "who", "wanted"], name="cadence_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.wanted} {self.every_days}"


class Pause(Owned):
    """No contact before a day. `signal` limits it to one reason of the day's list ("risk"); empty: all of them."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="pauses")
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)
    signal = models.CharField(max_length=20, blank=True)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "customer", "-until"], name="pause_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.until}"


class Seen(Owned):
    """When a member last looked at a customer's card: the line "since you last looked" on its timeline."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "customer"], name="seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.customer_id}"
