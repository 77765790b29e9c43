"""Something to be done by a day: a reminder to oneself or a task for a colleague, on a customer or on nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.activity.models.interaction import Interaction
from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Versioned


class Task(Versioned):
    """One thing to do. `origin` says what set it ("quote.day2"), empty for a person; `key` lets it be set once.

    `about_table` and `about_id` name the record that it is about, as the log does.
    """

    class Kind(models.TextChoices):
        """By which act it is done."""

        CALL = "call", _("Call")
        WHATSAPP = "whatsapp", _("WhatsApp")
        EMAIL = "email", _("E-mail")
        MEETING = "meeting", _("Meeting")
        QUOTE = "quote", _("Quote")
        OTHER = "other", _("Task")

    customer = models.ForeignKey(Customer, models.CASCADE, null=True, blank=True, related_name="tasks")
    member = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who"),
    )
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.CALL)
    title = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("by when"))
    due_at = models.TimeField(_("hour"), null=True, blank=True)  # in the organization's zone
    urgent = models.BooleanField(default=False)  # somebody waits for us
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        Interaction, models.SET_NULL, null=True, related_name="finished", db_index=False
    )
    dropped_at = models.DateTimeField(null=True)  # no longer needed
    origin = models.CharField(max_length=40, blank=True)
    about_table = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], condition=~Q(key=""), name="task_once")
        ]
        indexes = [
            models.Index(
                fields=["organization", "member", "due_on"],
                condition=Q(done_at=None, dropped_at=None),
                name="task_open",
            ),
            models.Index(
                fields=["organization", "customer", "due_on"],
                condition=Q(done_at=None, dropped_at=None),
                name="task_open_customer",
            ),
            models.Index(fields=["organization", "about_table", "about_id"], name="task_about"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.done_at is None and self.dropped_at is None
