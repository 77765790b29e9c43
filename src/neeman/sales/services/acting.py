"""What every act on one deal shares: the walls before it, its change set and log entry after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from neeman.customers.services.acting import Act, Unfit, hold
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.models import Change
from neeman.orgs.roles import May
from neeman.sales.models import Deal
from neeman.sales.queries.deals import get_deal

__all__ = ["Act", "Unfit", "act_on_deal", "hold"]


@contextmanager
def act_on_deal(access: Access, deal: Deal, verb: str, **data: Any) -> Iterator[Act]:
    """Do something to a deal that `access` may see and change, in one transaction.

    Raises PermissionDenied or Http404 before anything is touched.
    """
    access.require(May.EDIT_SALES)
    with transaction.atomic():
        get_deal(access, deal.pk)
        act = Act(Recorder(access, verb, {"deal": deal.pk, "name": deal.title}), data)
        yield act
        made = act.recorder.change_set
        if not Change.objects.filter(change_set=made).exists():
            made.delete()
            return
        log(access, deal, verb, {**act.data, "change_set": made.pk})
        act.change_set = made
