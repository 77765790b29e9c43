"""Inviting: writes of invitations. The link is handed over by whoever invites; nothing is mailed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.access import Access, access_of
from neeman.orgs.addresses import absolute_url
from neeman.orgs.log import log
from neeman.orgs.models import Invitation, Member, User
from neeman.orgs.roles import May, Role, Sees
from neeman.orgs.services import add_member, require_reach
from neeman.orgs.wall import across_organizations, organization_scope

INVITATION_LIFE = timedelta(days=7)
PURPOSE = "join"


class AlreadyMember(Exception):
    """The person at this address is a member."""


def invite(
    access: Access, email: str, *, role: Role, sees: Sees, manager: Member | None, now: datetime
) -> str:
    """Keep a place and return the address to share; it is shown this once. An older invitation of the address ends.

    Raises AboveOneself, AlreadyMember.
    """
    access.require(May.MANAGE_MEMBERS)
    require_reach(access, role)
    email = email.strip().lower()
    with transaction.atomic():
        if Member.objects.filter(user__email=email, is_active=True).exists():
            raise AlreadyMember(email)
        Invitation.objects.filter(_live(now), email=email).update(revoked_at=now)
        token = new_token()
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            sees=sees,
            manager=manager,
            token_hash=token_hash(PURPOSE, token),
            made_by=access.member,
            expires_at=now + INVITATION_LIFE,
        )
        log(access, invitation, "orgs.invitation.made", {"email": email, "role": role})
    return absolute_url(reverse("join", kwargs={"token": token}))


def revoke(access: Access, invitation: Invitation, *, now: datetime) -> None:
    """Take an invitation back."""
    access.require(May.MANAGE_MEMBERS)
    with transaction.atomic():
        if Invitation.objects.filter(_live(now), pk=invitation.pk).update(revoked_at=now):
            log(access, invitation, "orgs.invitation.revoked", {"email": invitation.email})


def get_invitation(token: str, *, now: datetime) -> Invitation:
    """The live invitation of this token, with its organization, or 404."""
    with across_organizations():
        found = (
            Invitation.objects.select_related("organization", "made_by__user")
            .filter(_live(now), token_hash=token_hash(PURPOSE, token))
            .first()
        )
    if found is None:
        raise Http404("no such link")
    return found


def accept(invitation: Invitation, user: User, *, now: datetime) -> Member:
    """Make the invited person a member; 404 when it was used or taken back meanwhile. A member stays what they are.

    The inviter's own reach is measured again: what they may not give today they have not given.
    """
    with organization_scope(invitation.organization_id), transaction.atomic():
        if not Invitation.objects.filter(_live(now), pk=invitation.pk).update(accepted_at=now):
            raise Http404("no such link")
        member = Member.objects.filter(user=user, is_active=True).first() or _add(invitation, user)
        log(access_of(member), invitation, "orgs.invitation.accepted", {"email": invitation.email})
        return member


def _add(invitation: Invitation, user: User) -> Member:
    inviter = invitation.made_by
    if inviter is None or not inviter.is_active or not inviter.user.is_active:
        raise Http404("no such link")
    role, sees = Role(invitation.role), Sees(invitation.sees)
    try:
        return add_member(access_of(inviter), user, role=role, sees=sees, manager=invitation.manager)
    except PermissionDenied as refused:
        raise Http404("no such link") from refused


def _live(now: datetime) -> Q:
    return Q(accepted_at=None, revoked_at=None, expires_at__gt=now)
