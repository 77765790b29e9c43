"""A business whose new grades wait for approval: graded once, and what moves a customer."""

from __future__ import annotations

from datetime import date

from neeman.customers.models import Customer
from neeman.orgs.access import Access
from neeman.portfolio.computing import recompute
from neeman.portfolio.queries import get_rules
from neeman.portfolio.services import change_rules
from neeman.portfolio.tests.selling import TODAY, sell, sell_rhythmically

RISE = 300_000
SHARES = {"big": 50_000, "second": 30_000, "third": 15_000, "small": 5_000}


def open_waiting(access: Access, *, more: int = 0) -> dict[str, Customer]:
    """Customers graded A, A, B, C, and `more` of bronze; from now on new grades wait."""
    shares = {**SHARES, **{f"extra {n}": 100 for n in range(more)}}
    made = {name: Customer.objects.create(name=name, owner=access.member) for name in shares}
    for name, minor in shares.items():
        sell_rhythmically(made[name], every=10, times=5, last=date(2026, 11, 15), minor=minor)
    recompute(access, today=TODAY)
    let_wait(access)
    return made


def let_wait(access: Access, new_grades: str = "wait") -> None:
    """Switch it on, or off."""
    rules = get_rules(access)
    change_rules(
        access, method=rules.method, params=rules.params, new_grades=new_grades, version=rules.version
    )


def rise(customer: Customer) -> None:
    """The computation finds gold from now on."""
    sell(customer, TODAY, RISE)
