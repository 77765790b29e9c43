"""What this room tells on a customer's timeline: everything that passed between us."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from neeman.activity.models import Interaction
from neeman.activity.queries.records import interactions_of
from neeman.activity.signs import KINDS, OUTCOMES
from neeman.customers.timeline import Entry, Source
from neeman.orgs.access import Access
from neeman.orgs.roles import May


def entries(access: Access, customer_ids: list[int], until: datetime | None, most: int) -> Iterable[Entry]:
    """Calls, messages, meetings and notes as entries."""
    rows = interactions_of(access, customer_ids)
    if until is not None:
        rows = rows.filter(at__lte=until)
    return [_entry(row, access.organization.slug) for row in rows[:most]]


SOURCE = Source(
    kind="talks",
    title=gettext_lazy("Talks and notes"),
    order=5,
    permission=May.VIEW_CUSTOMERS,
    entries=entries,
    count=lambda access, ids: interactions_of(access, ids).count(),
)


def _entry(row: Interaction, slug: str) -> Entry:
    outcome = row.get_outcome_display() if row.outcome else ""
    channel = row.get_channel_display() if row.channel else ""
    length = (
        ngettext("%(n)s minute", "%(n)s minutes", row.minutes) % {"n": row.minutes} if row.minutes else ""
    )
    title = " · ".join(filter(None, [row.get_kind_display(), str(row.contact or ""), row.topic]))
    return Entry(
        at=row.at,
        kind=SOURCE.kind,
        title=title,
        text=" · ".join(filter(None, [channel, outcome, length, row.text, row.insights])),
        icon=KINDS[row.kind],
        tone=OUTCOMES[row.outcome][1] if row.outcome else "",
        who=str(row.member) if row.member else "",
        href=reverse("interaction", kwargs={"org": slug, "pk": row.pk}),
    )
