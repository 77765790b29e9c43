"""Targets as they were set, from when on."""

from __future__ import annotations

from django.db import models

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned
from neeman.targets.spans import Span


class Target(Owned):
    """What is to be reached in every month, quarter or year from the one that begins on `since`, until a later row says
    otherwise; so what a past period aimed at stays known. Without a member it is the whole business's."""

    measure = models.CharField(max_length=40)  # a key of `targets.measures`
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+", db_index=False)
    span = models.CharField(max_length=7, choices=Span.choices)
    since = models.DateField()
    value = models.BigIntegerField(
        null=True
    )  # minor units, or hundredths of a percent; None: no target any more

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "measure", "span", "since"],
                condition=models.Q(member=None),
                name="target_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "measure", "span", "since", "member"],
                condition=models.Q(member__isnull=False),
                name="target_of_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.span} {self.since} {self.value}"
