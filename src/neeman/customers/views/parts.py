"""The parts of a card: what each shows and how it is drawn, so that an edit can send back only what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.customers.conclusion import conclude
from neeman.customers.directory import spoken_with_first
from neeman.customers.doubts import email_doubt, number_doubt, phone_doubt
from neeman.customers.forms.customer import SECTIONS
from neeman.customers.models import Customer, CustomField, Preference, Tag
from neeman.customers.panels import IN_THE_HEAD, panels_for
from neeman.customers.queries.card import (
    attachments_of,
    contacts_of,
    custom_fields,
    get_customer,
    preferences_of,
    standing_of,
    tags_of,
)
from neeman.customers.writing import Offer, Pen
from neeman.lib.phones import parse_phone, readable
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.ui.text import plain
from neeman.ui.toasts import toast, with_toasts

PHONES = {"phone", "phone2"}
Shape = Literal["text", "phone", "email", "link", "day", "customer", "member", "long", "yes_no", "ltr"]
SHAPES: dict[str, Shape] = {
    "phone": "phone",
    "phone2": "phone",
    "email": "email",
    "website": "link",
    "company_number": "ltr",
    "postal_code": "ltr",
    "customer_since": "day",
    "birthday": "day",
    "anniversary": "day",
    "parent": "customer",
    "referrer": "customer",
    "owner": "member",
    "remarks": "long",
}
CUSTOM_SHAPES: dict[str, Shape] = {
    CustomField.Type.DATE: "day",
    CustomField.Type.NUMBER: "ltr",
    CustomField.Type.YES_NO: "yes_no",
}
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: its name, what it is, how it is drawn, and what is odd about it."""

    label: str | Promise
    value: Any
    shape: Shape = "text"
    doubt: Promise | None = None
    write: Offer | None = None


def pen_of(access: Access, customer: Customer) -> Pen:
    """What may be written to this customer now; the parts of one page share it, and the people that it read."""
    prefetch_related_objects([customer], Prefetch("contacts", contacts_of(access, customer)))
    here = [one for one in customer.contacts.all() if one.left_at is None]
    here.sort(key=spoken_with_first)
    return Pen(access, [customer], now=timezone.now(), people={customer.pk: here})


def part(access: Access, customer: Customer, key: str, pen: Pen) -> Context:
    """What the template of one part needs. Raises Http404 for a part that does not exist."""
    if key in SECTIONS:
        rows = rows_of(access, customer, key, pen)
        filled = [row for row in rows if row.value not in (None, "")]
        return {"key": key, "title": SECTIONS[key][0], "rows": filled, "exists": bool(rows)}
    if key not in PARTS:
        raise Http404
    return {"key": key, **PARTS[key](access, customer, pen)}


def template_of(key: str) -> str:
    """The template of a part."""
    return f"customers/_{'facts' if key in SECTIONS else key}.html"


def draw_part(request: HttpRequest, access: Access, customer: Customer, key: str, pen: Pen) -> str:
    """A part as HTML."""
    given = {"customer": customer, "part": part(access, customer, key, pen), "may": mays(access)}
    return render_to_string(template_of(key), given, request)


def mays(access: Access) -> dict[str, bool]:
    """What the templates ask of permissions."""
    return {
        "edit": access.may(May.EDIT_CUSTOMERS),
        "merge": access.may(May.MERGE_CUSTOMERS),
        "money": access.may(May.VIEW_MONEY),
        "organize": access.may(May.MANAGE_ORGANIZATION),
    }


def head(access: Access, customer: Customer, preferences: Iterable[Preference], pen: Pen) -> Context:
    """What the header of a card needs."""
    standing = standing_of(customer)
    channel = next((one for one in preferences if one.what == Preference.What.CHANNEL), None)
    return {
        "customer": customer,
        "standing": standing,
        "conclusion": conclude(customer, standing),
        "phone": parse_phone(customer.phone) if customer.phone else None,
        "write": pen.offer(customer),
        "channel": channel,
        "may": mays(access),
    }


def answer(
    request: HttpRequest,
    access: Access,
    customer: Customer,
    key: str,
    change_set: ChangeSet | None,
    said: str | Promise,
) -> HttpResponse:
    """After an act: the part anew with the header beside it (htmx), or the way back to the card; and the undo."""
    say_done(request, access, change_set, said)
    slug = access.organization.slug
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('customer', kwargs={'org': slug, 'pk': customer.pk})}#part-{key}")
    fresh = get_customer(access, customer.pk)
    pen = pen_of(access, fresh)
    body = draw_part(request, access, fresh, key, pen)
    above = head(access, fresh, preferences_of(access, fresh), pen)
    beside = {"out_of_band": True, "panels": panels_for(request, access, fresh, IN_THE_HEAD)}
    body += render_to_string("customers/_head.html", {**above, **beside}, request)
    return with_toasts(request, HttpResponse(body))


