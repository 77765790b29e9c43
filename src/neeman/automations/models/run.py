"""One thing that an automation does to one customer because of one thing that happened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Task
from neeman.automations.models.automation import Automation
from neeman.channels.models.message import Message
from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class State(models.TextChoices):
    """Where a run stands."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")
    SKIPPED = "skipped", _("not done")


class Run(Owned):
    """`key` says what happened ("silent 3 2026-03-01"), once for an automation and a customer. `cause` keeps what is to
    be told of it: {"values", "amount_minor"}; `why` is a key of `reasons.WORDS` wherever it did not end as planned,
    or was put off. What was made (`message`, `task`) is written in the same transaction as the state.
    """

    automation = models.ForeignKey(Automation, models.CASCADE, related_name="runs")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="automation_runs")
    key = models.CharField(max_length=80)
    cause = models.JSONField(default=dict)
    about_table = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    planned_at = models.DateTimeField()  # as first reckoned
    due_at = models.DateTimeField()  # after what it had to wait for
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    task = models.ForeignKey(Task, models.SET_NULL, null=True, related_name="+", db_index=False)
    stopped_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "automation", "customer", "key"], name="run_once_for_a_happening"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "due_at"], condition=Q(state="waiting"), name="run_waiting"),
            models.Index(fields=["organization", "customer", "-due_at"], name="run_customer"),
            models.Index(fields=["organization", "automation", "state", "-ended_at"], name="run_automation"),
        ]

    def __str__(self) -> str:
        return f"{self.automation_id} {self.customer_id} {self.state}"
