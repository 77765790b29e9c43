"""What the desk keeps of its own: answers to the questions of the ten minutes a day, days that were finished, and who gets
which report by mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class FinishedDay(Owned):
    """A day that a member ended with nothing left on the page of the day. Written by the act that ended it, and taken back
    with it: what stood on the page on a past day could not be told from anything else that is kept."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "day"], name="finished_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}"


class Every(models.TextChoices):
    """How often a report is sent: on the first night of each."""

    WEEK = "week", _("Every week")
    MONTH = "month", _("Every month")
    HALF = "half", _("Every half year")


class Form(models.TextChoices):
    """As what a report comes along; the value is how the file's name ends."""

    XLSX = "xlsx", _("Excel")
    PDF = "pdf", _("PDF")


class Subscription(Owned):
    """A report that a member gets by e-mail, as that member may read it."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name=_("to whom"))
    report = models.CharField(_("report"), max_length=30)
    every = models.CharField(_("how often"), max_length=5, choices=Every.choices, default=Every.MONTH)
    form = models.CharField(_("as what"), max_length=4, choices=Form.choices, default=Form.XLSX)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "member", "report"], name="subscription_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.report} {self.every}"


class Delivery(Owned):
    """One report to one member for one period, made before anything is sent, so that no period is sent twice."""

    class State(models.TextChoices):
        """What became of it. `sending` that is found later is `unknown`: the server may have it, so it is not sent again."""

        WAITING = "waiting", _("Waits")
        SENDING = "sending", _("Being sent")
        SENT = "sent", pgettext_lazy("one", "Sent")
        FAILED = "failed", _("Not sent")
        UNKNOWN = "unknown", _("Not known whether it arrived")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    period = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "subscription", "period"], name="delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.period} {self.state}"
