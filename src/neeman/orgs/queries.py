"""Reads: memberships, members, invitations, the log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import Http404

from neeman.orgs.access import Access
from neeman.orgs.models import Invitation, LogEntry, Member, User
from neeman.orgs.roles import Role
from neeman.orgs.wall import across_organizations


def find_membership(user_id: int, slug: str) -> Member | None:
    """The active membership of this person in the organization at this address, or None."""
    with across_organizations():
        found = Member.objects.select_related("organization", "user").filter(
            user_id=user_id, organization__slug=slug, is_active=True, user__is_active=True
        )
        return next(iter(found), None)


def memberships_of(user_id: int) -> list[Member]:
    """All the organizations that this person may enter, by name."""
    with across_organizations():
        return list(
            Member.objects.select_related("organization")
            .filter(user_id=user_id, is_active=True)
            .order_by("organization__name")
        )


def first_owner() -> User | None:
    """The longest-standing owner of the oldest organization who may enter, or None."""
    with across_organizations():
        member = (
            Member.objects.select_related("user")
            .filter(role=Role.OWNER, is_active=True, user__is_active=True)
            .order_by("organization_id", "pk")
            .first()
        )
    return member.user if member else None


def members(access: Access) -> QuerySet[Member]:
    """The active members of the organization, with their people."""
    return Member.objects.filter(is_active=True).select_related("user").order_by("user__name", "pk")


def former_members(access: Access) -> QuerySet[Member]:
    """People whose membership was ended."""
    return Member.objects.filter(is_active=False).select_related("user").order_by("user__name", "pk")


def names_of(access: Access, member_ids: Collection[int | None]) -> dict[int, str]:
    """Member id -> the name, former members among them; no query for nobody but whoever asks."""
    names = {access.member.pk: str(access.member)} if access.member else {}
    others = {pk for pk in member_ids if pk is not None} - names.keys()
    if others:
        found = Member.objects.filter(pk__in=others).values_list("pk", "user__name", "user__email")
        names |= {pk: name or email for pk, name, email in found}
    return names


def get_member(access: Access, pk: int) -> Member:
    """An active member of the organization, or 404."""
    found = members(access).filter(pk=pk).first()
    if found is None:
        raise Http404("no such member")
    return found


def live_invitations(access: Access, *, now: datetime) -> QuerySet[Invitation]:
    """Invitations that wait to be accepted, latest first."""
    return (
        Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
        .select_related("made_by__user")
        .order_by("-made_at")
    )


def get_live_invitation(access: Access, pk: int, *, now: datetime) -> Invitation:
    """One that waits, or 404."""
    found = live_invitations(access, now=now).filter(pk=pk).first()
    if found is None:
        raise Http404("no such invitation")
    return found


def belongs_elsewhere(access: Access, user: User) -> bool:
    """Whether the person is, or was, a member of another organization: then no owner here may open their account."""
    with across_organizations():
        others = Member.objects.filter(user=user).exclude(organization=access.organization)
        return others.exists()


def log_entries(
    access: Access,
    *,
    member: Member | None = None,
    room: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[LogEntry]:
    """The log, latest first: of one member, of verbs of one room, between two days of the organization (inclusive)."""
    entries = LogEntry.objects.select_related("member__user").order_by("-at", "-pk")
    if member is not None:
        entries = entries.filter(member=member)
    if room:
        entries = entries.filter(verb__startswith=f"{room}.")
    zone = ZoneInfo(access.organization.timezone)
    if since is not None:
        entries = entries.filter(at__gte=datetime(since.year, since.month, since.day, tzinfo=zone))
    if until is not None:
        after = until + timedelta(days=1)
        entries = entries.filter(at__lt=datetime(after.year, after.month, after.day, tzinfo=zone))
    return entries


def log_of(access: Access, table: str, row_id: int) -> QuerySet[LogEntry]:
    """What happened to one row, latest first."""
    return (
        LogEntry.objects.filter(subject_table=table, subject_id=row_id)
        .select_related("member__user")
        .order_by("-at", "-pk")
    )
