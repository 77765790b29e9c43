"""The one log: audit, timeline and trigger in one table."""

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
