"""Dated verdicts: snapshots of the whole portfolio, the rules they were made by, and grades that people set."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.customers.models.standing import Grade
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned, Versioned


class Method(models.TextChoices):
    """How grades are decided (R40-R47, decision 1)."""

    PARETO = "pareto", _("By share of revenue")
    SHARE = "share", _("By share of customers")
    RULES = "rules", _("By rules")


class NewGrades(models.TextChoices):
    """What becomes of a grade that a computation finds for somebody who has another (R47)."""

    AT_ONCE = "at_once", _("Taken at once")
    WAIT = "wait", _("Wait for approval")


class Rules(Versioned):
    """How this business measures its customers: one row an organization. `params` holds what differs from the defaults
    of `neeman_engine.Params`, by the same names."""

    method = models.CharField(_("method"), max_length=6, choices=Method.choices, default=Method.PARETO)
    params = models.JSONField(default=dict, blank=True)
    new_grades = models.CharField(
        _("new grades"), max_length=7, choices=NewGrades.choices, default=NewGrades.AT_ONCE
    )

    class Meta(Versioned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="rules_once")]

    def __str__(self) -> str:
        return str(self.method)


class Snapshot(Owned):
    """The portfolio as of one day: never changed, only replaced by a newer computation of the same day."""

    as_of = models.DateField()
    taken_at = models.DateTimeField(auto_now=True)
    looking_back = models.BooleanField(default=False)  # computed later, from the facts up to its day
    engine_version = models.CharField(max_length=20)
    definitions = models.PositiveSmallIntegerField(default=0)  # `definitions.DEFINITIONS` of then
    method = models.CharField(max_length=6, choices=Method.choices)
    params = models.JSONField(default=dict)
    portfolio = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    figures = models.JSONField(default=dict)  # of `portfolio`, the few that are compared over time

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "as_of"], name="snapshot_a_day")]
        indexes = [models.Index(fields=["organization", "-as_of"], name="snapshot_latest")]

    def __str__(self) -> str:
        return f"{self.as_of}"


class SnapshotTable(Owned):
    """The customers of a snapshot as a Parquet file (the engine's columns without words, and `grade_in_force`,
    `contribution_12m_minor`, `lifetime_value_minor`): exact, readable by anything, and apart from the snapshot, since
    SQLite would pass over its megabytes whenever a figure behind it is read."""

    snapshot = models.OneToOneField(Snapshot, models.CASCADE, primary_key=True, related_name="table")
    customers = models.BinaryField()

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "snapshot"], name="table_of_snapshot")]

    def __str__(self) -> str:
        return f"{self.snapshot_id}"


class GradeSet(Owned):
    """A grade that a person set by hand, and why (R47). It wins over the computed one until it is lifted."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="grade_set")
    grade = models.CharField(_("grade"), max_length=1, choices=Grade.choices)
    reason = models.CharField(_("reason"), max_length=200)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.grade}"
