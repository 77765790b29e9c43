"""What quotes of one business have in common: numbers, usual words, templates."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.wall import Owned, Versioned


class QuoteCounter(Owned):
    """The last number given in a year. Taken under a lock by the transaction that makes the quote, so that numbers have
    neither gaps nor doubles."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="quote_counter_year")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class QuoteSettings(Versioned):
    """One row a business: who it is on paper, with what a new quote begins, and what only its own people see: the cost of
    an hour, and what is worth telling a prospect, one proof of value a line (R86)."""

    business_name = models.CharField(_("name on quotes"), max_length=120, blank=True)
    business_number = models.CharField(_("business number"), max_length=20, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    charges_vat = models.BooleanField(_("charges VAT"), default=True)
    terms = models.TextField(_("usual terms"), blank=True, max_length=4_000)
    valid_days = models.PositiveSmallIntegerField(
        _("valid for days"), default=14, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    hour_minor = models.BigIntegerField(
        _("cost of an hour of work"), default=0, validators=[MinValueValidator(0)]
    )
    value_proofs = models.TextField(_("what is worth telling"), blank=True, max_length=2_000)
    margin_bp = models.PositiveIntegerField(default=3_000, validators=[MaxValueValidator(9_900)])

    class Meta(Versioned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="quote_settings_once")]

    def __str__(self) -> str:
        return self.business_name


class QuoteTemplate(Versioned):
    """A quote to begin with. `content` is what `sales.services.quote_templates` writes: words, terms and lines, prices
    in minor units as they were; it is read as a whole and never searched."""

    name = models.CharField(_("name"), max_length=120)
    content = models.JSONField()
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(Versioned.Meta):
        indexes = [models.Index(fields=["organization", "archived_at", "name"], name="quote_template_name")]

    def __str__(self) -> str:
        return self.name
