"""WhatsApp beside each name of the list. A phone asks for it once the list is there: the gate judges every one of them,
and at a desk the button is not seen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from neeman.customers.cells import CHAT
from neeman.customers.directory import people_of
from neeman.customers.queries.listing import Row
from neeman.customers.queries.visible import visible
from neeman.customers.writing import Pen
from neeman.orgs.access import with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.templatetags.ui import icon

MOST = 100
"""Several times a page of the list."""


@needs(May.VIEW_CUSTOMERS)
@require_safe
def customer_chats(request: HttpRequest) -> HttpResponse:
    """For each customer `id` that this member sees, what stands in its place on the list; the others are left out."""
    access = with_access(request).access
    asked = [int(text) for text in request.GET.getlist("id")[:MOST] if text.isdecimal() and len(text) < 19]
    found = list(visible(access).filter(pk__in=asked))
    people = people_of([customer.pk for customer in found])
    pen = Pen(access, found, now=timezone.now(), people=people)
    slug = access.organization.slug
    drawn = (_place(pen, Row(customer, None, [], people.get(customer.pk, ())), slug) for customer in found)
    return HttpResponse(mark_safe("".join(drawn)))  # noqa: S308 - each is escaped where it is made


def _place(pen: Pen, row: Row, slug: str) -> SafeString:
    place = CHAT.format(row.customer.pk)
    return format_html('<span id="{}" hx-swap-oob="true">{}</span>', place, _chat(pen, row, slug))


def _chat(pen: Pen, row: Row, slug: str) -> SafeString:
    """The link; to whom nothing may be sent, the reason, and the way to where it is told in full."""
    write = pen.offer(row.customer, row.phone) if row.phone else None
    if write is None:
        return SafeString("")
    if write.why:
        return format_html(
            '<a class="button bare only" href="{}" aria-label="{}" title="{}">{}</a>',
            reverse("customer", kwargs={"org": slug, "pk": row.customer.pk}),
            _("No message by WhatsApp now: %(why)s") % {"why": write.why},
            write.why,
            icon("message-off"),
        )
    return format_html(
        '<a class="button soft only" {} aria-label="{}">{}</a>',
        write.opens,
        _("WhatsApp to %(name)s") % {"name": row.customer.name},
        icon("brand-whatsapp"),
    )
