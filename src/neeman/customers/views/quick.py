"""Quick add: one line becomes a customer, with a preview of how it is read and a look at who is here already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from neeman.customers.doubts import doubts_of
from neeman.customers.forms.customer import QuickAddForm
from neeman.customers.forms.fields import named
from neeman.customers.keys import email_key, number_key, phone_key
from neeman.customers.models import Kind
from neeman.customers.queries.duplicates import Alike, find_alike
from neeman.customers.queries.visible import live
from neeman.customers.search import matching_ids
from neeman.customers.services.acting import Unfit
from neeman.customers.services.customers import add_customer
from neeman.customers.views.editing import said_of
from neeman.customers.views.parts import page, say_done, today
from neeman.lib.hebrew import company_key
from neeman.lib.quickadd import parse_quick_add
from neeman.orgs.access import Access, with_access
from neeman.orgs.changes import Values
from neeman.orgs.doors import needs
from neeman.orgs.roles import May

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Read:
    """How a line was read: columns of a customer, what is odd about them, who may be the same."""

    values: Values
    doubts: list[Any]
    alike: list[Alike]
    full_form: str


@needs(May.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def quick_add(request: HttpRequest) -> HttpResponse:
    """The one line as a page, or as a dialog over the page one is on."""
    access = with_access(request).access
    form = QuickAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = read_line(form.cleaned_data["line"])
        try:
            added, change_set = add_customer(access, values, today=today())
        except Unfit as unfit:
            form.add_error("line", unfit.sentence)
        else:
            say_done(request, access, change_set, said_of(_("Added."), added))
            href = reverse("customer", kwargs={"org": access.organization.slug, "pk": added.pk})
            return _go(request, href)
    read = _read(access, request.POST.get("line", ""))
    status = 422 if form.is_bound else 200
    return page(request, "customers/quick_add.html", {"form": form, "read": read}, status=status)


@needs(May.EDIT_CUSTOMERS)
@require_POST
def quick_preview(request: HttpRequest) -> HttpResponse:
    """How the line is read so far. A POST that writes nothing: names and phones do not belong in an address."""
    access = with_access(request).access
    read = _read(access, request.POST.get("line", "")[:400])
    return render(request, "customers/_quick_preview.html", {"read": read})


@needs(May.EDIT_CUSTOMERS)
@require_POST
def customer_check(request: HttpRequest) -> HttpResponse:
    """What is odd about a form being filled in, and who may be here already. Writes nothing."""
    access = with_access(request).access
    values = {
        name: request.POST.get(name, "")[:400]
        for name in ("name", "phone", "phone2", "email", "company_number")
    }
    but = request.POST.get("pk", "")
    alike = _alike(access, values, but=int(but) if but.isdecimal() and len(but) < 18 else None)
    name = values.pop("name")
    given = {"doubts": doubts_of(**values), "alike": alike, "name": name}
    return render(request, "customers/_check.html", given)


@needs(May.VIEW_CUSTOMERS)
@require_GET
def customer_names(request: HttpRequest) -> HttpResponse:
    """Names that fit what is typed, as the options of a list; the field's own name is the parameter."""
    access = with_access(request).access
    asked = str(next(iter(request.GET.values()), "")).partition("#")[0]
    found = live(access).in_bulk(matching_ids(access, asked, MOST_NAMES))
    return render(request, "customers/_names.html", {"names": [named(one) for one in found.values()]})


def read_line(line: str) -> Values:
    """The columns of a customer that a line holds; a company without a person is a business."""
    parsed = parse_quick_add(line)
    person, company = parsed.name, parsed.company
    values: Values = {
        "kind": Kind.PERSON if person else Kind.COMPANY,
        "name": (person or company)[:200],
        "company_name": company[:200] if person else "",
        "phone": parsed.phone.raw[:60] if parsed.phone else "",
        "phone2": " / ".join(parsed.other_phones)[:60],
        "email": parsed.email[:254],
    }
    return {name: value for name, value in values.items() if value or name == "name"}


def _read(access: Access, line: str) -> Read | None:
    if not line.strip():
        return None
    values = read_line(line)
    asked = {name: str(values.get(name, "")) for name in ("phone", "phone2", "email")}
    slug = access.organization.slug
    full = f"{reverse('customer_add', kwargs={'org': slug})}?{urlencode(values)}"
    return Read(values, doubts_of(**asked), _alike(access, values), full)


def _alike(access: Access, values: Values, *, but: int | None = None) -> list[Alike]:
    return find_alike(
        access,
        phone_key=phone_key(values.get("phone", "")),
        number_key=number_key(values.get("company_number", "")),
        email_key=email_key(values.get("email", "")),
        name_key=company_key(values.get("name", "")),
        but=but,
    )


def _go(request: HttpRequest, href: str) -> HttpResponse:
    """To another page: by htmx as well, which would put a redirect's page into the dialog."""
    if not getattr(request, "htmx", False):
        return redirect(href)
    return HttpResponse(headers={"HX-Redirect": href})
