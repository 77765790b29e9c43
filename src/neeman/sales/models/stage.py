"""The stages of a business's pipeline, and why deals are lost: both lists are its own to edit."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.orgs.wall import Owned, Versioned

STAGE_NAMES: dict[str, str | Promise] = {
    "lead": _("New lead"),
    "contact": _("Contact made"),
    "meeting": _("Meeting"),
    "quote": _("Quote"),
    "close": _("Closing"),
}
"""The five stages of R79, by code. A business that renames one keeps its code, so that a quote finds its stage."""

REASON_NAMES: dict[str, str | Promise] = {
    "price": _("Price"),
    "competitor": _("Chose a competitor"),
    "timing": _("Not the right time"),
    "no_need": _("No need"),
    "no_answer": _("Stopped answering"),
    "unfit": _("Not a fit for us"),
}


class Listed(Versioned):
    """A word of a list that a business edits. `code` marks one that the product brought: its `name` is empty until it
    is renamed, so that it is read in each person's language. Archived, never deleted: old deals keep their words."""

    code = models.CharField(max_length=20, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Versioned.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What it is called on the page."""
        return self.name or str(self._names().get(self.code, self.code))

    @classmethod
    def _names(cls) -> dict[str, str | Promise]:
        raise NotImplementedError


class Stage(Listed):
    """One step on the way to an order. Probabilities are percents of deals that end won from here, kept apart for
    new customers and for existing ones (R83); they hold until the business's own history says better."""

    probability_new = models.PositiveSmallIntegerField(
        _("chance with a new customer"), default=10, validators=[MaxValueValidator(100)]
    )
    probability_existing = models.PositiveSmallIntegerField(
        _("chance with an existing customer"), default=60, validators=[MaxValueValidator(100)]
    )

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], condition=~Q(code=""), name="stage_code_once"
            ),
            models.CheckConstraint(
                condition=Q(probability_new__lte=100, probability_existing__lte=100),
                name="stage_percents",
            ),
        ]
        indexes = [models.Index(fields=["organization", "archived_at", "position"], name="stage_order")]

    @classmethod
    def _names(cls) -> dict[str, str | Promise]:
        return STAGE_NAMES


class LostReason(Listed):
    """Why a deal was lost (R85)."""

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], condition=~Q(code=""), name="lost_reason_code_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "archived_at", "position"], name="lost_reason_order")]

    @classmethod
    def _names(cls) -> dict[str, str | Promise]:
        return REASON_NAMES
