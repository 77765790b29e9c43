"""The follow-ups in the background: everybody's each night and after new standings, those of new customers at once."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.activity.services.cadence import day_of, refresh, refresh_all
from neeman.activity.services.rules import CHANGED
from neeman.customers.models import Customer
from neeman.customers.services.customers import ADDED
from neeman.customers.services.standings import STANDINGS
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access


@job("activity.follow_ups", nightly=True, follows=(STANDINGS, CHANGED), yields=True)
def reckon_follow_ups(access: Access, run: Run) -> dict[str, Any]:
    """Everybody's, since a day has passed, grades have moved, or the cadence is another."""
    return {"customers": refresh_all(access, today=day_of(access, timezone.now()))}


@job("activity.new_follow_ups", follows=(ADDED,), yields=True)
def reckon_new(access: Access, run: Run) -> dict[str, Any]:
    """Those of customers who have none yet."""
    new = Customer.objects.filter(archived_at=None, merged_into=None, follow_up=None)
    ids = list(new.values_list("pk", flat=True))
    refresh(access, ids, today=day_of(access, timezone.now()))
    return {"customers": len(ids)}
