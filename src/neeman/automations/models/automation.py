"""One automation: what happens, what must be true, how long to wait, what is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.activity.models import Task
from neeman.channels.models.template import Language
from neeman.orgs.models import Member
from neeman.orgs.wall import Versioned


class WaitUnit(models.TextChoices):
    """How the wait is counted. Hours are those in which people are reached; the rest ends on a whole working day."""

    HOURS = "hours", _("hours of the day")
    DAYS = "days", _("days")
    WORKDAYS = "workdays", _("working days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Act(models.TextChoices):
    """What is done."""

    MESSAGE = "message", _("Send a message")
    TASK = "task", _("Set a task")
    TAG = "tag", _("Put a tag on the customer")
    STATUS = "status", _("Change the customer's status")


class StopOn(models.TextChoices):
    """What the customer may do meanwhile that makes it needless. A refusal always stops."""

    ANSWERED = "answered", _("they wrote or spoke to us")
    BOUGHT = "bought", _("they bought")


class Automation(Versioned):
    """Kept as data from closed lists (`triggers`, `conditions`, Act), so that it can be read, checked and rehearsed.

    It acts as `switched_by`, within that member's rights and sight, and on what happens from `on_from`. `read_to` is
    how far its triggers have been read. `text` is the key of a wording (`channels.queries.templates`), `values` fill
    those of its placeholders that nothing else knows. `again_days`: not to the same customer sooner.
    """

    preset = models.CharField(max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=80)
    trigger = models.CharField(_("when"), max_length=40)
    settings = models.JSONField(default=dict)
    conditions = models.JSONField(default=list)  # [{"what": "grade", "value": ["A", "B"]}]
    wait = models.PositiveSmallIntegerField(_("wait"), default=0)
    wait_unit = models.CharField(max_length=8, choices=WaitUnit.choices, default=WaitUnit.DAYS)
    act = models.CharField(_("then"), max_length=7, choices=Act.choices, default=Act.MESSAGE)
    text = models.CharField(_("text"), max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.HEBREW)
    channels = models.JSONField(default=list)  # in order of preference: the first that may be used
    values = models.JSONField(default=dict)
    task_kind = models.CharField(max_length=8, choices=Task.Kind.choices, default=Task.Kind.CALL)
    task_title = models.CharField(_("task"), max_length=150, blank=True)
    tag = models.CharField(_("tag"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=8, blank=True)
    stops = models.JSONField(default=list)  # of StopOn
    priority = models.PositiveSmallIntegerField(
        default=50
    )  # of two things due to one customer the lower goes first
    again_days = models.PositiveSmallIntegerField(default=0)
    most_a_day = models.PositiveSmallIntegerField(_("customers a day at most"), default=30)
    is_on = models.BooleanField(default=False)
    switched_at = models.DateTimeField(null=True)
    switched_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    on_from = models.DateTimeField(null=True)
    read_to = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "preset"],
                condition=~Q(preset="") & Q(archived_at=None),
                name="automation_once_for_a_preset",
            )
        ]
        indexes = [models.Index(fields=["organization", "archived_at", "is_on"], name="automation_on")]

    def __str__(self) -> str:
        return self.name

    @property
    def reaches_out(self) -> bool:
        """Whether the customer notices: of such things one comes at a time."""
        return self.act == Act.MESSAGE
