"""Where providers post to: outside any organization's pages, known by a signature or a secret word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from neeman.channels.models.connection import Connection
from neeman.channels.queries.connections import find_connection
from neeman.channels.sealing import Unreadable
from neeman.channels.sms import hook as sms
from neeman.channels.whatsapp import hook as whatsapp
from neeman.orgs.access import Access, house_access
from neeman.orgs.doors import public
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization

LARGEST = 1_000_000


@public("Meta posts here; what the app's secret did not sign is refused")
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def whatsapp_hook(request: HttpRequest, house: str) -> HttpResponse:
    """GET: Meta asks whether we are we. POST: messages and receipts; answered once they are kept."""
    with _connected(house, "whatsapp") as (access, connection):
        if request.method != "POST":
            if not whatsapp.is_verified(connection, request.GET.get("hub.verify_token", "")):
                return HttpResponseForbidden()
            return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
        raw = request.body
        signature = request.headers.get("X-Hub-Signature-256", "")
        if len(raw) > LARGEST or not whatsapp.is_signed(connection, raw, signature):
            return HttpResponseForbidden()
        try:
            whatsapp.take(access, connection, raw)
        except whatsapp.Strange:
            return HttpResponseBadRequest()
        return HttpResponse()


@public("the gateway posts answers here; whoever does not know the secret word finds nothing")
@csrf_exempt
@require_POST
def sms_hook(request: HttpRequest, house: str, key: str) -> HttpResponse:
    """An answer by SMS."""
    with _connected(house, "sms") as (access, connection):
        if not sms.is_the_gateway(connection, key):
            raise Http404
        sms.take(access, {name: str(value) for name, value in request.POST.items()}, now=timezone.now())
        return HttpResponse()


@contextmanager
def _connected(house: str, way: str) -> Iterator[tuple[Access, Connection]]:
    """The business in the address and its connection; the same 404 for no business, no connection, one that is off."""
    organization = Organization.objects.filter(slug=house).first()
    if organization is None:
        raise Http404
    with inside(organization):
        access = house_access(organization)
        connection = find_connection(access, way)
        if connection is None or not connection.is_on:
            raise Http404
        try:
            yield access, connection
        except Unreadable as fault:
            raise Http404 from fault
