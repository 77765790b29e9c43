"""A lead: somebody who has not bought yet, with a deal that waits for a first word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from neeman.activity.proposing import Proposal
from neeman.activity.services.cadence import day_of
from neeman.customers.models import Status
from neeman.customers.services.customers import add_customer
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.models import ChangeSet
from neeman.sales.models import Deal, Stage
from neeman.sales.services.deals import add_deal


def add_lead(
    access: Access,
    person: Values,
    wanted: Values,
    *,
    now: datetime,
    stage: Stage | None = None,
    next_step: Proposal | None = None,
    key: str = "",
) -> tuple[Deal, ChangeSet | None]:
    """A new customer with status lead, and their deal, whose two hours begin now; undone, both go.

    `person` holds columns of the customer, `name` among them; `wanted` those of the deal. A `key` seen before gives the
    deal that it made, and adds nobody. Raises Unfit.
    """
    known = Deal.objects.filter(key=key).select_related("customer").first() if key else None
    if known is not None:
        return known, None
    with transaction.atomic():
        source = {"source": wanted["source"]} if wanted.get("source") else {}
        of_customer = {**source, **person, "status": Status.LEAD}
        customer, _ = add_customer(access, of_customer, today=day_of(access, now))
        return add_deal(
            access,
            customer,
            wanted,
            now=now,
            stage=stage,
            next_step=next_step,
            arrived=True,
            brought=True,
            key=key,
        )
