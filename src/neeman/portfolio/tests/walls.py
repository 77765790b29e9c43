"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from neeman.customers.models import Customer, Standing
from neeman.orgs.access import Access
from neeman.portfolio.forms import RulesForm
from neeman.portfolio.models import Rules
from neeman.portfolio.services import set_grade
from neeman.portfolio.tests.measured import take_snapshot
from neeman_engine.params import Params

Kwargs = dict[str, Any]
LONG_AGO = (date(2001, 1, 1), date(2000, 1, 1))
"""Two to compare, where no other test takes one."""


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    customer = Customer.objects.create(name="לקוח של התיק", owner=access.member)
    done = set_grade(access, customer, "A", reason="לבדיקה")
    waiting = Customer.objects.create(name="לקוח שמוצע לו דירוג", owner=access.member)
    Standing.objects.create(
        customer=waiting, as_of=LONG_AGO[0], grade="B", proposed="A", proposed_on=LONG_AGO[0], explanation={}
    )
    for day in LONG_AGO:
        take_snapshot(day)
    one = {"pk": customer.pk}
    return {
        "customer_grades": one,
        "customer_grade_set": one,
        "customer_grade_lift": one,
        "portfolio_undo": {"pk": done.pk},
    }


def posts(access: Access) -> dict[str, Kwargs]:
    """URL name -> what a POST there accepts."""
    return {
        "portfolio_recompute": {},
        "portfolio_rules": RulesForm.initial_of(Rules(method="rules"), Params()),
        "portfolio_rules_defaults": {},
        "portfolio_proposed_approve": {"all": "1"},
        "portfolio_proposed_decline": {"all": "1"},
        "portfolio_undo": {},
        "customer_grade_set": {"grade": "B", "reason": "שוב"},
        "customer_grade_lift": {},
    }
