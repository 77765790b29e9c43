"""How a business is connected to its channels, and the rules by which it writes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from neeman.channels.rules import Cap
from neeman.orgs.wall import Owned, Versioned


class Connection(Versioned):
    """One way out: `settings` may be shown, `sealed` holds what may not (`channels.sealing`) and never leaves it."""

    way = models.CharField(max_length=8)
    is_on = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    worked_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    fault_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict)  # how far the intake has read

    class Meta(Versioned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "way"], name="connection_once_for_a_way")
        ]

    def __str__(self) -> str:
        return self.way


class SendingRules(Owned):
    """What holds over all channels; one row a business, or none while the defaults hold."""

    cap_count = models.PositiveSmallIntegerField(_("messages at most"), default=Cap().count)
    cap_days = models.PositiveSmallIntegerField(_("in so many days"), default=Cap().days)
    contact = models.CharField(_("address and phone of the business"), max_length=200, blank=True)

    class Meta(Owned.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="sending_rules_once")]

    def __str__(self) -> str:
        return f"{self.cap_count} / {self.cap_days}"

    @property
    def cap(self) -> Cap:
        """As the decision takes it."""
        return Cap(self.cap_count, self.cap_days)
