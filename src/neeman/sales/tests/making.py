"""Rows for the tests of this room, made as the services make them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Deal
from neeman.sales.services.deals import add_deal

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def make_deal(access: Access, title: str = "מגבהים לסניף שני", **given: Any) -> Deal:
    """A deal, added by the service, of a customer made for it unless `customer` is given."""
    customer: Customer = given.pop("customer", None) or make(access)
    stage, key, arrived = given.pop("stage", None), given.pop("key", ""), given.pop("arrived", False)
    now, step = given.pop("now", NOW), given.pop("next_step", None)
    wanted = {"title": title, **given}
    deal, _ = add_deal(
        access, customer, wanted, now=now, stage=stage, next_step=step, key=key, arrived=arrived
    )
    return deal
