"""Grades that wait for approval: who keeps which grade over a computation, and what is proposed instead (R47).

Where new grades wait, a computation leaves the grade in force of everybody who has one and proposes the computed one. What was
declined stays so for as long as the same grade is computed. A grade set by hand is asked of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow.compute as pc

from neeman.customers.models import Standing
from neeman.orgs.access import Access
from neeman.portfolio.changes import GRADE_COLUMN
from neeman.portfolio.models import GradeSet, Method, NewGrades
from neeman.portfolio.services import hold_rules
from neeman.portfolio.standings import Measured, Proposal


@dataclass(frozen=True, slots=True)
class Before:
    """What holds whatever is computed, by the customer's id as the engine writes it: grades that people set, grades in force
    that nothing replaces by itself, and what was proposed so far. The last two are empty where new grades are taken at
    once."""

    by_hand: Mapping[str, str]
    kept: Mapping[str, str] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)

    @property
    def held(self) -> dict[str, str]:
        """Customer -> the grade that stays in force."""
        return {**self.kept, **self.by_hand}


def read_before(access: Access) -> Before:
    """How things stand, for the transaction that writes new standings: nobody decides on a proposal until it has ended."""
    rules = hold_rules(access)
    by_hand = {str(pk): grade for pk, grade in GradeSet.objects.values_list("customer_id", "grade")}
    if rules.new_grades != NewGrades.WAIT:
        return Before(by_hand)
    graded = Standing.objects.exclude(grade="").values_list("customer_id", "grade")
    proposed = Standing.objects.filter(proposed_on__isnull=False).values_list(
        "customer_id", "proposed", "proposed_on", "declined"
    )
    return Before(
        by_hand,
        {str(pk): grade for pk, grade in graded},
        {str(pk): Proposal(grade, on, declined) for pk, grade, on, declined in proposed},
    )


def propose(measured: Measured, before: Before, method: str) -> dict[str, Proposal]:
    """Customer -> what is proposed now: the computed grade of who keeps another, unless a person set that one."""
    table, computed = measured.customers, GRADE_COLUMN[Method(method)]
    other = table.filter(pc.not_equal(table[computed], table["grade_in_force"]))
    pairs = zip(other["customer_id"].to_pylist(), other[computed].to_pylist(), strict=True)
    return {
        pk: _proposal(grade, before.proposals.get(pk), measured.as_of)
        for pk, grade in pairs
        if pk not in before.by_hand
    }


def _proposal(grade: str, so_far: Proposal | None, as_of: date) -> Proposal:
    return so_far if so_far is not None and so_far.grade == grade else Proposal(grade, as_of)
