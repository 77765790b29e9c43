"""Whom general communication (R57) has not reached: nobody was in touch within the rule's days, and nothing that goes to
many, news or content or a greeting, was sent to them either. Reckoned with the follow-up (`FollowUp.general_on`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from neeman.activity.cadence import Rules
from neeman.activity.models import Wanted
from neeman.channels.queries.consents import refusing
from neeman.customers.directory import customer_id_of
from neeman.customers.models import FollowUp
from neeman.customers.models.standing import Grade
from neeman.orgs.access import Access
from neeman.orgs.changes import pages
from neeman.orgs.models import Member


@dataclass(frozen=True, slots=True)
class Unreached:
    """How many customers of a grade heard nothing general for `every_days`."""

    grade: str
    every_days: int
    customers: int


def unreached(
    access: Access, owners: Sequence[Member | None], rules: Rules, *, today: date
) -> list[Unreached]:
    """Grade by grade, gold first, of all customers of these owners; grades without such a rule or without anybody are left
    out.

    Left out too: who rests, who is inactive, and who asked to be removed.
    """
    counts: Counter[str] = Counter()
    removed = [pk for party in refusing(access) if (pk := customer_id_of(party)) is not None]
    for owner in owners:
        due = FollowUp.objects.filter(owner=owner, grade__in=Grade.values, general_on__lte=today)
        counts.update(_by_grade(due))
        for ids in pages(removed):
            counts.subtract(_by_grade(due.filter(pk__in=ids)))
    return [
        Unreached(grade, rules[grade, Wanted.GENERAL], counts[grade])
        for grade in Grade.values
        if counts[grade] and (grade, Wanted.GENERAL) in rules
    ]


def _by_grade(rows: QuerySet[FollowUp]) -> dict[str, int]:
    return dict(rows.order_by().values_list("grade").annotate(customers=Count("pk")))
