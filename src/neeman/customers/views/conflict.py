"""Two people edited the same thing: both versions side by side, and a choice for each field. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import ModelChoiceField, ModelForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from neeman.customers.forms.customer import CustomerForm
from neeman.customers.forms.fields import CUSTOM, from_custom
from neeman.customers.models import Customer
from neeman.customers.views.parts import in_words, page
from neeman.orgs.access import with_access
from neeman.orgs.changes import Values
from neeman.orgs.queries import log_of
from neeman.orgs.wall import Versioned

CHOICE = "choose-"
THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """A form that came too late, the row as it stands now, the part of the card that it edits, and where "leave it" leads.

    Upper rooms show theirs here too: of a row with a `customer`, or with none and a way `back` of its own.
    """

    form: ModelForm[Any]
    now: Versioned
    key: str = "whole"
    back: str = ""

    @property
    def customer(self) -> Customer | None:
        """Whose row it is."""
        return self.now if isinstance(self.now, Customer) else getattr(self.now, "customer", None)


@dataclass(frozen=True, slots=True)
class Both:
    """One field on which the two versions differ, in words."""

    name: str
    label: str
    mine: Any
    theirs: Any


def conflict_page(request: HttpRequest, clash: Clash) -> HttpResponse:
    """Both versions side by side; what is chosen is sent to the same address with the newer version."""
    access = with_access(request).access
    customer = clash.customer
    told_of = customer or clash.now
    slug = access.organization.slug
    given = {
        "clash": clash,
        "customer": customer,
        "key": clash.key,
        "title": _("Somebody else saved meanwhile"),
        "differing": differing_fields(clash),
        "posted": [(name, value) for name in clash.form.fields for value in request.POST.getlist(name)],
        "latest": log_of(access, told_of._meta.label_lower, told_of.pk).first(),
        "back": clash.back or reverse("customer", kwargs={"org": slug, "pk": told_of.pk}),
    }
    return page(request, "customers/conflict.html", given, status=409)


def differing_fields(clash: Clash) -> list[Both]:
    """The fields of the form whose two versions differ."""
    found = []
    for name in clash.form.fields:
        mine, theirs = clash.form.cleaned_data[name], _now(clash, name)
        if mine != theirs and not (mine in (None, "") and theirs in (None, "")):
            field = clash.form[name]
            found.append(Both(name, str(field.label), _shown(field, mine), _shown(field, theirs)))
    return found


def settled(request: HttpRequest, wanted: Values, now: Versioned) -> Values:
    """What is left to write after the choices: fields given to the other version stay as they are now."""
    theirs = {
        name.removeprefix(CHOICE)
        for name, value in request.POST.items()
        if value == THEIRS and name.startswith(CHOICE)
    }
    kept = {name: value for name, value in wanted.items() if name.removesuffix("_id") not in theirs}
    if "custom" in kept and isinstance(now, Customer):
        own = {name.removeprefix(CUSTOM) for name in theirs if name.startswith(CUSTOM)}
        custom = {key: value for key, value in kept["custom"].items() if key not in own}
        kept["custom"] = custom | {key: now.custom[key] for key in own if key in now.custom}
    return kept


def _now(clash: Clash, name: str) -> Any:
    if name.startswith(CUSTOM) and isinstance(clash.form, CustomerForm) and isinstance(clash.now, Customer):
        own = next(own for own in clash.form.custom if CUSTOM + own.key == name)
        return clash.form.fields[name].to_python(from_custom(own, clash.now.custom.get(own.key)))
    return getattr(clash.now, name)


def _shown(field: BoundField, value: Any) -> Any:
    if isinstance(field.field, ModelChoiceField):
        return value
    return dict(getattr(field.field, "choices", None) or []).get(value, in_words(field.name, value))
