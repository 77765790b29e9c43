"""Facts of money, all in integer minor units of the organization's currency."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Customer
from neeman.orgs.wall import Owned


class Document(Owned):
    """An order, invoice or credit note. Without a customer it counts in the totals and in nobody's figures."""

    class Kind(models.TextChoices):
        """What the paper is."""

        ORDER = "order", _("Order")
        INVOICE = "invoice", _("Invoice")
        CREDIT = "credit", _("Credit note")

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="documents")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.INVOICE)
    number = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    key = models.CharField(max_length=120)  # what makes it the same document in the next file
    total_minor = models.BigIntegerField()
    lines_count = models.PositiveIntegerField(default=0)
    allocation_number = models.CharField(max_length=12, blank=True)
    order_channel = models.CharField(max_length=40, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="document_once")]
        indexes = [models.Index(fields=["organization", "customer", "-day"], name="document_customer")]

    def __str__(self) -> str:
        return self.number or self.key


class Line(Owned):
    """One line of a document. Quantity in thousandths of the unit; returns are negative."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="lines")
    key = models.CharField(max_length=120)  # within the document: product and which occurrence of it
    product = models.CharField(max_length=80, blank=True)
    product_name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=80, blank=True)
    quantity_milli = models.BigIntegerField(default=1000)
    unit_price_minor = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    discount_minor = models.BigIntegerField(null=True)
    direct_cost_minor = models.BigIntegerField(null=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "document", "key"], name="line_once")]

    def __str__(self) -> str:
        return f"{self.product} {self.amount_minor}"


class Payment(Owned):
    """Money that came in."""

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="payments")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="payments")
    day = models.DateField()
    amount_minor = models.BigIntegerField()
    reference = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=120)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="payment_once")]
        indexes = [models.Index(fields=["organization", "customer", "-day"], name="payment_customer")]

    def __str__(self) -> str:
        return f"{self.day} {self.amount_minor}"
