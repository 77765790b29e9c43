"""Pages of links, of joining, and of one's own account. The library's own pages are restyled by templates alone."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from neeman.orgs.access import with_access
from neeman.orgs.doors import needs, public, signed_in
from neeman.orgs.invitations import accept, get_invitation
from neeman.orgs.middleware import LANGUAGE_COOKIE
from neeman.orgs.models import Invitation, User
from neeman.orgs.proof import freshly_proven
from neeman.orgs.queries import get_member
from neeman.orgs.roles import May
from neeman.orgs.services import end_sessions
from neeman.signin import services
from neeman.signin.entering import clear_when_dead, enter_as
from neeman.signin.forms import EmailForm, JoinForm, NewPasswordForm, ProfileForm
from neeman.signin.models import Purpose
from neeman.signin.queries import get_link
from neeman.ui.toasts import toast

READ_OR_SEND = ["GET", "HEAD", "POST"]
A_YEAR = 365 * 24 * 3600


@public("whoever holds the link has no account open yet")
@require_http_methods(READ_OR_SEND)
@clear_when_dead
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A link that signs in. Opening it only shows a button, so that a preview in a chat does not use it up."""
    now = timezone.now()
    link = get_link(Purpose.ENTER, token, now=now)
    if request.method != "POST":
        return render(request, "signin/enter.html", {"person": link.user})
    return enter_as(request, services.spend_link(link, now=now), by="link")


@public("whoever holds the link has no account open yet")
@sensitive_post_parameters("password")
@require_http_methods(READ_OR_SEND)
@clear_when_dead
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """A link that sets a password, and then signs in as that password would."""
    now = timezone.now()
    link = get_link(Purpose.PASSWORD, token, now=now)
    form = NewPasswordForm(link.user, request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            user = services.spend_link(link, now=now)
            services.set_password(user, form.cleaned_data["password"], now=now)
        return enter_as(request, user, by="password")
    context = {"form": form, "person": link.user}
    return render(request, "signin/new_password.html", context)


@public("the invited have no account yet")
@sensitive_post_parameters("password")
@require_http_methods(READ_OR_SEND)
@clear_when_dead
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: a newcomer says their name and takes a password or a passkey; who is known signs in and joins."""
    invitation = get_invitation(token, now=timezone.now())
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known is None and not request.user.is_authenticated:
        return _join_as_newcomer(request, invitation)
    if known is None or request.user.pk != known.pk:
        context = {"invitation": invitation, "known": known}
        return render(request, "signin/join_as_other.html", context)
    if request.method != "POST":
        return render(request, "signin/join_known.html", {"invitation": invitation})
    accept(invitation, known, now=timezone.now())
    return redirect("desk_home", org=invitation.organization.slug)


def _join_as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    newcomer = User(email=invitation.email, name=request.POST.get("name", "")[:120])
    words = [invitation.organization.name, invitation.organization.slug]
    form = JoinForm(newcomer, request.POST or None, words=words)
    if not form.is_valid():
        context = {"form": form, "invitation": invitation}
        return render(request, "signin/join.html", context)
    with transaction.atomic():
        user = User.objects.create_user(
            invitation.email, form.cleaned_data["password"] or None, name=form.cleaned_data["name"]
        )
        user.language = request.LANGUAGE_CODE
        user.save(update_fields=["language"])
        accept(invitation, user, now=timezone.now())
    then = reverse("mfa_add_webauthn") if form.by_passkey else ""
    return enter_as(request, user, by="invitation", then=then)


@needs(May.MANAGE_MEMBERS)
@require_POST
@freshly_proven(back="members")
def member_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link by which a member sets a new password, and show it this once."""
    access = with_access(request).access
    member = get_member(access, pk)
    link = services.make_member_link(access, member, now=timezone.now())
    return render(request, "signin/member_link.html", {"member": member, "link": link})


@signed_in
@require_http_methods(READ_OR_SEND)
def account(request: HttpRequest) -> HttpResponse:
    """One's own name, language and colours, and the ways to sign in."""
    user = _me(request)
    form = ProfileForm(request.POST or None, instance=user)
    if form.is_valid():
        form.save()
        toast(request, _("Saved."))
        return redirect("account")
    factors = Authenticator.objects.filter(user=user)
    kinds = [factor.type for factor in factors]
    context = {
        "form": form,
        "passkeys": [factor.wrap() for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "has_codes": Authenticator.Type.TOTP in kinds,
        "has_recovery": Authenticator.Type.RECOVERY_CODES in kinds,
        "has_password": user.has_usable_password(),
    }
    return render(request, "signin/account.html", context)


@signed_in
@require_http_methods(READ_OR_SEND)
@freshly_proven()
def change_email(request: HttpRequest) -> HttpResponse:
    """Another address to sign in with."""
    form = EmailForm(request.POST or None, instance=_me(request))
    if form.is_valid():
        services.change_email(_me(request), form.cleaned_data["email"], now=timezone.now())
        toast(request, _("Saved."))
        return redirect("account")
    return render(request, "signin/change_email.html", {"form": form})


@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user = _me(request)
    end_sessions(user)
    update_session_auth_hash(request, user)
    toast(request, _("Signed out everywhere else."))
    return redirect("account")


@public("a language is chosen before signing in as well")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language with the person, and in this browser."""
    language = request.POST.get("language", "")
    then = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    response = redirect(then if safe else "home")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
