"""A member's own notes: writing, taking off, bringing back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from neeman.customers.forms.parts import NoteForm
from neeman.customers.models import Customer
from neeman.customers.notes import NOTES
from neeman.customers.panels import draw_panel
from neeman.customers.queries.card import get_customer
from neeman.customers.queries.notes import get_note
from neeman.customers.services.notes import remove_note, restore_note, write_note
from neeman.customers.views.parts import page
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast, with_toasts


@needs(May.VIEW_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def note_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note that nobody else reads."""
    access = with_access(request).access
    customer = get_customer(access, pk)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        write_note(access, customer, form.cleaned_data["text"], now=timezone.now())
        toast(request, _("Noted. Nobody else reads it."))
        return _answer(request, access, customer)
    given = {"form": form, "customer": customer, "key": "notes", "title": NOTES.title}
    return page(request, "customers/form.html", given, status=422 if form.is_bound else 200)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def note_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a note of one's own off the card."""
    access = with_access(request).access
    note = get_note(access, pk)
    remove_note(access, note, now=timezone.now())
    undo = reverse("note_restore", kwargs={"org": access.organization.slug, "pk": pk})
    toast(request, _("The note is off the card."), undo=undo)
    return _answer(request, access, note.customer)


@needs(May.VIEW_CUSTOMERS)
@require_POST
def note_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a removed note back."""
    access = with_access(request).access
    note = get_note(access, pk)
    restore_note(access, note)
    toast(request, _("Undone."))
    return redirect("customer", org=access.organization.slug, pk=note.customer_id)


def _answer(request: HttpRequest, access: Access, customer: Customer) -> HttpResponse:
    if not getattr(request, "htmx", False):
        return redirect("customer", org=access.organization.slug, pk=customer.pk)
    return with_toasts(request, HttpResponse(draw_panel(request, access, customer, NOTES)))
