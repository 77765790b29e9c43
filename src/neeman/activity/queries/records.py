"""Reads of single records and of what one customer has: walled by the sight of customers."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Max, Q, QuerySet
from django.http import Http404

from neeman.activity.models import CONTACTS, Direction, Interaction, Outcome, Pause, Seen, Task
from neeman.customers.directory import PREFIX, customer_id_of
from neeman.customers.models import Customer, FollowUp
from neeman.customers.queries.visible import visible
from neeman.orgs.access import Access


def readable(access: Access) -> Q:
    """The condition under which an interaction may be read: a private one by its author alone."""
    return Q(is_private=False) | Q(member=access.member, member__isnull=False)


def interactions_of(access: Access, customer_ids: list[int]) -> QuerySet[Interaction]:
    """What passed with these customers (seen by the caller already), latest first."""
    return (
        Interaction.objects.filter(readable(access), customer__in=customer_ids)
        .select_related("contact")
        .order_by("-at", "-pk")
    )


def get_interaction(access: Access, pk: int) -> Interaction:
    """An interaction with a visible customer that `access` may read, or 404."""
    found = (
        Interaction.objects.filter(readable(access), pk=pk, customer__in=visible(access))
        .select_related("customer", "contact", "member__user")
        .first()
    )
    if found is None:
        raise Http404
    return found


def turned_to(access: Access, customer_ids: list[int], *, since: datetime) -> dict[int, datetime]:
    """When we last turned to each of these customers (seen by the caller already), or noted what came of a talk with them;
    whoever we did not turn to since then is left out."""
    ours = Q(direction=Direction.OUT) | ~Q(outcome="")
    rows = Interaction.objects.filter(ours, customer__in=customer_ids, at__gte=since, kind__in=CONTACTS)
    return dict(rows.order_by().values_list("customer").annotate(last=Max("at")))


def talked_with_us(access: Access, parties: list[str], since: datetime) -> dict[str, datetime]:
    """Party -> when that customer last turned to us since then, or answered, by whatever way (`channels.registry.Talks`)."""
    ids = [pk for party in parties if (pk := customer_id_of(party)) is not None]
    theirs = Q(direction=Direction.IN) | ~Q(outcome__in=("", Outcome.NO_ANSWER))
    rows = Interaction.objects.filter(theirs, customer__in=ids, at__gte=since, kind__in=CONTACTS)
    last = rows.order_by().values_list("customer").annotate(last=Max("at"))
    return {f"{PREFIX}{pk}": moment for pk, moment in last}


def open_tasks(access: Access) -> QuerySet[Task]:
    """Tasks neither done nor dropped, of visible customers or of the member's own, by day."""
    return _open(Task.objects.filter(_seen(access))).select_related("customer", "member__user")


def tasks_of(access: Access, customer: Customer) -> QuerySet[Task]:
    """The open tasks on one customer (seen by the caller already), by day."""
    return _open(Task.objects.filter(customer=customer)).select_related("member__user")


def _open(tasks: QuerySet[Task]) -> QuerySet[Task]:
    rows = tasks.filter(done_at=None, dropped_at=None)
    return rows.order_by("due_on", F("due_at").asc(nulls_last=True), "pk")


def get_task(access: Access, pk: int) -> Task:
    """A task, open or not, of a visible customer or of the member's own, or 404."""
    found = Task.objects.filter(_seen(access), pk=pk).select_related("customer", "member__user").first()
    if found is None:
        raise Http404
    return found


def find_follow_up(access: Access, customer: Customer) -> FollowUp | None:
    """When to be in touch with this customer; None until it was reckoned."""
    return next(iter(FollowUp.objects.filter(customer=customer)), None)


def pause_of(access: Access, customer: Customer, *, today: date) -> Pause | None:
    """The pause that holds for all reasons, or None."""
    return Pause.objects.filter(customer=customer, until__gt=today, signal="").order_by("-until").first()


def last_look(access: Access, customer: Customer) -> datetime | None:
    """When this member looked at the card before; None for the first time."""
    return Seen.objects.filter(member=access.member, customer=customer).values_list("at", flat=True).first()


def _seen(access: Access) -> Q:
    own = Q(customer=None) & (Q(member=access.member) | Q(made_by=access.member))
    if access.sees_all:
        return Q(customer__isnull=False) | own
    return Q(customer__in=visible(access)) | own
