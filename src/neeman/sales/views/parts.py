"""What the pages of this room share: the toast with its undo, the posted version, the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from neeman.customers.services.acting import Unfit
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite, Values
from neeman.orgs.models import ChangeSet
from neeman.ui.toasts import toast


class Fills(Protocol):
    """A form that says which columns it wants."""

    @property
    def wanted(self) -> Values: ...

    def is_valid(self) -> bool: ...

    def add_error(self, field: str | None, error: str) -> None: ...


def say_done(request: HttpRequest, access: Access, change_set: ChangeSet | None, said: str | Promise) -> None:
    """The toast of an act with its undo; an act that changed nothing says so."""
    if change_set is None:
        toast(request, _("Nothing changed."), tone="calm")
        return
    slug = access.organization.slug
    toast(request, said, undo=reverse("sales_undo", kwargs={"org": slug, "pk": change_set.pk}))


def saved(
    request: HttpRequest, access: Access, form: Fills, edit: Callable[..., ChangeSet | None], *, to: str
) -> HttpResponse | None:
    """Write what a valid form wants at the posted version and go on to `to`; whoever comes too late sees the page anew.

    None for a form to be shown again, with what does not fit beside its field.
    """
    if not form.is_valid():
        return None
    try:
        say_done(request, access, edit(form.wanted, version=posted_version(request)), _("Saved."))
    except StaleWrite:
        say_stale(request)
        return redirect(request.path)
    except Unfit as unfit:
        form.add_error(unfit.field_name or None, unfit.sentence)
        return None
    return redirect(to)


def say_stale(request: HttpRequest) -> None:
    """The toast of an act that came after somebody else's."""
    toast(
        request,
        _("Somebody changed this meanwhile. Nothing was written: look at it as it is now."),
        tone="watch",
    )


def posted_version(request: HttpRequest) -> int:
    """The version at which the page that sends this was read; 0, which no row has, when it does not say."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def posted_id(request: HttpRequest, name: str) -> int:
    """A posted id, or 0, which no row has."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0


def today() -> date:
    """The day in the organization's zone."""
    return timezone.localdate()
