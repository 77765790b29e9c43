"""What we sell: a product or a service, its price and what it costs us."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from neeman.orgs.wall import Versioned


class Product(Versioned):
    """One thing of the catalogue. Prices are without VAT, in minor units of the organization's currency a unit;
    `cost_minor` is None while nobody knows it. `search_text` is derived by `sales.services.products`."""

    class Kind(models.TextChoices):
        """What it is."""

        PRODUCT = "product", _("Product")
        SERVICE = "service", _("Service")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PRODUCT)
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("catalogue number"), max_length=60, blank=True)
    category = models.CharField(_("category"), max_length=80, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    price_minor = models.BigIntegerField(_("price before VAT"), validators=[MinValueValidator(0)])
    cost_minor = models.BigIntegerField(_("cost"), null=True, blank=True, validators=[MinValueValidator(0)])
    description = models.TextField(_("description for the customer"), blank=True, max_length=2_000)
    is_favourite = models.BooleanField(_("favourite"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], condition=~Q(code=""), name="product_code_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "archived_at", "name"], name="product_by_name"),
            models.Index(
                fields=["organization", "name"],
                condition=Q(is_favourite=True, archived_at=None),
                name="product_favourites",
            ),
        ]

    def __str__(self) -> str:
        return self.name
