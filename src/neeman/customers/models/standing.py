"""How a customer stands: verdicts of upper rooms, as data, so that lists and cards ask nobody above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from neeman.customers.models.customer import Customer
from neeman.orgs.wall import Owned, OwnedManager, OwnedQuerySet


class Grade(models.TextChoices):
    """Revenue Pareto: gold, silver, bronze (R40). Letters are shown as they are."""

    A = "A"
    B = "B"
    C = "C"


class StandingSum(Owned):
    """What the standings of one grade amount to, archived customers among them. Kept by `services.standings`; there is
    none after a write that did not keep them, so that no old sum is ever shown."""

    grade = models.CharField(max_length=1, blank=True)
    customers = models.PositiveIntegerField()
    revenue_window_minor = models.BigIntegerField()
    late = models.PositiveIntegerField()
    at_stake_minor = models.BigIntegerField()

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "grade"], name="sum_a_grade")]

    def __str__(self) -> str:
        return f"{self.grade} {self.customers}"


class StandingQuerySet(OwnedQuerySet["Standing"]):
    """Every way of writing standings, those of cascades among them, drops the sums kept of them."""

    def update(self, **values: Any) -> int:
        StandingSum.objects.all().delete()
        return super().update(**values)

    def _update(self, values: Any) -> int:
        StandingSum.objects.all().delete()
        return super()._update(values)  # type: ignore[misc,no-any-return]  # Django's private copy is untyped

    def _insert(self, objs: Iterable[Standing], *args: Any, **kwargs: Any) -> Any:
        StandingSum.objects.all().delete()
        return super()._insert(objs, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> Any:
        StandingSum.objects.all().delete()
        return super()._raw_delete(using)


class StandingManager(OwnedManager["Standing"]):
    """The manager of standings."""

    def get_queryset(self) -> StandingQuerySet:
        """Walled, as every owned table's."""
        return self.walled(StandingQuerySet)


class Standing(Owned):
    """One row a customer, replaced as a whole after each computation. Money in minor units of the organization."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="standing")
    as_of = models.DateField()
    grade = models.CharField(max_length=1, choices=Grade.choices, blank=True)  # the one in force
    proposed = models.CharField(max_length=1, choices=Grade.choices, blank=True)  # computed, not in force
    proposed_on = models.DateField(
        null=True
    )  # the first day of measure that said so; none: nothing is proposed
    declined = models.BooleanField(default=False)  # by a person; a different computed grade is proposed again
    revenue_rank = models.PositiveIntegerField(null=True)
    revenue_window_minor = models.BigIntegerField(default=0)  # last 12 months, net of returns
    revenue_before_minor = models.BigIntegerField(default=0)  # the 12 months before those
    revenue_minor = models.BigIntegerField(default=0)  # whole history
    revenue_share = models.FloatField(default=0.0)  # of the window's revenue, 0..1
    orders = models.PositiveIntegerField(default=0)
    purchase_days = models.PositiveIntegerField(default=0)
    first_purchase = models.DateField(null=True)
    last_purchase = models.DateField(null=True)
    usual_gap_days = models.FloatField(null=True)
    overdue_ratio = models.FloatField(null=True)
    at_stake_minor = models.BigIntegerField(default=0)  # a year's revenue at its own rhythm, if it is lost
    p_alive = models.FloatField(null=True)
    p_purchase_12m = models.FloatField(null=True)
    clv_12m_minor = models.BigIntegerField(null=True)
    lifetime_value_minor = models.BigIntegerField(null=True)  # the simple one (decision 7)
    months = models.JSONField(default=list)  # revenue of the last 24 months in minor units, oldest first
    explanation = models.JSONField(default=list)  # codes and numbers; words are made when shown

    objects: ClassVar[StandingManager] = StandingManager()

    class Meta(Owned.Meta):
        # each holds all that a list of its order is narrowed and summed by, so that none is made from the wide rows
        indexes = [
            models.Index(
                fields=["organization", "grade", "-revenue_window_minor", "customer"], name="standing_grade"
            ),
            models.Index(
                fields=["organization", "-revenue_window_minor", "customer"], name="standing_revenue"
            ),
            models.Index(fields=["organization", "-overdue_ratio", "customer"], name="standing_overdue"),
            models.Index(
                fields=["organization", "-at_stake_minor", "grade", "revenue_window_minor", "customer"],
                name="standing_at_stake",
            ),
            models.Index(
                fields=["organization", "-revenue_window_minor", "customer"],
                condition=models.Q(proposed_on__isnull=False),
                name="standing_proposed",
            ),
            models.Index(
                fields=[
                    *("organization", "-last_purchase", "first_purchase", "grade", "at_stake_minor"),
                    *("revenue_window_minor", "revenue_before_minor", "customer"),
                ],
                name="standing_last_purchase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.grade}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The one write that goes round the query set."""
        StandingSum.objects.all().delete()
        return super().delete(*args, **kwargs)
