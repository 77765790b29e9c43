"""Writing to somebody: a text for the reason, by a link from one's own telephone or by a connected channel."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neeman.channels.composing import Said, compose
from neeman.channels.forms.writing import MessageForm
from neeman.channels.gate import draft, send
from neeman.channels.kinds import Channel, Purpose
from neeman.channels.models.message import Message, State
from neeman.channels.models.template import Content
from neeman.channels.queries.connections import find_way
from neeman.channels.queries.conversations import get_conversation
from neeman.channels.queries.templates import get_content, get_wording, library, wordings
from neeman.channels.recipients import Recipient
from neeman.channels.suggesting import suggested
from neeman.channels.whys import why_words
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.SEND_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def message_write(request: HttpRequest, who: str) -> HttpResponse:
    """Choose a text (`?text=`) and a channel, change the words, and send."""
    access = with_access(request).access
    person, _said = get_conversation(access, who)
    pieces = library(access)
    form = _form(request, access, person, pieces)
    if form.is_valid():
        message = _written(request, access, person, form)
        if message.state == State.REFUSED:
            form.add_error(None, why_words(message.why))
        elif message.state == State.DRAFTED:
            return redirect("message", org=access.organization.slug, pk=message.pk)
        else:
            toast(request, _("On its way."))
            return redirect("conversation", org=access.organization.slug, who=who)
    context = {
        "who": who,
        "person": person,
        "form": form,
        "texts": wordings(access, get_language() or "he"),
        "library": pieces.exclude(link="")[:20],
        "chosen": request.GET.get("text", ""),
        "connected": [channel.label for channel in Channel if find_way(access, channel)],
    }
    return render(request, "channels/message_write.html", context)


def _form(request: HttpRequest, access: Access, person: Recipient, pieces: QuerySet[Content]) -> MessageForm:
    """Files go along, one's own and those of the library, where a mailbox is connected."""
    return MessageForm(
        request.POST or None,
        request.FILES or None,
        initial=_initial(request, access, person),
        mails=bool(find_way(access, Channel.EMAIL)),
        shelf=pieces.exclude(file=None),
    )


def _initial(request: HttpRequest, access: Access, person: Recipient) -> dict[str, str]:
    """The words of the chosen text for this reader, and the channel that suits both."""
    asked = request.GET.get("channel", "")
    key = request.GET.get("text", "")
    if not key:
        return {"channel": asked or suggested(person, Purpose.SERVICE)}
    wording = get_wording(access, key, get_language() or "he")
    channel = asked or suggested(person, wording.purpose)
    said = compose(access, wording, person, _piece(request, access))
    return {
        "channel": channel,
        "purpose": wording.purpose,
        "subject": said.subject,
        "body": said.body,
        "template": key,
    }


def _piece(request: HttpRequest, access: Access) -> dict[str, str]:
    """The chosen piece of the library, which fills the placeholder for it."""
    chosen = request.GET.get("content", "")
    if not chosen.isdecimal():
        return {}
    piece = get_content(access, int(chosen[:18]))
    return {"content": f"{piece.title}\n{piece.link}"}


def _written(request: HttpRequest, access: Access, person: Recipient, form: MessageForm) -> Message:
    """By the connected channel at once, or by a link where there is none or the person would rather."""
    given, now = form.cleaned_data, timezone.now()
    key = given["template"]
    wording = get_wording(access, key, get_language() or "he") if key else None
    template = wording.template if wording else None
    said = Said(
        given["body"],
        given["subject"],
        template_id=template.pk if template else None,
        template_version=template.version if template else 0,
        files=given["enclosed"],
    )
    by_link = "by_link" in request.POST or not find_way(access, given["channel"])
    if by_link:
        return draft(access, person, said, purpose=given["purpose"], channel=given["channel"], now=now)
    return send(
        access, person, said, purpose=given["purpose"], channel=given["channel"], now=now, waits=False
    )
