"""The queue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(Owned):
    """One piece of work of one organization. `name` says which registered function does it, `payload` with what."""

    name = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    key = models.CharField(max_length=80, blank=True)  # two waiting jobs of one key are one
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True)  # the child says "alive" here; silence means it died
    ended_at = models.DateTimeField(null=True)
    progress_done = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(default=0)
    progress_step = models.CharField(max_length=60, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "state", "due_at"], name="job_queue")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
