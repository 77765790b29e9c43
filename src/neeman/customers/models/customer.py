"""The customer: a business or a private person, found by phone first (UX 0.5), then company number, e-mail, name."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.orgs.models import Member
from neeman.orgs.wall import Owned, Versioned


class Kind(models.TextChoices):
    """Companies and private people are both first-class (R17)."""

    COMPANY = "company", _("Business")
    PERSON = "person", _("Private person")


class Gender(models.TextChoices):
    """How a person is addressed in Hebrew; where nobody has said, texts hold both forms (R73)."""

    MALE = "m", _("Masculine")
    FEMALE = "f", _("Feminine")


class Status(models.TextChoices):
    """Where the relation stands. Archiving is apart: an archived customer keeps its status."""

    LEAD = "lead", _("Lead")
    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Inactive")


class Customer(Versioned):
    """One customer. `*_key` columns are derived by `customers.keys` whenever the row is saved by a service."""

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COMPANY)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    name = models.CharField(_("name"), max_length=200)
    company_name = models.CharField(
        _("company name"), max_length=200, blank=True
    )  # of a private person's business
    gender = models.CharField(
        _("form of address"), max_length=1, choices=Gender.choices, blank=True
    )  # of a private person
    phone = models.CharField(_("phone"), max_length=60, blank=True)  # as written
    phone2 = models.CharField(_("another phone"), max_length=60, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    company_number = models.CharField(_("company number"), max_length=20, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    industry = models.CharField(_("field of business"), max_length=120, blank=True)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    anniversary = models.DateField(_("anniversary"), null=True, blank=True)
    customer_since = models.DateField(_("customer since"), null=True, blank=True)
    payment_terms = models.CharField(_("payment terms"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=80, blank=True)
    referrer = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="referred", verbose_name=_("referred by")
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent company"),
    )
    owner = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account manager"),
        db_index=False,
    )
    remarks = models.TextField(_("remarks"), blank=True)
    custom = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)  # CustomField.key -> value
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")
    created_at = models.DateTimeField(auto_now_add=True)

    phone_key = models.CharField(max_length=20, blank=True, editable=False)  # E.164, or the digits
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    number_key = models.CharField(max_length=20, blank=True, editable=False)
    name_key = models.CharField(
        max_length=200, blank=True, editable=False
    )  # without legal suffixes: duplicates
    sort_key = models.CharField(max_length=200, blank=True, editable=False)
    search_text = models.TextField(
        blank=True, editable=False
    )  # all words that may find it; see customers.search

    class Meta(Versioned.Meta):
        indexes = [
            models.Index(fields=["organization", "archived_at", "sort_key"], name="customer_by_name"),
            models.Index(fields=["organization", "phone_key"], name="customer_by_phone"),
            models.Index(fields=["organization", "number_key"], name="customer_by_number"),
            models.Index(fields=["organization", "email_key"], name="customer_by_email"),
            models.Index(fields=["organization", "name_key"], name="customer_by_name_key"),
            # with `archived_at`, so that the living are counted without reading the wide rows themselves
            models.Index(fields=["organization", "owner", "archived_at"], name="customer_by_owner"),
            models.Index(fields=["organization", "city", "archived_at"], name="customer_by_city"),
            models.Index(
                fields=["organization", "archived_at", "status", "kind", "industry", "source"],
                name="customer_by_traits",
            ),
            # few customers have these days and ties, so the indexes hold only those who do
            models.Index(
                fields=["organization", "birthday"],
                name="customer_by_birthday",
                condition=models.Q(birthday__isnull=False),
            ),
            models.Index(
                fields=["organization", "anniversary"],
                name="customer_by_anniversary",
                condition=models.Q(anniversary__isnull=False),
            ),
            models.Index(
                fields=["organization", "parent"],
                name="customer_by_parent",
                condition=models.Q(parent__isnull=False),
            ),
            models.Index(
                fields=["organization", "referrer"],
                name="customer_by_referrer",
                condition=models.Q(referrer__isnull=False),
            ),
            models.Index(
                fields=["organization", "merged_into"],
                name="customer_by_merge",
                condition=models.Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExternalKey(Owned):
    """What another system calls this customer ("17850" in the accounting program): how the next file finds it."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="external_keys")
    system = models.CharField(max_length=40)  # "sales", "accounting", "hubspot", ...
    key = models.CharField(max_length=80)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "system", "key"], name="external_key_once")
        ]
        indexes = [models.Index(fields=["organization", "customer"], name="external_key_customer")]

    def __str__(self) -> str:
        return f"{self.system}:{self.key}"


class Merge(Owned):
    """Two customers became one; kept so that old links find the way and the merge can be undone."""

    kept = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    change_set = models.ForeignKey("orgs.ChangeSet", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.absorbed} -> {self.kept}"
