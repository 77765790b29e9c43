"""Who waits for us, read from deals, quotes and messages themselves: more telling than the tasks that they set.

A task that stands for the same thing gives way to it and is carried by it, so that it is said once and done with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from textwrap import shorten

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.activity.models import Pause, Task
from neeman.activity.queries.records import turned_to
from neeman.channels.models.message import Message
from neeman.channels.queries.conversations import heard_lately
from neeman.customers.directory import customer_id_of
from neeman.customers.queries.visible import visible
from neeman.desk.today.cards import Part, Reason
from neeman.desk.today.whose import owners_of
from neeman.lib.calendar import WorkingHours, distance
from neeman.orgs.access import Access
from neeman.orgs.roles import May
from neeman.sales.clock import Waiting, clock_of
from neeman.sales.models import Deal, Quote
from neeman.sales.page import words_of_clock
from neeman.sales.queries.waiting import (
    ANSWER,
    Looked,
    deals_without_a_step,
    leads_without_a_word,
    questions_behind,
    quotes_looked_at,
)
from neeman.ui.text import plain

LEAD, QUOTE, INBOX, DEAL = "lead", "quote", "inbox", "deal"
"""What a snooze mutes of these."""

LEAD_DAYS = timedelta(days=30)
"""Leads that nobody turned to for longer stand in the report of leads alone."""

HEARD_DAYS = timedelta(days=14)
MOST_HEARD = 60
MOST_UNANSWERED = 12
MOST_ADRIFT = 3
SAID = 90

About = dict[tuple[str, int], Task]
"""The tasks of today by the record that they are about."""

LABEL_DEAL, LABEL_QUOTE = Deal._meta.label_lower, Quote._meta.label_lower


def who_waits(access: Access, tasks: list[Reason], now: datetime, hours: WorkingHours) -> list[Reason]:
    """The reasons of those who wait, and the tasks of today, without those that say the same."""
    due = [reason.task for reason in tasks if reason.task is not None]
    found: list[Reason] = []
    if access.may(May.VIEW_SALES):
        tasks = _with_questions(access, tasks, due)
        # a question is said itself, however often the quote is opened beside it
        others = [task for task in reversed(due) if task.origin != ANSWER]
        about = {(task.about_table, task.about_id): task for task in others if task.about_id}
        found += _leads(access, about, now, hours)
        found += _quotes(access, about, now, hours)
        found += _adrift(access)
    if access.may(May.SEND_MESSAGES):
        found += _unanswered(access, now, hours)
    found = _not_resting(found, now.astimezone(hours.zone))
    carried = {reason.task.pk for reason in found if reason.task}
    return [*found, *(reason for reason in tasks if reason.task is None or reason.task.pk not in carried)]


def _leads(access: Access, about: About, now: datetime, hours: WorkingHours) -> Iterator[Reason]:
    for deal in leads_without_a_word(access, owners_of(access), since=now - LEAD_DAYS):
        assert deal.arrived_at is not None
        clock = clock_of(deal.arrived_at, None, now=now, hours=hours)
        yield Reason(
            part=Part.NOW,
            why=_("Lead: %(clock)s") % {"clock": words_of_clock(clock).words},
            icon="clock-exclamation",
            rank=(0, 0, 0, int(clock.deadline.timestamp())),
            tone="lose" if clock.state == Waiting.PASSED else "watch",
            amount_minor=deal.value_minor,
            customer_id=deal.customer_id,
            task=about.get((LABEL_DEAL, deal.pk)),
            signal=LEAD,
            href=deal.address(access.organization.slug),
            wording="lead_new",
            is_sale=True,
        )


def _quotes(access: Access, about: About, now: datetime, hours: WorkingHours) -> list[Reason]:
    """Quotes that were opened today and about which nobody has turned to the customer since."""
    local = now.astimezone(hours.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    looks = quotes_looked_at(access, owners_of(access), since=midnight, today=local.date())
    turned = turned_to(access, [look.customer_id for look in looks], since=midnight) if looks else {}
    fresh = [look for look in looks if look.at > turned.get(look.customer_id, midnight)]
    return [_hot(access, look, about, hours) for look in fresh]


def _hot(access: Access, look: Looked, about: About, hours: WorkingHours) -> Reason:
    write, at = plain(get_language() or "he"), look.at.astimezone(hours.zone)
    words = {"number": write.ltr(look.number), "hour": write.ltr(f"{at:%H:%M}"), "times": look.times}
    said = (
        _("Quote %(number)s was opened today %(times)s times, the last at %(hour)s")
        if look.times > 1
        else _("Quote %(number)s was opened today at %(hour)s")
    )
    task = about.get((LABEL_DEAL, look.deal_id)) if look.deal_id else None
    return Reason(
        part=Part.NOW,
        why=said % words,
        icon="eye",
        rank=(0, 2, -int(look.at.timestamp())),
        tone="grow",
        amount_minor=look.total_minor,
        customer_id=look.customer_id,
        task=task or about.get((LABEL_QUOTE, look.quote_id)),
        signal=QUOTE,
        href=reverse("quote", kwargs={"org": access.organization.slug, "pk": look.quote_id}),
        is_sale=True,
    )


def _adrift(access: Access) -> Iterator[Reason]:
    """Open deals for which nothing is planned: nobody would come back to them."""
    for deal in deals_without_a_step(access, owners_of(access))[:MOST_ADRIFT]:
        yield Reason(
            part=Part.NOW,
            why=_("Nothing is planned for the deal: %(title)s") % {"title": deal.title},
            icon="layout-kanban",
            rank=(0, 4, deal.pk),
            tone="watch",
            amount_minor=deal.value_minor,
            customer_id=deal.customer_id,
            signal=DEAL,
            href=deal.address(access.organization.slug),
            is_sale=True,
        )


def _unanswered(access: Access, now: datetime, hours: WorkingHours) -> list[Reason]:
    """What one's own customers wrote, as long as nobody has turned to them since, by whatever way: the longest waiting."""
    since = now - HEARD_DAYS
    latest = heard_lately(access, since=since, most=MOST_HEARD)
    heard = {pk: message for message in latest if (pk := customer_id_of(message.party)) is not None}
    # with a column of the row itself: of what an index holds alone, the index would be read from end to end
    known = visible(access).filter(pk__in=heard).values_list("pk", "owner", "archived_at", "phone")
    mine = {owner and owner.pk for owner in owners_of(access)}
    ids = [pk for pk, owner, archived, _phone in known if owner in mine and archived is None]
    turned = turned_to(access, ids, since=since) if ids else {}
    waiting = [pk for pk in ids if turned.get(pk, since) < heard[pk].made_at]
    waiting.sort(key=lambda pk: heard[pk].made_at)
    today = now.astimezone(hours.zone).date()
    return [_wrote(access, heard[pk], pk, today, hours) for pk in waiting[:MOST_UNANSWERED]]


