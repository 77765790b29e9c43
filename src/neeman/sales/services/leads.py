"""A lead: somebody who has not bought yet, with a deal that waits for a first word."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from neeman.activity.proposing import Proposal
from neeman.activity.services.cadence import day_of
from neeman.customers.models import Status
from neeman.customers.services.customers import add_customer
from neeman.orgs.access import Access
from neeman.orgs.changes import Values
from neeman.orgs.models import ChangeSet
from neeman.orgs.once import once
from neeman.orgs.roles import May
from neeman.sales.models import Deal, Stage
from neeman.sales.services.deals import made_by, put_up


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

    def bring() -> tuple[Deal, ChangeSet | None]:
        access.require(May.EDIT_SALES)
        source = {"source": wanted["source"]} if wanted.get("source") else {}
        of_customer = {**source, **person, "status": Status.LEAD}
        customer, _ = add_customer(access, of_customer, today=day_of(access, now))
        deal = Deal(customer=customer, stage_since=now, key=key, arrived_at=now)
        return deal, put_up(access, deal, wanted, now=now, stage=stage, next_step=next_step, brought=True)

    return once(partial(made_by, key), bring)
