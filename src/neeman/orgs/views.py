"""Pages of the organization: its members and invitations, its settings, its log."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.orgs import invitations, queries, services
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.forms import HoursForm, InvitationForm, LogFilter, OrganizationForm, PlaceForm
from neeman.orgs.hours import closed_days, hours_of
from neeman.orgs.models import Organization
from neeman.orgs.proof import freshly_proven
from neeman.orgs.roles import May
from neeman.orgs.verbs import words_of
from neeman.ui.toasts import toast

LOG_PAGE = 50


def _members_page(
    request: HttpRequest, access: Access, form: InvitationForm | None = None, link: str = ""
) -> HttpResponse:
    now = timezone.now()
    invited = form.cleaned_data["email"] if link and form else ""
    said = _("An invitation to %(organization)s in Neeman: %(link)s") % {
        "organization": access.organization.name,
        "link": link,
    }
    context = {
        "members": queries.members(access).select_related("manager__user"),
        "former": queries.former_members(access),
        "invitations": queries.live_invitations(access, now=now),
        "form": InvitationForm(access) if form is None or link else form,
        "link": link,
        "invited": invited,
        "whatsapp": f"https://wa.me/?{urlencode({'text': said})}" if link else "",
    }
    return render(request, "orgs/members.html", context)


@needs(May.MANAGE_MEMBERS)
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Who may enter, and who is invited."""
    return _members_page(request, with_access(request).access)


@needs(May.MANAGE_MEMBERS)
@require_POST
@freshly_proven(back="members")
def invite_member(request: HttpRequest) -> HttpResponse:
    """Make an invitation, and show its link this once."""
    access = with_access(request).access
    form, link = InvitationForm(access, request.POST), ""
    if form.is_valid():
        role, sees, manager = form.place()
        email = form.cleaned_data["email"]
        try:
            link = invitations.invite(
                access, email, role=role, sees=sees, manager=manager, now=timezone.now()
            )
        except invitations.AlreadyMember:
            form.add_error("email", _("A member has this address already."))
    return _members_page(request, access, form, link)


@needs(May.MANAGE_MEMBERS)
@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    access, now = with_access(request).access, timezone.now()
    invitation = queries.get_live_invitation(access, pk, now=now)
    invitations.revoke(access, invitation, now=now)
    toast(request, _("The invitation of %(email)s is void.") % {"email": invitation.email})
    return redirect("members", org=access.organization.slug)


@needs(May.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
@freshly_proven()
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: role, what they see, whose team; a link for a new password; the end of the membership."""
    access = with_access(request).access
    found = queries.get_member(access, pk)
    initial = {"role": found.role, "sees": found.sees, "manager": found.manager_id}
    form = PlaceForm(access, request.POST or None, member=found, initial=initial)
    if form.is_valid():
        role, sees, manager = form.place()
        try:
            services.change_member(access, found, role=role, sees=sees, manager=manager)
        except services.LastOwner:
            form.add_error("role", _("An organization needs an owner: make somebody else one first."))
        else:
            toast(request, _("Saved. %(name)s signs in again.") % {"name": found})
            return redirect("members", org=access.organization.slug)
    context = {"member": found, "form": form, "elsewhere": queries.belongs_elsewhere(access, found.user)}
    return render(request, "orgs/member.html", context)


@needs(May.MANAGE_MEMBERS)
@require_POST
@freshly_proven(back="members")
def close_member(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership."""
    access = with_access(request).access
    found = queries.get_member(access, pk)
    try:
        services.close_member(access, found)
    except services.LastOwner:
        toast(request, _("An organization needs an owner: make somebody else one first."), tone="lose")
        return redirect("member", org=access.organization.slug, pk=pk)
    toast(request, _("The membership of %(name)s has ended.") % {"name": found})
    return redirect("members", org=access.organization.slug)


def _settings_page(
    request: HttpRequest, form: OrganizationForm | None = None, hours: HoursForm | None = None
) -> HttpResponse:
    organization = with_access(request).access.organization
    as_saved = Organization.objects.get(pk=organization.pk)
    context = {
        "form": form or OrganizationForm(instance=as_saved),
        "hours": hours or HoursForm(instance=as_saved),
        "coming": closed_days(as_saved, today=timezone.now().astimezone(hours_of(as_saved).zone).date()),
    }
    return render(request, "orgs/settings.html", context)


@needs(May.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_settings(request: HttpRequest) -> HttpResponse:
    """Name, currency and time zone; beside them the hours."""
    access = with_access(request).access
    form = OrganizationForm(request.POST or None, instance=access.organization)
    if form.is_valid():
        services.change_organization(access, **form.cleaned_data)
        toast(request, _("Saved."))
        return redirect("organization_settings", org=access.organization.slug)
    return _settings_page(request, form)


@needs(May.MANAGE_ORGANIZATION)
@require_POST
def organization_hours(request: HttpRequest) -> HttpResponse:
    """When the organization works."""
    access = with_access(request).access
    form = HoursForm(request.POST, instance=access.organization)
    if not form.is_valid():
        return _settings_page(request, hours=form)
    services.change_hours(access, **form.cleaned_data)
    toast(request, _("Saved."))
    return redirect("organization_settings", org=access.organization.slug)


@needs(May.VIEW_LOG)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, latest first."""
    access = with_access(request).access
    form = LogFilter(access, request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queries.log_entries(access, **wanted), LOG_PAGE).get_page(request.GET.get("page"))
    rows = [{"entry": entry, "words": words_of(entry.verb)} for entry in page]
    kept = {key: value for key, value in request.GET.items() if key != "page"}
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "previous": f"?{urlencode({**kept, 'page': page.previous_page_number()})}"
        if page.has_previous()
        else "",
        "next": f"?{urlencode({**kept, 'page': page.next_page_number()})}" if page.has_next() else "",
    }
    return render(request, "orgs/log.html", context)
