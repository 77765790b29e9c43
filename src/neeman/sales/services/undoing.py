"""How this room's acts are taken back: through the one way of `customers.services.undoing`."""

from __future__ import annotations

from datetime import datetime

from neeman.activity.services.cadence import day_of, refresh
from neeman.customers.services.undoing import Room
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.sales.services.lead_forms import VERBS as OF_FORMS
from neeman.sales.services.lists import VERBS as OF_LISTS
from neeman.sales.services.products import VERBS as OF_PRODUCTS
from neeman.sales.services.quote_deciding import settle_undone
from neeman.sales.services.quote_settings import CHANGED as OF_QUOTES


def _after(access: Access, change_set: ChangeSet, touched: set[int], now: datetime) -> None:
    """Tasks came or went with it, so follow-ups are reckoned anew; a quote is settled as what it is again."""
    settle_undone(access, change_set, now=now)
    refresh(access, touched, today=day_of(access, now))


OF_THE_BUSINESS = [
    *OF_FORMS,
    *(verb for verbs in OF_LISTS.values() for verb in verbs.values()),
    *OF_PRODUCTS,
    OF_QUOTES,
]
ROOM = Room(May.EDIT_SALES, dict.fromkeys(OF_THE_BUSINESS, May.EDIT_CATALOG), _after)
