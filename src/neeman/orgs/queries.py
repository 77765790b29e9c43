"""Reads: memberships, members, the log."""

from __future__ import annotations

from django.db.models import QuerySet

from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry, Member, User
from neeman.orgs.roles import Role
from neeman.orgs.wall import across_organizations


def find_membership(user_id: int, slug: str) -> Member | None:
    """The active membership of this person in the organization at this address, or None."""
    with across_organizations():
        return (
            Member.objects.select_related("organization", "user")
            .filter(user_id=user_id, organization__slug=slug, is_active=True, user__is_active=True)
            .first()
        )


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


def log_of(access: Access, table: str, row_id: int) -> QuerySet[LogEntry]:
    """What happened to one row, latest first."""
    return (
        LogEntry.objects.filter(subject_table=table, subject_id=row_id)
        .select_related("member__user")
        .order_by("-at", "-pk")
    )
