"""A quote: what we offer a customer, at what price and until when; and its lines."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neeman.customers.models import Contact, Customer
from neeman.orgs.models import Member
from neeman.orgs.wall import Owned, Versioned
from neeman.sales.models.deal import Deal
from neeman.sales.models.product import Product
from neeman.sales.sums import Discount, Item


class Quote(Versioned):
    """One version of one quote. A draft is edited; what was sent stays as it was sent, and is replaced by a new version
    of the same number. Money in minor units of the organization's currency.

    `vat_rate_bp` is the rate on `tax_day`. Prices are with VAT for a `consumer`, else without. The sums of the lines are
    kept in `net_minor` and its neighbours by the services that change lines, for lists and statistics.
    """

    class State(models.TextChoices):
        """What was decided. Whether it was opened or has run out is told by `opened_at` and `valid_until`."""

        DRAFT = "draft", _("Draft")
        SENT = "sent", pgettext_lazy("one", "Sent")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="quotes")
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the attention of"),
    )
    deal = models.ForeignKey(Deal, models.SET_NULL, null=True, blank=True, related_name="quotes")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    version_no = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, related_name="later")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    language = models.CharField(
        _("language of the quote"), max_length=2, default="he", choices=[("he", "עברית"), ("en", "English")]
    )
    title = models.CharField(_("what about"), max_length=200, blank=True)
    intro = models.TextField(_("words to the customer"), blank=True, max_length=2_000)
    terms = models.TextField(_("terms"), blank=True, max_length=4_000)
    internal_note = models.TextField(_("note for ourselves"), blank=True, max_length=2_000)
    consumer = models.BooleanField(_("for a consumer: prices include VAT"), default=False)
    vat_rate_bp = models.PositiveIntegerField()
    tax_day = models.DateField()
    valid_days = models.PositiveSmallIntegerField(_("valid for days"), default=14)
    valid_until = models.DateField(null=True)
    discount_bp = models.PositiveIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)

    net_minor = models.BigIntegerField(default=0)
    vat_minor = models.BigIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    cost_minor = models.BigIntegerField(null=True)

    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True, max_length=2_000)
    archived_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=80, blank=True)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "number", "version_no"], name="quote_number_once"
            ),
            models.UniqueConstraint(fields=["organization", "key"], condition=~Q(key=""), name="quote_once"),
            models.CheckConstraint(
                condition=Q(discount_bp__lte=10_000, discount_minor__gte=0), name="quote_discount"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "archived_at", "-made_at"], name="quote_time"),
            models.Index(fields=["organization", "customer", "-made_at"], name="quote_customer"),
            models.Index(fields=["organization", "deal"], name="quote_deal"),
            models.Index(
                fields=["organization", "sent_at", "state", "net_minor"],
                condition=Q(sent_at__isnull=False),
                name="quote_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.full_number

    @property
    def full_number(self) -> str:
        """The number as it is said, with the version from the second on: 2026-0418/2."""
        return self.number if self.version_no == 1 else f"{self.number}/{self.version_no}"

    @property
    def is_draft(self) -> bool:
        """Still being written."""
        return self.state == self.State.DRAFT

    @property
    def discount(self) -> Discount:
        """What comes off the whole."""
        return Discount(self.discount_bp, self.discount_minor)

    def awaits(self, today: date) -> bool:
        """Whether the customer can still say yes."""
        return self.state == self.State.SENT and not self.has_run_out(today)

    def has_run_out(self, today: date) -> bool:
        """Sent, undecided, and past its last day."""
        return self.state == self.State.SENT and self.valid_until is not None and self.valid_until < today

    def address(self, slug: str) -> str:
        """Its page."""
        return reverse("quote", kwargs={"org": slug, "pk": self.pk})


class QuoteLine(Owned):
    """One line, in the order of `position`: something offered, or the heading of the lines that follow it.

    Quantities are thousandths of a unit. An `optional` line counts once the customer has `chosen` it. What stands here
    was copied from the catalogue and does not change with it.
    """

    class Kind(models.TextChoices):
        """What the line is."""

        ITEM = "item", _("Item")
        SECTION = "section", _("Section")

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.ITEM)
    position = models.PositiveIntegerField()
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True, max_length=2_000)
    unit = models.CharField(max_length=20, blank=True)
    quantity_milli = models.BigIntegerField(default=1_000)
    unit_price_minor = models.BigIntegerField(default=0)
    discount_bp = models.PositiveIntegerField(default=0)
    discount_minor = models.BigIntegerField(default=0)
    unit_cost_minor = models.BigIntegerField(null=True)
    optional = models.BooleanField(default=False)
    chosen = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(discount_bp__lte=10_000, discount_minor__gte=0, quantity_milli__gt=0),
                name="quote_line_bounds",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "quote", "position"], name="quote_line_order"),
            models.Index(
                fields=["organization", "product"],
                condition=Q(product__isnull=False),
                name="quote_line_product",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_section(self) -> bool:
        """A heading of the lines that follow."""
        return self.kind == self.Kind.SECTION

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum."""
        return not self.is_section and (self.chosen or not self.optional)

    @property
    def item(self) -> Item:
        """The line as it is reckoned."""
        return Item(
            self.quantity_milli,
            self.unit_price_minor,
            Discount(self.discount_bp, self.discount_minor),
            self.unit_cost_minor,
        )
