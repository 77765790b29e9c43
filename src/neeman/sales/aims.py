"""What is won against its targets: of the business and of each member, in the month, the quarter and the year (R88)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.sales.queries.deals import deals
from neeman.targets.judging import Judged, judge_sum, said
from neeman.targets.measures import Measure, Unit
from neeman.targets.queries import Aim, targets_on
from neeman.targets.spans import Span, period_of
from neeman.ui.text import plain

WON = Measure("sales.won", _("Value of the deals won"), Unit.MONEY, tuple(Span), of_members=True, order=10)

Won = dict[tuple[int | None, Span], int]
"""Minor units by member (None: everybody whom one sees, together) and span."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What was won in the running period of a span, and the target of it where there is one."""

    won_minor: int
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody with a target (None: the business), and where they stand in each span, in the order of `Span`."""

    member: int | None
    stands: list[Stand]


def aimed(access: Access, day: date) -> list[Row]:
    """The business and all members with a target whom this member sees, on that day: two queries, one without targets."""
    targets = {aim: value for aim, value in targets_on(access, day, [WON.key]).items() if _sees(access, aim)}
    if not targets:
        return []
    won = won_in(access, day)
    members = sorted({aim.member for aim in targets}, key=lambda member: (member is not None, member or 0))
    return [
        Row(member, [_stand(access, day, member, span, targets, won) for span in Span]) for member in members
    ]


def own_aims(access: Access, day: date) -> list[tuple[bool, Stand]]:
    """Of the month of that day: whether it is one's own or the business's, and where it stands; one's own first."""
    own = access.member and access.member.pk
    rows = [
        (row.member is not None, row.stands[0]) for row in aimed(access, day) if row.member in {None, own}
    ]
    return [(mine, stand) for mine, stand in sorted(rows, key=lambda row: not row[0]) if stand.judged]


def won_in(access: Access, day: date) -> Won:
    """What the visible deals won from the beginning of each running period up to `day` are worth: one query."""
    zone = hours_of(access.organization).zone
    since = {span: _moment(period_of(span, day).first, zone) for span in Span}
    rows = deals(access).filter(
        won_at__gte=min(since.values()), won_at__lt=_moment(day + timedelta(days=1), zone)
    )
    sums = {span.value: Sum("value_minor", filter=Q(won_at__gte=since[span])) for span in Span}
    won: Counter[tuple[int | None, Span]] = Counter()
    for owner, *worth in rows.values("owner").annotate(**sums).values_list("owner", *sums):
        for span, minor in zip(Span, worth, strict=True):
            won[None, span] += minor or 0
            if owner is not None:
                won[owner, span] += minor or 0
    return won


def _stand(
    access: Access, day: date, member: int | None, span: Span, targets: dict[Aim, int], won: Won
) -> Stand:
    target, value = targets.get(Aim(WON.key, member, span)), won[member, span]
    if target is None:
        return Stand(value, None)
    state = judge_sum(value, target, period_of(span, day), day)
    write = plain(get_language() or "he")
    return Stand(value, said(state, target, span, WON, access.organization.currency, write))


def _sees(access: Access, aim: Aim) -> bool:
    """Whoever does not see every deal cannot be told what the business has won: only their own."""
    return access.sees_all or (aim.member is not None and aim.member == (access.member and access.member.pk))


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
