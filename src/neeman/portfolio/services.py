"""Writes: the rules, grades set by hand, and asking for a computation (`computing` does it, in the worker)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from neeman.customers.models import Customer
from neeman.jobs.models import Job
from neeman.jobs.services import enqueue
from neeman.orgs.access import Access
from neeman.orgs.changes import update_row
from neeman.orgs.log import log
from neeman.orgs.roles import May
from neeman.portfolio.models import GradeSet, Rules
from neeman.portfolio.queries import get_rules
from neeman_engine.params import Params

RECOMPUTE = "portfolio.recompute"
HISTORY = "portfolio.history"


def request_recompute(access: Access) -> Job:
    """Queue a computation; one that already waits is enough."""
    return enqueue(access, RECOMPUTE, key=RECOMPUTE)


def request_history(access: Access) -> Job:
    """Queue the snapshots of quarters that ended before anybody computed."""
    return enqueue(access, HISTORY, key=HISTORY)


def params_of(access: Access, rules: Rules) -> Params:
    """The engine's parameters of this organization."""
    return Params(currency=access.organization.currency).changed(rules.params)


def change_rules(access: Access, *, method: str, params: dict[str, Any], version: int) -> Rules:
    """Set how grades are decided, and measure anew. Raises `ParamsError`, StaleWrite or PermissionDenied."""
    access.require(May.EDIT_PORTFOLIO)
    Params().changed(params)
    with transaction.atomic():
        rules = get_rules(access)
        if rules.pk is None:
            rules.save()
        update_row(
            access,
            rules,
            {"method": method, "params": params},
            version=version,
            verb="portfolio.rules.changed",
        )
        request_recompute(access)
    return get_rules(access)


def set_grade(access: Access, customer: Customer, grade: str, *, reason: str) -> GradeSet:
    """Set a grade by hand, with the reason; it shows at once and outlives computations (R47)."""
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        held, _ = GradeSet.objects.update_or_create(
            customer=customer, defaults={"grade": grade, "reason": reason, "member": access.member}
        )
        if hasattr(customer, "standing"):
            customer.standing.grade = grade
            customer.standing.save(update_fields=["grade"])
        log(access, customer, "portfolio.grade.set", {"grade": grade, "reason": reason})
    return held


def lift_grade(access: Access, customer: Customer) -> None:
    """Let the computed grade hold again, from the computation that is queued now."""
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        GradeSet.objects.filter(customer=customer).delete()
        log(access, customer, "portfolio.grade.lifted")
        request_recompute(access)
