"""A deal: something that a customer may buy, on its way from a first word to won or lost."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neeman.customers.models import Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Versioned
from neeman.sales.models.stage import LostReason, Stage


class Kind(models.TextChoices):
    """What kind of sale it is; those with existing customers are counted apart from new ones (R82)."""

    NEW = "new", pgettext_lazy("a deal", "New")
    UPSELL = "upsell", _("Upsell")
    CROSS_SELL = "cross_sell", _("Cross-sell")
    RENEWAL = "renewal", _("Renewal")


class Deal(Versioned):
    """One deal. Open while neither `won_at` nor `lost_at` is set; money in minor units of the organization, None while
    nobody knows. `probability` is somebody's own percent for this deal, None: the stage's.

    A lead has `arrived_at`, the moment it came in, and `first_reply_at` once somebody turned to them (R81). `key` is
    what the sender of a repeated request gives, so that a second arrival finds the first.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="deals")
    title = models.CharField(_("what about"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NEW)
    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="deals", verbose_name=_("stage"), db_index=False
    )
    stage_since = models.DateTimeField()
    value_minor = models.BigIntegerField(_("value"), null=True, blank=True)
    probability = models.PositiveSmallIntegerField(
        _("chance"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    owner = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who works on it"),
        db_index=False,
    )
    source = models.CharField(_("source"), max_length=80, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    competitor = models.CharField(_("competitor"), max_length=120, blank=True)
    price_compared = models.BooleanField(_("compares prices"), default=False)
    lost_reason = models.ForeignKey(
        LostReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("why it was lost"),
        db_index=False,
    )
    lost_words = models.TextField(_("in their words"), blank=True)
    won_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], condition=~Q(key=""), name="deal_once"),
            models.CheckConstraint(condition=Q(won_at=None) | Q(lost_at=None), name="deal_won_or_lost"),
            models.CheckConstraint(condition=Q(value_minor=None) | Q(value_minor__gte=0), name="deal_value"),
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__lte=100), name="deal_percent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "stage", "owner", "kind", "value_minor"],
                condition=Q(won_at=None, lost_at=None),
                name="deal_open",
            ),
            models.Index(fields=["organization", "customer", "-created_at"], name="deal_customer"),
            models.Index(
                fields=["organization", "arrived_at"],
                condition=Q(arrived_at__isnull=False),
                name="deal_arrived",
            ),
            models.Index(
                fields=["organization", "won_at", "kind"],
                condition=Q(won_at__isnull=False),
                name="deal_won",
            ),
            models.Index(
                fields=["organization", "lost_at", "kind"],
                condition=Q(lost_at__isnull=False),
                name="deal_lost",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Neither won nor lost."""
        return self.won_at is None and self.lost_at is None

    @property
    def is_new(self) -> bool:
        """A sale to somebody who has not bought before."""
        return self.kind == Kind.NEW

    def address(self, slug: str) -> str:
        """Its page."""
        return reverse("deal", kwargs={"org": slug, "pk": self.pk})