def _wrote(access: Access, message: Message, customer_id: int, today: date, hours: WorkingHours) -> Reason:
    wrote_on = message.made_at.astimezone(hours.zone).date()
    words = shorten(message.body[: 2 * SAID], SAID, placeholder="…")
    return Reason(
        part=Part.NOW,
        why=_("Wrote and waits for an answer: “%(words)s”") % {"words": words},
        icon="message",
        rank=(0, 3, int(message.made_at.timestamp())),
        tone="watch",
        customer_id=customer_id,
        since=distance(wrote_on, today, get_language() or "he"),
        signal=INBOX,
        href=reverse("conversation", kwargs={"org": access.organization.slug, "who": message.party}),
    )


def _with_questions(access: Access, tasks: list[Reason], due: Iterable[Task]) -> list[Reason]:
    """The tasks to answer a question say what was asked."""
    asked = questions_behind(due)
    told = []
    for reason in tasks:
        turn = asked.get(reason.task.pk) if reason.task else None
        if turn is not None:
            words = {"number": turn.quote.full_number, "words": shorten(turn.text, SAID, placeholder="…")}
            reason = replace(
                reason,
                why=_("Asks about quote %(number)s: “%(words)s”") % words,
                icon="message-question",
                rank=(0, 0, 1),
                href=turn.quote.address(access.organization.slug),
            )
        told.append(reason)
    return told


def _not_resting(found: list[Reason], local: datetime) -> list[Reason]:
    """Without those for whom this reason, or all of them, are put off."""
    if not found:
        return []
    ids = {reason.customer_id for reason in found}
    paused = Pause.objects.filter(customer__in=ids, until__gt=local.date())
    resting = set(paused.values_list("customer", "signal"))
    return [
        reason
        for reason in found
        if not {(reason.customer_id, ""), (reason.customer_id, reason.signal)} & resting
    ]
