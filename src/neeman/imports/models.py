"""A file on its way in, and what was learned from earlier ones."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.jobs.models import Job
from neeman.orgs.models import ChangeSet, Member
from neeman.orgs.wall import Owned


class Target(models.TextChoices):
    """What the rows of a file are."""

    CUSTOMERS = "customers", _("Customers")
    CONTACTS = "contacts", _("Contact persons")
    SALES = "sales", _("Sales")
    PAYMENTS = "payments", _("Payments")
    DEALS = "deals", _("Deals")


class State(models.TextChoices):
    """How far a file is. `received` waits for its reading, `checked` for a decision."""

    RECEIVED = "received", _("being read")
    CHECKED = "checked", _("waiting for a decision")
    COMMITTING = "committing", _("coming in")
    DONE = "done", _("came in")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("could not be read")


class ImportFile(Owned):
    """One file: where it is kept, how its columns are understood, and what became of its rows.

    `cursor` is moved in the same transaction as the rows it counts, so that a kill leaves a resumable part.
    """

    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)  # as the person called it; never used as a path
    path = models.CharField(max_length=120)  # under MEDIA_ROOT: "<organization>/imports/<random>"
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    info = models.JSONField(default=dict)  # kind, encoding, notes, sheets: see services.reading
    sheet = models.CharField(max_length=200, blank=True)
    target = models.CharField(max_length=10, choices=Target.choices, blank=True)
    preset = models.CharField(max_length=40, blank=True)
    columns = models.JSONField(default=list)  # what was guessed of each column: see services.reading
    mapping = models.JSONField(default=dict)  # column index as text -> role
    date_orders = models.JSONField(default=dict)  # column index as text -> "dmy" or "mdy"
    fingerprint = models.CharField(max_length=64, blank=True)
    from_memory = models.BooleanField(default=False)
    fixes = models.JSONField(default=dict)  # row number as text -> {column index as text: new text}
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    # a Tally of the dry run, then of the real one; and what became of it, as "undone": an UndoOutcome
    counts = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)  # why nothing can be done with the file: {code, params}
    cursor = models.JSONField(
        default=dict
    )  # {"rows": committed, "problems": bytes of the problem file, "tally"}
    change_set = models.ForeignKey(ChangeSet, on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "-received_at"], name="import_time")]

    def __str__(self) -> str:
        return self.name

    @property
    def problem_rows(self) -> int:
        """Rows that did not, or would not, come in."""
        return sum(self.counts.get("rejected", {}).values())


class RememberedMapping(Owned):
    """How a file with these headers was understood last time, so that next month's is one tap."""

    fingerprint = models.CharField(max_length=64)
    target = models.CharField(max_length=10, choices=Target.choices)
    mapping = models.JSONField(default=dict)
    date_orders = models.JSONField(default=dict)
    preset = models.CharField(max_length=40, blank=True)
    used_at = models.DateTimeField(auto_now=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "fingerprint"], name="mapping_once")]

    def __str__(self) -> str:
        return f"{self.target} {self.fingerprint[:8]}"
