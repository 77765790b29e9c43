"""Pages of the settings: how channels are connected, and the rules over all of them."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.channels.composing import Said
from neeman.channels.forms.settings import RulesForm, TestForm, connection_form
from neeman.channels.gate import send
from neeman.channels.kinds import Purpose
from neeman.channels.models.message import State
from neeman.channels.queries.connections import find_connection
from neeman.channels.queries.messages import connections, sending_rules
from neeman.channels.recipients import Recipient, address_key
from neeman.channels.services.connections import connect, set_rules, switch
from neeman.channels.ways import WAYS, Way
from neeman.channels.whys import why_words
from neeman.orgs.access import Access, with_access
from neeman.orgs.addresses import absolute_url
from neeman.orgs.doors import needs
from neeman.orgs.proof import freshly_proven
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.MANAGE_CHANNELS)
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """All ways and how they stand."""
    return _overview(request, with_access(request).access, None)


@needs(May.MANAGE_CHANNELS)
@require_POST
def channel_rules(request: HttpRequest) -> HttpResponse:
    """Save the rules over all channels."""
    access = with_access(request).access
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _overview(request, access, form)
    set_rules(access, **form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("channels", org=access.organization.slug)


def _overview(request: HttpRequest, access: Access, form: RulesForm | None) -> HttpResponse:
    made = connections(access)
    context = {
        "ways": [{"way": way, "connection": made.get(key)} for key, way in WAYS.items()],
        "on": sum(connection.is_on for connection in made.values()),
        "form": form or RulesForm(instance=sending_rules(access)),
    }
    return render(request, "channels/channels.html", context)


@needs(May.MANAGE_CHANNELS)
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven()
def channel(request: HttpRequest) -> HttpResponse:
    """Connect one way (`?way=`), or change how it is connected."""
    access, way = with_access(request).access, request.GET.get("way", "")
    if not way:
        return redirect("channels", org=access.organization.slug)
    chosen = _way(way)
    connection = find_connection(access, way)
    form = connection_form(chosen, connection, request.POST or None)
    if form.is_valid():
        connect(access, way, form.cleaned_data, now=timezone.now())
        toast(request, _("Connected. A test message shows whether it works."))
        return redirect(_page_of(access, chosen))
    context = {
        "way": chosen,
        "connection": connection,
        "form": form,
        "test": TestForm(),
        "hook": _hook(access, way),
        "fault": why_words(connection.fault) if connection else "",
    }
    return render(request, "channels/channel.html", context)


@needs(May.MANAGE_CHANNELS)
@require_POST
@freshly_proven(back="channels")
def channel_switch(request: HttpRequest) -> HttpResponse:
    """Turn a way off, or on again (`on`)."""
    access = with_access(request).access
    connection = find_connection(access, _way(request.POST.get("way", "")).key)
    if connection is None:
        raise Http404
    switch(access, connection, on="on" in request.POST)
    toast(request, _("On.") if connection.is_on else _("Off: nothing leaves by it."))
    return redirect("channels", org=access.organization.slug)


@needs(May.MANAGE_CHANNELS)
@require_POST
@freshly_proven(back="channels")
def channel_test(request: HttpRequest) -> HttpResponse:
    """Send a test message to oneself, by the gate like every other."""
    access, chosen = with_access(request).access, _way(request.POST.get("way", ""))
    form = TestForm(request.POST)
    address = address_key(chosen.channel, form.cleaned_data["address"]) if form.is_valid() else ""
    if not address:
        toast(request, _("This is no number or address."), tone="lose")
        return redirect(_page_of(access, chosen))
    oneself = Recipient(party="", name=str(access.member))
    oneself = (
        replace(oneself, email=address) if chosen.channel == "email" else replace(oneself, phones=(address,))
    )
    said = Said(_("A test message from Neeman. It works."), _("A test message from Neeman"))
    message = send(
        access,
        oneself,
        said,
        purpose=Purpose.SERVICE,
        channel=chosen.channel,
        now=timezone.now(),
        waits=False,
    )
    if message.state == State.REFUSED:
        toast(request, why_words(message.why), tone="lose")
        return redirect(_page_of(access, chosen))
    return redirect("message", org=access.organization.slug, pk=message.pk)


def _way(key: str) -> Way:
    if key not in WAYS:
        raise Http404
    return WAYS[key]


def _page_of(access: Access, way: Way) -> str:
    return f"{reverse('channel', kwargs={'org': access.organization.slug})}?way={way.key}"


def _hook(access: Access, way: str) -> str:
    """The address to which the provider posts; the end of the gateway's is the secret word, which is not shown."""
    house = access.organization.slug
    if way == "whatsapp":
        return absolute_url(reverse("whatsapp_hook", kwargs={"house": house}))
    if way == "sms":
        return absolute_url(reverse("sms_hook", kwargs={"house": house, "key": "WORD"})).replace("WORD", "…")
    return ""