def say_done(request: HttpRequest, access: Access, change_set: ChangeSet | None, said: str | Promise) -> None:
    """The toast of an act with its undo; an act that changed nothing says so."""
    if change_set is None:
        toast(request, _("Nothing changed."), tone="calm")
        return
    slug = access.organization.slug
    toast(request, said, undo=reverse("customer_undo", kwargs={"org": slug, "pk": change_set.pk}))


def page(request: HttpRequest, template: str, given: Context, *, status: int = 200) -> HttpResponse:
    """A page of this room; asked for by htmx, only its part: `_name.html` beside `name.html`."""
    if getattr(request, "htmx", False):
        template = template.replace("customers/", "customers/_", 1)
    response = render(request, template, given, status=status)
    response.headers["Vary"] = "HX-Request"
    return response


@dataclass(frozen=True, slots=True)
class Came:
    """The page of this business on which something was pressed: its address with what it asks for, and its name."""

    address: str
    name: str
    of_one: bool  # whether it is the page of one object, which may be gone


def came_from(request: HttpRequest, access: Access) -> Came | None:
    """Where an act was pressed, so that it leads back there; None when the browser does not say."""
    came = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    try:
        found = resolve(came.path)
    except Resolver404:
        return None
    if came.netloc != request.get_host() or found.kwargs.get("org") != access.organization.slug:
        return None
    address = came.path + (f"?{came.query}" if came.query else "")
    return Came(address, found.url_name or "", "pk" in found.kwargs)


def in_words(name: str, value: Any) -> Any:
    """A column's value beside another in a choice: a phone, a day, an hour and an answer as people write them, anything
    else as it is."""
    if name in PHONES:
        return readable(value or "")
    if isinstance(value, datetime):
        return plain(get_language() or "he").moment(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return plain(get_language() or "he").day(value) if isinstance(value, date) else value


def today() -> date:
    """The day in the organization's zone."""
    return timezone.localdate()


def rows_of(access: Access, customer: Customer, section: str, pen: Pen) -> list[Row]:
    """The facts of a section, empty ones too; none where the business added no fields."""
    names = SECTIONS[section][1]
    return _own_rows(access, customer) if "custom" in names else [_row(customer, name, pen) for name in names]


def _row(customer: Customer, name: str, pen: Pen) -> Row:
    field = Customer._meta.get_field(name)
    value = getattr(customer, name)
    label = getattr(field, "verbose_name", name)
    if getattr(field, "choices", None):
        return Row(label, getattr(customer, f"get_{name}_display")())
    doubt = {
        "phone": phone_doubt,
        "phone2": phone_doubt,
        "email": email_doubt,
        "company_number": number_doubt,
    }
    return Row(
        label,
        value,
        SHAPES.get(name, "text"),
        doubt[name](value) if name in doubt else None,
        pen.offer(customer, value) if name in PHONES and value else None,
    )


def _own_rows(access: Access, customer: Customer) -> list[Row]:
    rows = []
    for field in custom_fields(access):
        value, shape = customer.custom.get(field.key), CUSTOM_SHAPES.get(field.type, "text")
        if shape == "day" and isinstance(value, str):
            value = _day(value)
        rows.append(Row(field.label, value, shape))
    return rows


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _contacts(access: Access, customer: Customer, pen: Pen) -> Context:
    return {
        "title": _("Contacts"),
        "people": [
            {"person": person, "write": pen.offer(customer, person.phone) if person.phone else None}
            for person in customer.contacts.all()
            if person.left_at is None
        ],
        "left": [one for one in customer.contacts.all() if one.left_at is not None],
    }


def _preferences(access: Access, customer: Customer, pen: Pen) -> Context:
    return {"title": _("Preferences"), "preferences": list(preferences_of(access, customer))}


def _tags(access: Access, customer: Customer, pen: Pen) -> Context:
    return {
        "title": _("Tags"),
        "links": list(tags_of(access, customer)),
        "known": Tag.objects.order_by("name").values_list("name", flat=True)[:200],
    }


def _files(access: Access, customer: Customer, pen: Pen) -> Context:
    return {"title": _("Files"), "files": list(attachments_of(access, customer))}


PARTS: dict[str, Callable[[Access, Customer, Pen], Context]] = {
    "contacts": _contacts,
    "preferences": _preferences,
    "tags": _tags,
    "files": _files,
}
