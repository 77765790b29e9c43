"""A person at a customer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.customers.models.customer import Customer, Gender
from neeman.orgs.wall import Versioned


class Level(models.TextChoices):
    """The four levels at which a tie should exist (R173)."""

    SENIOR = "senior", _("Senior management")
    FINANCE = "finance", _("Finance")
    OPERATIONS = "operations", _("Operations")
    USERS = "users", _("End users")


class Contact(Versioned):
    """One person. `left_at` says when they left the customer: kept, since who left is a warning (R174)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    gender = models.CharField(_("form of address"), max_length=1, choices=Gender.choices, blank=True)
    job_title = models.CharField(_("position"), max_length=120, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    is_main = models.BooleanField(_("main contact"), default=False)
    left_at = models.DateField(_("left on"), null=True, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False)

    class Meta(Versioned.Meta):
        indexes = [
            models.Index(fields=["organization", "customer"], name="contact_customer"),
            models.Index(fields=["organization", "phone_key"], name="contact_phone"),
            models.Index(fields=["organization", "email_key"], name="contact_email"),
            models.Index(
                fields=["organization", "birthday"],
                name="contact_birthday",
                condition=models.Q(birthday__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
