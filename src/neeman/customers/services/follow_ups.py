"""Writes: the owner that follow-ups copy, kept in step with the customers."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from neeman.customers.models import Customer, FollowUp


def keep_owners(customer_ids: list[int]) -> None:
    """Copy the owners of these customers onto their follow-ups, in one statement."""
    owner = Customer.objects.filter(pk=OuterRef("pk")).values("owner")
    FollowUp.objects.filter(pk__in=customer_ids).update(owner=Subquery(owner))
