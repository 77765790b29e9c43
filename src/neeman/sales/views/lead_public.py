"""The form that the world fills in. No sign-in and no script; it says the same to whoever is known and whoever is not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from neeman.orgs.access import Access, house_access
from neeman.orgs.doors import public
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization
from neeman.sales.forms.leads import PublicForm
from neeman.sales.lead_words import consent_of, notice_of, title_of
from neeman.sales.models import LeadForm
from neeman.sales.queries.lead_forms import get_form_at, is_too_much
from neeman.sales.services.lead_forms import receive
from neeman.sales.tokens import Mark, new_mark, read_mark


@public("people who want to buy write here: the address is given to them by the business")
@csrf_exempt  # there is no session to abuse; the signed mark of the page itself is what a sending needs
@require_http_methods(["GET", "HEAD", "POST"])
def lead_form(request: HttpRequest, house: str, address: str) -> HttpResponse:
    """The form, empty or as a page elsewhere filled it in; sent with a good mark, it becomes a deal."""
    organization = Organization.objects.filter(slug=house).first()
    if organization is None:
        raise Http404
    chosen = request.GET.get("lang", "")
    language = chosen if chosen in {"he", "en"} else translation.get_language() or "he"
    with inside(organization), translation.override(language):
        access = house_access(organization)
        return _answer(request, access, get_form_at(access, address))


def _answer(request: HttpRequest, access: Access, form: LeadForm) -> HttpResponse:
    """Thanks also meet a machine: it learns nothing. Whoever is too fast, or comes from a form on another page, sees
    what they wrote and sends it once more."""
    if request.method != "POST":
        return _page(request, access, form, PublicForm())
    written, now = PublicForm(request.POST), timezone.now()
    mark, once = read_mark(request.POST.get("mark", ""), form.address, now)
    if written.is_machine:
        return _thanks(request, access, form)
    if not written.is_valid():
        return _page(request, access, form, written, status=422)
    if mark != Mark.GOOD:
        return _page(request, access, form, written, again=True)
    sender = _sender(request)
    if is_too_much(form, sender, now=now):
        return _page(request, access, form, written, status=429, full=True)
    words = {"consent_words": consent_of(form, access.organization)}
    words["notice_words"] = notice_of(form, access.organization)
    receive(access, form, written.given(**words), once=once, sender=sender, now=now)
    return _thanks(request, access, form)


def _page(
    request: HttpRequest,
    access: Access,
    form: LeadForm,
    written: PublicForm,
    *,
    status: int = 200,
    again: bool = False,
    full: bool = False,
) -> HttpResponse:
    given = {
        "business": access.organization.name,
        "title": title_of(form),
        "form": written,
        "mark": new_mark(form.address, timezone.now()),
        "notice": notice_of(form, access.organization),
        "consent": consent_of(form, access.organization),
        "again": again,
        "full": full,
    }
    return render(request, "sales/lead_form.html", given, status=status)


def _thanks(request: HttpRequest, access: Access, form: LeadForm) -> HttpResponse:
    given = {"business": access.organization.name, "title": _("Thank you, we will be in touch")}
    return render(request, "sales/lead_thanks.html", given)


def _sender(request: HttpRequest) -> str:
    """Where it comes from, as a keyed hash: enough to count by, too little to tell anybody."""
    return salted_hmac("neeman.sales.sender", request.META.get("REMOTE_ADDR", "")).hexdigest()[:32]
