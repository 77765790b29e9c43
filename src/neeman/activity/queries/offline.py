"""The cards that a device keeps for when there is no network: whom one is about to speak to, and whom one just saw."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from neeman.activity.models import Interaction, Seen
from neeman.activity.queries.records import readable
from neeman.customers.directory import people_of
from neeman.customers.models import Contact, Customer, FollowUp
from neeman.customers.queries.visible import live
from neeman.customers.writing import Pen
from neeman.lib.calendar import relative_day
from neeman.lib.phones import parse_phone
from neeman.orgs.access import Access

CARDS = 200
DUE, SEEN = 100, 60
AHEAD = timedelta(days=14)
TALKS = 3
LONGEST_TEXT = 300


def offline_cards(access: Access, *, now: datetime, today: date, language: str) -> list[dict[str, Any]]:
    """At most 200 visible customers: first those with whom contact is due, then those last looked at, then those last
    spoken to, then the newest. Each `id name grade city email page due words phones talks`; `phones` of the customer and of its
    contacts as `name shown tel link wording to why`, of which the last four say what may be written by WhatsApp at this moment
    (all empty: nothing), `talks` the last three as `at kind text`. No money.
    """
    ids = _chosen(access, today=today)
    customers = {
        one.pk: one for one in live(access).filter(pk__in=ids).select_related("standing", "follow_up")
    }
    contacts = people_of(customers)
    pen = Pen(access, list(customers.values()), now=now, people=contacts)
    talks = _by_customer(
        Interaction.objects.filter(readable(access), customer__in=customers)
        .annotate(place=Window(RowNumber(), partition_by="customer", order_by=["-at", "-pk"]))
        .filter(place__lte=TALKS)
        .order_by("-at", "-pk")
    )
    return [
        _card(
            pen, customers[pk], contacts.get(pk, []), talks.get(pk, []), today=today, language=language
        )
        for pk in ids
        if pk in customers
    ]  # fmt: skip


def _chosen(access: Access, *, today: date) -> list[int]:
    mine = FollowUp.objects.filter(Q(owner=access.member) | Q(owner=None), customer__in=live(access))
    due = mine.filter(due_on__lte=today + AHEAD).order_by("due_on", "grade", "-value_minor")
    seen = Seen.objects.filter(member=access.member, customer__in=live(access)).order_by("-at")
    spoken = FollowUp.objects.filter(customer__in=live(access), last_touch_at__isnull=False).order_by(
        "-last_touch_at"
    )
    found: dict[int, None] = {}
    for rows, count in ((due, DUE), (seen, SEEN), (spoken, CARDS)):
        found.update(dict.fromkeys(rows.values_list("customer_id", flat=True)[:count]))
    if len(found) < CARDS:  # a young business: whom nobody spoke to yet
        found.update(dict.fromkeys(live(access).order_by("-pk").values_list("pk", flat=True)[:CARDS]))
    return list(found)[:CARDS]


def _by_customer(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.customer_id, []).append(row)
    return found


def _card(
    pen: Pen,
    customer: Customer,
    contacts: list[Contact],
    talks: list[Interaction],
    *,
    today: date,
    language: str,
) -> dict[str, Any]:
    follow_up = getattr(customer, "follow_up", None)
    due = follow_up.due_on if follow_up else None
    numbers = [("", customer.phone), ("", customer.phone2), *((one.name, one.phone) for one in contacts)]
    return {
        "id": customer.pk,
        "name": customer.name,
        "grade": customer.standing.grade if hasattr(customer, "standing") else "",
        "city": customer.city,
        "email": customer.email,
        "page": reverse("customer", kwargs={"org": pen.access.organization.slug, "pk": customer.pk}),
        "due": relative_day(due, today, language) if due else "",
        "words": follow_up.last_words if follow_up else "",
        "phones": [_phone(pen, customer, name, written) for name, written in numbers if written],
        "talks": [
            {"at": one.at.isoformat(), "kind": one.get_kind_display(), "text": _text(one)} for one in talks
        ],
    }


def _phone(pen: Pen, customer: Customer, name: str, written: str) -> dict[str, str]:
    write = pen.offer(customer, written)
    told = {part: getattr(write, part, "") for part in ("link", "wording", "to", "why")}
    return {"name": name, "shown": written, "tel": parse_phone(written).e164 or written, **told}


def _text(talk: Interaction) -> str:
    said = " · ".join(part for part in (talk.get_outcome_display(), talk.topic, talk.text) if part)
    return said[:LONGEST_TEXT]
