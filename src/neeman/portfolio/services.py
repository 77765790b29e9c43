"""Writes: the rules, grades set by hand, and asking for a computation (`computing` does it, in the worker)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from neeman.customers.models import Customer, Standing
from neeman.customers.services.standings import keep_sums
from neeman.jobs.models import Job
from neeman.jobs.services import enqueue
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, UndoOutcome, undo, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.portfolio.models import GradeSet, Method, Rules
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


def change_rules(access: Access, *, method: str, params: dict[str, Any], version: int) -> ChangeSet | None:
    """Set how grades are decided, and measure anew; None when nothing differs.

    Raises `ParamsError`, StaleWrite or PermissionDenied.
    """
    access.require(May.EDIT_PORTFOLIO)
    Params().changed(params)
    with transaction.atomic():
        rules = get_rules(access)
        if rules.pk is None:
            rules.save()
        done = update_row(
            access,
            rules,
            {"method": method, "params": params},
            version=version,
            verb="portfolio.rules.changed",
        )
        if done is not None:
            request_recompute(access)
    return done


def set_grade(access: Access, customer: Customer, grade: str, *, reason: str) -> ChangeSet:
    """Set a grade by hand, with the reason; it shows at once and outlives computations (R47)."""
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        recorder = Recorder(access, "portfolio.grade.set", {"customer": customer.pk, "name": customer.name})
        recorder.removed(list(GradeSet.objects.filter(customer=customer)))
        recorder.created(
            [GradeSet.objects.create(customer=customer, grade=grade, reason=reason, member=access.member)]
        )
        _show(recorder, customer, grade)
        log(access, customer, "portfolio.grade.set", {"grade": grade, "reason": reason})
    return recorder.change_set


def lift_grade(access: Access, customer: Customer) -> ChangeSet | None:
    """Let the computed grade hold again; None when nobody had set one. The computation is queued."""
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        held = list(GradeSet.objects.filter(customer=customer))
        if not held:
            return None
        recorder = Recorder(
            access, "portfolio.grade.lifted", {"customer": customer.pk, "name": customer.name}
        )
        recorder.removed(held)
        standing = Standing.objects.filter(customer=customer).first()
        if standing is not None and get_rules(access).method == Method.PARETO:
            _show(recorder, customer, standing.explanation["grade"]["grade"])
        log(access, customer, "portfolio.grade.lifted")
        request_recompute(access)
    return recorder.change_set


def undo_act(access: Access, change_set: ChangeSet, *, now: datetime) -> UndoOutcome:
    """Put back rules or a grade as they were, and measure anew. Raises TooLateToUndo."""
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        outcome = undo(access, change_set, now=now)
        request_recompute(access)
    return outcome


def _show(recorder: Recorder, customer: Customer, grade: str) -> None:
    """The grade on lists and the card, before the next computation says the same."""
    standings = list(Standing.objects.filter(customer=customer))
    recorder.update(standings, [{"grade": grade} for _ in standings])
    keep_sums(recorder.access)
