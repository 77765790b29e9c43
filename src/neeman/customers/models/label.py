"""What a business adds to a customer in its own words: tags, fields of its own, preferences."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.customer import Customer
from neeman.orgs.wall import Owned


class Tag(Owned):
    """A word by which customers are grouped."""

    name = models.CharField(_("name"), max_length=40)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class CustomerTag(Owned):
    """A tag on a customer: a table of our own, so that it is walled and undone like every other."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="tag_links")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="customer_links")

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "tag", "customer"], name="customer_tag_once")
        ]
        indexes = [models.Index(fields=["organization", "customer"], name="customer_tags")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.customer_id}"


class CustomField(Owned):
    """A field that this business added to its customers; the values live in `Customer.custom`."""

    class Type(models.TextChoices):
        """What may be written in it."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        CHOICE = "choice", _("One of a list")
        YES_NO = "yes_no", _("Yes or no")

    key = models.SlugField(max_length=40, allow_unicode=True)
    label = models.CharField(_("name"), max_length=60)
    type = models.CharField(_("type"), max_length=8, choices=Type.choices, default=Type.TEXT)
    choices = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="custom_field_once")]

    def __str__(self) -> str:
        return self.label


class Preference(Owned):
    """How this customer likes things (R22), with the day it was noted, since preferences change (R233)."""

    class What(models.TextChoices):
        """The kinds of preference that the product can act on."""

        CHANNEL = "channel", _("Preferred channel")
        TIME = "time", _("Best time")
        DELIVERY = "delivery", _("Delivery")
        LANGUAGE = "language", _("Language")
        PERSONAL = "personal", _("Personal")
        OTHER = "other", _("Other")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="preferences")
    what = models.CharField(_("about"), max_length=10, choices=What.choices)
    value = models.CharField(_("preference"), max_length=200)
    noted_on = models.DateField()

    class Meta(Owned.Meta):
        indexes = [models.Index(fields=["organization", "customer"], name="preference_customer")]

    def __str__(self) -> str:
        return self.value


class OwnDate(Owned):
    """A day that stands in a date field of one's own, copied from `Customer.custom` so that an index finds it; written by
    `services.own_dates` and by nobody else."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "customer", "field"], name="own_date_once")
        ]
        indexes = [models.Index(fields=["organization", "day", "customer"], name="own_date_day")]

    def __str__(self) -> str:
        return f"{self.day} of {self.customer_id}"
