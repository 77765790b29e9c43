"""Reckoning follow-ups anew: after each act on a customer, after new standings, and each night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import Left

from neeman.activity.cadence import DEFAULTS, LEAD, NO_GRADE, Contact, Facts, Reckoner, Rules, Step
from neeman.activity.models import CadenceRule, Interaction, Pause, Task
from neeman.customers.models import Customer, FollowUp, Status
from neeman.lib.calendar import proposed
from neeman.orgs.access import Access
from neeman.orgs.changes import PAGE, pages
from neeman.orgs.hours import hours_of

WORDS = 200
COLUMNS = [field.attname for field in FollowUp._meta.concrete_fields if not field.primary_key]


def rules_of(access: Access) -> Rules:
    """The business's cadence: its own numbers over the defaults, without what it does not ask for."""
    own = CadenceRule.objects.values_list("who", "wanted", "every_days")
    rules: dict[tuple[str, str], int | None] = {
        **DEFAULTS,
        **{(who, wanted): days for who, wanted, days in own},
    }
    return {pair: days for pair, days in rules.items() if days}


def reckoner_of(access: Access) -> Reckoner:
    """The reckoner of this business: its rules, its days of rest, its zone."""
    hours, zone = hours_of(access.organization), ZoneInfo(access.organization.timezone)
    return Reckoner(
        rules=rules_of(access),
        proposed=lambda day, days: proposed(day, timedelta(days=days), hours),
        local_day=lambda moment: moment.astimezone(zone).date(),
    )


def refresh(access: Access, customer_ids: Iterable[int], *, today: date) -> None:
    """Reckon these customers' follow-ups anew, in six queries for each 500."""
    reckoner = reckoner_of(access)
    for ids in pages(sorted(set(customer_ids))):
        rows = [_row(reckoner, values, facts) for values, facts in _known(reckoner, ids, today)]
        FollowUp.objects.bulk_create(
            rows, batch_size=PAGE, update_conflicts=True, unique_fields=["customer"], update_fields=COLUMNS
        )


def refresh_all(access: Access, *, today: date) -> int:
    """Reckon everybody who is neither archived nor merged; those who are have no follow-up. Returns how many."""
    FollowUp.objects.exclude(customer__archived_at=None, customer__merged_into=None).delete()
    ids = list(Customer.objects.filter(archived_at=None, merged_into=None).values_list("pk", flat=True))
    refresh(access, ids, today=today)
    return len(ids)


def _row(reckoner: Reckoner, values: dict[str, Any], facts: Facts) -> FollowUp:
    return FollowUp(
        customer_id=values["pk"],
        owner_id=values["owner"],
        grade=values["standing__grade"] or "",
        value_minor=values["standing__revenue_window_minor"] or 0,
        at_stake_minor=values["standing__at_stake_minor"] or 0,
        **asdict(reckoner.follow_up(facts)),
    )


def _known(reckoner: Reckoner, ids: list[int], today: date) -> Iterable[tuple[dict[str, Any], Facts]]:
    """What is known of these customers, each as its columns and its facts."""
    contacts, steps, rests = _contacts(ids), _steps(ids), _rests(reckoner, ids)
    columns = ("pk", "owner", "status", "created_at")
    of_standing = ("grade", "revenue_window_minor", "at_stake_minor", "last_purchase", "as_of")
    wanted = (*columns, *(f"standing__{name}" for name in of_standing))
    for values in Customer.objects.filter(pk__in=ids, archived_at=None, merged_into=None).values(*wanted):
        pk = values["pk"]
        yield (
            values,
            Facts(
                who=LEAD if values["status"] == Status.LEAD else values["standing__grade"] or NO_GRADE,
                as_of=values["standing__as_of"] or today,
                known_since=reckoner.local_day(values["created_at"]),
                last_purchase=values["standing__last_purchase"],
                contacts=tuple(contacts[pk]),
                step=steps.get(pk),
                paused_until=rest[1] if (rest := rests.get(pk)) and rest[1] > today else None,
                rest=rest,
            ),
        )


def _contacts(ids: list[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = defaultdict(list)
    rows = (
        Interaction.objects.filter(customer__in=ids)
        .order_by("customer", "-at", "-pk")
        .values_list("customer", "at", "kind", "direction", "outcome", "minutes", "is_private", "topic")
        .annotate(said=Left("text", WORDS))
    )
    for pk, at, kind, direction, outcome, minutes, private, topic, said in rows:
        words = "" if private else (topic or said).replace("\n", " ")[:WORDS]
        found[pk].append(Contact(at, kind, direction, outcome, minutes, words))
    return found


def _steps(ids: list[int]) -> dict[int, Step]:
    """The earliest open task of each."""
    rows = Task.objects.filter(customer__in=ids, done_at=None, dropped_at=None).order_by("-due_on", "-pk")
    columns = rows.values_list("customer", "title", "kind", "due_on")
    return {pk: Step(title, kind, due_on) for pk, title, kind, due_on in columns if pk is not None}


def _rests(reckoner: Reckoner, ids: list[int]) -> dict[int, tuple[date, date]]:
    """The pause of each that lasts longest: since when, until when."""
    rows = Pause.objects.filter(customer__in=ids, signal="").order_by("until")
    return {
        pk: (reckoner.local_day(at), until) for pk, at, until in rows.values_list("customer", "at", "until")
    }


def day_of(access: Access, moment: datetime) -> date:
    """A moment's day in the business's zone."""
    return moment.astimezone(ZoneInfo(access.organization.timezone)).date()
