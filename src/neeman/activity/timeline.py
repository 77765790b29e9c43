"""What this room tells on a customer's timeline: everything that passed between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from neeman.activity.models import Channel, Interaction, Kind, Outcome
from neeman.activity.queries.records import interactions_of
from neeman.activity.signs import KINDS, OUTCOMES
from neeman.customers.timeline import Entry, Part, Source
from neeman.orgs.access import Access
from neeman.orgs.roles import May

CALLS = frozenset({Kind.CALL})
MESSAGES = frozenset({Kind.WHATSAPP, Kind.EMAIL, Kind.SMS, Kind.PAGE})
MEETINGS = frozenset({Kind.MEETING, Kind.STRATEGIC, Kind.VISIT})
SORTS: dict[str, tuple[Promise, frozenset[Kind]]] = {
    "calls": (_("Calls"), CALLS),
    "messages": (_("Messages"), MESSAGES),
    "meetings": (_("Meetings"), MEETINGS),
    "notes": (_("Notes and events"), frozenset(Kind) - CALLS - MESSAGES - MEETINGS),
}
"""What the timeline can be narrowed to; every kind stands in one of them."""
SORT_OF: dict[str, str] = {kind: key for key, (_title, kinds) in SORTS.items() for kind in kinds}


def entries(
    access: Access,
    customer_ids: list[int],
    until: datetime | None,
    most: int,
    kinds: frozenset[Kind] = frozenset(Kind),
) -> Iterable[Entry]:
    """Calls, messages, meetings and notes as entries."""
    rows = interactions_of(access, customer_ids)
    if kinds < frozenset(Kind):
        rows = rows.filter(kind__in=kinds)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [_entry(row, access.organization.slug) for row in rows[:most]]


def count_sorts(access: Access, customer_ids: list[int]) -> dict[str, int]:
    """How many there are of each sort."""
    rows = interactions_of(access, customer_ids).order_by().values_list("kind").annotate(count=Count("pk"))
    found = dict(rows)
    return {key: sum(found.get(kind, 0) for kind in kinds) for key, (_title, kinds) in SORTS.items()}


SOURCE = Source(
    kind="talks",
    title=_("Talks and notes"),
    order=5,
    permission=May.VIEW_CUSTOMERS,
    entries=entries,
    count=lambda access, ids: interactions_of(access, ids).count(),
    parts=[Part(key, title, partial(entries, kinds=kinds)) for key, (title, kinds) in SORTS.items()],
    count_parts=count_sorts,
)


def _entry(row: Interaction, slug: str) -> Entry:
    # not get_..._display(), which reads the words of all choices in order to say one
    outcome = str(Outcome(row.outcome).label) if row.outcome else ""
    channel = str(Channel(row.channel).label) if row.channel else ""
    length = (
        ngettext("%(n)s minute", "%(n)s minutes", row.minutes) % {"n": row.minutes} if row.minutes else ""
    )
    title = " · ".join(filter(None, [str(Kind(row.kind).label), str(row.contact or ""), row.topic]))
    return Entry(
        at=row.at,
        kind=SORT_OF[row.kind],
        title=title,
        text=" · ".join(filter(None, [channel, outcome, length, row.text, row.insights])),
        icon=KINDS[row.kind],
        tone=OUTCOMES[row.outcome][1] if row.outcome else "",
        member_id=row.member_id,
        href=reverse("interaction", kwargs={"org": slug, "pk": row.pk}),
    )
