"""The manager's day: what of the team's work is an exception, and nothing else.

Whoever has none is not named. There is no count of what anybody did: a list that watches people would not be kept honest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from neeman.activity.queries.records import open_tasks
from neeman.customers.models import Customer, FollowUp
from neeman.desk.today.reasons import SPOKEN_DAYS
from neeman.desk.today.waiting import LEAD_DAYS
from neeman.desk.today.whose import MANAGEMENT
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.models import Member
from neeman.orgs.queries import members
from neeman.orgs.roles import PERMISSIONS, May, Role
from neeman.sales.clock import Waiting, clock_of
from neeman.sales.models import Deal
from neeman.sales.page import ClockSign, words_of_clock
from neeman.sales.queries.waiting import leads_without_a_word
from neeman.sales.services.next_steps import ORIGIN

NAMED = 3
MOST_LEADS = 60


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A customer who may leave; a year's revenue in minor units."""

    customer_id: int
    name: str
    at_stake_minor: int


@dataclass(slots=True)
class Exceptions:
    """What of one member's work needs somebody. `risks` counts all customers at risk to whom nobody has spoken, `named`
    are the largest; `promises` are overdue, `oldest` the day of the first."""

    member: Member
    risks: int = 0
    at_stake_minor: int = 0
    named: list[AtRisk] = field(default_factory=list)
    leads: list[tuple[Deal, ClockSign]] = field(default_factory=list)
    promises: int = 0
    oldest: date | None = None

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.risks or self.leads or self.promises)


def team_of(access: Access) -> list[Member]:
    """Those whose exceptions this member looks after: everybody else for an owner; for a sales manager the members that they
    manage, or everybody where none were named and they see all. Nobody for others."""
    if access.role not in MANAGEMENT or access.member is None:
        return []
    working = [one for one in members(access) if May.LOG_ACTIVITY in PERMISSIONS[Role(one.role)]]
    others = [one for one in working if one.pk != access.member.pk]
    managed = [one for one in others if one.manager_id == access.member.pk]
    if access.role == Role.OWNER:
        return others
    return managed or (others if access.sees_all else [])


def exceptions(access: Access, team: list[Member], now: datetime) -> list[Exceptions]:
    """The members with exceptions, those with most at stake first; in five queries however many they are."""
    today = now.astimezone(hours_of(access.organization).zone).date()
    found = {member.pk: Exceptions(member) for member in team}
    _put_risks(found, today)
    if access.may(May.VIEW_SALES):
        _put_leads(access, found, now)
    _put_promises(access, found, today)
    told = [one for one in found.values() if one.any]
    return sorted(told, key=lambda one: (-one.at_stake_minor, -len(one.leads), -one.promises, one.member.pk))


def _put_risks(found: dict[int, Exceptions], today: date) -> None:
    rows = _untouched(list(found), today)
    for pk, count, sum_minor in (
        rows.values_list("owner").annotate(Count("pk"), Sum("at_stake_minor")).order_by()
    ):
        found[pk].risks, found[pk].at_stake_minor = count, sum_minor
    place = Window(RowNumber(), partition_by=F("owner"), order_by=F("at_stake_minor").desc())
    largest = rows.annotate(place=place).filter(place__lte=NAMED).order_by("place")
    chosen = list(largest.values_list("owner", "pk", "at_stake_minor"))
    names = Customer.objects.only("name").in_bulk([pk for _, pk, _ in chosen])
    for owner, pk, at_stake in chosen:
        found[owner].named.append(AtRisk(pk, names[pk].name, at_stake))


def _untouched(team: list[int], today: date) -> QuerySet[FollowUp, Any]:
    """Those at risk to whom nobody has spoken lately and who were not put off, as the page of each would show them."""
    since = timezone.make_aware(datetime.combine(today, time.min)) - timedelta(days=SPOKEN_DAYS)
    silent = Q(last_touch_at=None) | Q(last_touch_at__lt=since)
    resting = Q(paused_until__gt=today)
    return FollowUp.objects.filter(silent, ~resting, owner__in=team, at_stake_minor__gt=0)


def _put_leads(access: Access, found: dict[int, Exceptions], now: datetime) -> None:
    hours, team = hours_of(access.organization), [one.member for one in found.values()]
    for deal in leads_without_a_word(access, team, since=now - LEAD_DAYS, most=MOST_LEADS):
        assert deal.arrived_at is not None
        assert deal.owner_id is not None
        clock = clock_of(deal.arrived_at, None, now=now, hours=hours)
        if clock.state == Waiting.PASSED:
            found[deal.owner_id].leads.append((deal, words_of_clock(clock)))


def _put_promises(access: Access, found: dict[int, Exceptions], today: date) -> None:
    """What people promised, and what others wait for; leads are told by their clock."""
    promised = Q(origin="") | (Q(urgent=True) & ~Q(origin=ORIGIN))
    late = open_tasks(access).filter(promised, member__in=list(found), due_on__lt=today).order_by()
    for pk, count, oldest in late.values_list("member").annotate(Count("pk"), Min("due_on")):
        found[pk].promises, found[pk].oldest = count, oldest
