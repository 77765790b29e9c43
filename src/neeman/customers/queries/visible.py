"""Whose customers a member sees: the one place that knows. Every other query of the room starts here."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.roles import Sees


def visible(access: Access) -> QuerySet[Customer]:
    """All customers that this member may see, archived and merged ones among them."""
    return Customer.objects.filter(seen_by(access))


def live(access: Access) -> QuerySet[Customer]:
    """The visible customers of today: neither archived nor merged into another."""
    return visible(access).filter(archived_at=None, merged_into=None)


def seen_by(access: Access) -> Q:
    """The condition of sight: everything, the team's (the member's own and those of whom they manage), or their own."""
    if access.sees_all:
        return Q()
    if access.sees == Sees.TEAM:
        team = Member.objects.filter(manager=access.member).values("pk")
        return Q(owner=access.member) | Q(owner__in=team)
    return Q(owner=access.member)


def owned_by(owners: Iterable[Member | None], column: str = "owner") -> Q:
    """The condition that a row is one of these members', or nobody's where None is among them."""
    named = list(owners)
    asked = Q((f"{column}__in", [owner for owner in named if owner is not None]))
    return asked | Q((column, None)) if None in named else asked
