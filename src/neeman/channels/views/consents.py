"""What somebody agreed to or refused: the ledger of one party, and noting what they said."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from neeman.channels.forms.writing import ConsentForm
from neeman.channels.models.consent import Act, Source
from neeman.channels.panels import consents_of
from neeman.channels.queries.conversations import get_conversation
from neeman.channels.recipients import Recipient
from neeman.channels.services.consents import Words, give_consent, note_register, refuse
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast


@needs(May.SEND_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, who: str) -> HttpResponse:
    """The ledger, and a form for one more line."""
    access = with_access(request).access
    person, _said = get_conversation(access, who)
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        _note(access, person, form)
        toast(request, _("Noted. It holds from now on."))
        return redirect("consents", org=access.organization.slug, who=who)
    _template, context = consents_of(access, person, now=timezone.now())
    return render(request, "channels/consents.html", {**context, "form": form, "who": who})


def _note(access: Access, person: Recipient, form: ConsentForm) -> None:
    given = form.cleaned_data
    today = given["at"] == timezone.localdate()
    at = timezone.now() if today else timezone.make_aware(datetime.combine(given["at"], time(12)))
    words = Words(given["wording"], Source(given["source"]), at, given["proof"])
    if given["act"] == Act.GIVEN:
        give_consent(access, person, words, channel=given["channel"])
    elif given["act"] == "register":
        note_register(access, person, at=at, proof=given["proof"])
    else:
        refuse(access, person, words, deals=given["act"] == "deals", everything=given["act"] == "everything")
