"""Writes: the rules, grades set by hand or approved, and asking for a computation (`computing` does it, in the worker)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from neeman.customers.models import Customer, Standing
from neeman.customers.queries.visible import live
from neeman.customers.services.standings import keep_sums
from neeman.jobs.models import Job
from neeman.jobs.services import enqueue, tell_of
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, UndoOutcome, Values, pages, undo, update_row
from neeman.orgs.log import log, log_each
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May
from neeman.portfolio.changes import GRADE_COLUMN
from neeman.portfolio.models import GradeSet, Method, Rules
from neeman.portfolio.queries import customers_of, find_snapshot, get_rules
from neeman_engine.params import Params

RECOMPUTE = "portfolio.recompute"
HISTORY = "portfolio.history"

APPROVED, DECLINED = "portfolio.grade.approved", "portfolio.grade.declined"
MOST_DECIDED = 5_000
"""Customers of one decision: what is done, and undone, within seconds."""
NOT_PROPOSED: Values = {"proposed": "", "proposed_on": None, "declined": False}


def request_recompute(access: Access) -> Job:
    """Queue a computation; one that already waits is enough."""
    return enqueue(access, RECOMPUTE, key=RECOMPUTE)


def request_history(access: Access) -> Job:
    """Queue the snapshots of quarters that ended before anybody computed."""
    return enqueue(access, HISTORY, key=HISTORY)


def params_of(access: Access, rules: Rules) -> Params:
    """The engine's parameters of this organization."""
    return Params(currency=access.organization.currency).changed(rules.params)


def hold_rules(access: Access) -> Rules:
    """The rules, locked for this transaction wherever somebody has set some: of a computation and a decision on proposed
    grades one waits for the other."""
    return Rules.objects.select_for_update().first() or get_rules(access)


def change_rules(
    access: Access, *, method: str, params: dict[str, Any], version: int, new_grades: str | None = None
) -> ChangeSet | None:
    """Set how grades are decided and, unless it is None, what becomes of new ones, and measure anew; None when nothing
    differs.

    Raises `ParamsError`, StaleWrite or PermissionDenied.
    """
    access.require(May.EDIT_PORTFOLIO)
    Params().changed(params)
    with transaction.atomic():
        rules = get_rules(access)
        if rules.pk is None:
            rules.save()
        wanted = {"method": method, "params": params, "new_grades": new_grades or rules.new_grades}
        done = update_row(access, rules, wanted, version=version, verb="portfolio.rules.changed")
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
        computed = _computed_grade(access, customer)
        if computed is not None:
            _show(recorder, customer, computed)
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


def decide_grades(access: Access, proposed: Mapping[int, str], *, approve: bool) -> ChangeSet | None:
    """Take proposed grades into force, or decline them; `proposed` is customer id -> the grade that was read there.

    Passed over is whoever is proposed another grade by now, or none; None when that is everybody. One entry of the log for
    each customer; `change_set.label["count"]` says how many. Raises PermissionDenied, and Http404 where a customer is not
    visible; nothing is written then.
    """
    access.require(May.EDIT_PORTFOLIO)
    with transaction.atomic():
        hold_rules(access)
        rows = _still_proposed(access, proposed)
        if not rows:
            return None
        verb = APPROVED if approve else DECLINED
        recorder = Recorder(access, verb, {"count": len(rows)})
        by = {"change_set": recorder.change_set.pk}
        told = ((row.pk, {"was": row.grade, "proposed": row.proposed, **by}) for row in rows)
        log_each(access, Customer, verb, told)
        if approve:
            recorder.update(rows, [{"grade": row.proposed, **NOT_PROPOSED} for row in rows])
        else:
            recorder.update(rows, [{"declined": True} for _ in rows])
        keep_sums(access)
        tell_of(access, APPROVED)
    return recorder.change_set


def _still_proposed(access: Access, proposed: Mapping[int, str]) -> list[Standing]:
    """Of these customers, the standings that propose the grade named, locked."""
    rows: list[Standing] = []
    for ids in pages(sorted(proposed)):
        if live(access).filter(pk__in=ids).count() != len(ids):
            raise Http404
        found = Standing.objects.filter(pk__in=ids, proposed_on__isnull=False, declined=False)
        rows += found.only("organization", "grade", *NOT_PROPOSED).select_for_update(of=("self",))
    return [row for row in rows if row.proposed == proposed[row.pk]]


def _computed_grade(access: Access, customer: Customer) -> str | None:
    """What the latest computation said, by the method of then; None when it did not know the customer."""
    latest = find_snapshot(access)
    if latest is None:
        return None
    column = GRADE_COLUMN[Method(latest.method)]
    found = customers_of(latest, [column], customer.pk)[column].to_pylist()
    return found[0] if found else None


def _show(recorder: Recorder, customer: Customer, grade: str) -> None:
    """The grade on lists and the card, before the next computation says the same; nothing is proposed instead of it."""
    standings = list(Standing.objects.filter(customer=customer))
    recorder.update(standings, [{"grade": grade, **NOT_PROPOSED} for _ in standings])
    keep_sums(recorder.access)
