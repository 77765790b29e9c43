"""What the end of a deal brings with it, within an act: the tasks about it, and a lead who has bought."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.models import Customer, Status
from neeman.customers.services.acting import Act
from neeman.orgs.access import Access
from neeman.sales.models import Deal
from neeman.sales.queries.steps import open_steps

WON = "sales.deal.won"


def put_won(act: Act, access: Access, held: Deal, now: datetime) -> None:
    """The deal is won: its next action falls away, and a lead who buys is a lead no more."""
    today = day_of(access, now)
    act.recorder.update([held], [{"won_at": now}])
    customer = Customer.objects.select_for_update().get(pk=held.customer_id)
    if customer.status == Status.LEAD:
        since = customer.customer_since or today
        act.recorder.update([customer], [{"status": Status.ACTIVE, "customer_since": since}])
    drop_steps(act, held, now)
    refresh(access, [held.customer_id], today=today)


def drop_steps(act: Act, deal: Deal, now: datetime) -> None:
    """A deal that has ended needs no next action: its open tasks are dropped."""
    tasks = list(open_steps().filter(about_id=deal.pk))
    act.recorder.update(tasks, [{"dropped_at": now}] * len(tasks))
