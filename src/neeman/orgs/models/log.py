"""The one log: audit, timeline and trigger in one table; and the seals that show whether it was touched since."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from neeman.orgs.models.people import Member
from neeman.orgs.wall import Owned


class LogEntry(Owned):
    """Somebody did something to something. Written once, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)  # "customers.customer.merged": room, noun, past participle
    subject_table = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta(Owned.Meta):
        indexes = [
            models.Index(fields=["organization", "subject_table", "subject_id", "-at"], name="log_subject"),
            models.Index(fields=["organization", "-at"], name="log_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class LogSeal(Owned):
    """The lines after the seal before and up to `last_entry`, as a keyed digest that holds that seal's as well: a line that
    is changed, added or removed later breaks it. Written by `chain` and by nobody else."""

    last_entry = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "last_entry"], name="log_seal_once")]

    def __str__(self) -> str:
        return f"{self.sealed_at:%Y-%m-%d %H:%M}, {self.entries} lines"
