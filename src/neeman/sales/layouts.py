"""The three layouts of one pipeline, as their templates take them: board, table, calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.queries import members
from neeman.orgs.roles import May
from neeman.sales.aims import own_aims
from neeman.sales.choices import chips, menus, next_chips
from neeman.sales.models import Stage
from neeman.sales.page import ClockSign, clock_sign
from neeman.sales.queries.asked import Asked, Next, Sort, View
from neeman.sales.queries.board import (
    ROWS,
    Card,
    Column,
    Sums,
    board,
    calendar,
    sum_deals,
    sums_of,
    table,
    weeks_of,
)
from neeman.sales.queries.chances import Chances, chances
from neeman.sales.queries.narrowing import Asking
from neeman.sales.queries.stages import all_stages
from neeman.sales.signs import Sign, sign_of
from neeman.ui.text import Html, markup

Context = dict[str, Any]
IDLE_DAYS = 10
"""From so many days in one stage on, a card says so."""


@dataclass(frozen=True)
class Desk:
    """One pipeline for one member at one moment."""

    access: Access
    asked: Asked
    now: datetime

    @cached_property
    def today(self) -> date:
        """The day in the business's zone."""
        return self.now.astimezone(ZoneInfo(self.access.organization.timezone)).date()

    @property
    def asking(self) -> Asking:
        """Who asks, on which day."""
        return Asking(self.access, self.today)

    @cached_property
    def all_stages(self) -> list[Stage]:
        """Archived ones too."""
        return all_stages(self.access)

    @cached_property
    def stages(self) -> list[Stage]:
        """The living ones, in order."""
        return [stage for stage in self.all_stages if stage.archived_at is None]

    @cached_property
    def chances(self) -> Chances:
        """The chances of this business."""
        return chances(self.access, self.all_stages)

    @cached_property
    def members(self) -> list[Member]:
        """Who may work on a deal."""
        return list(members(self.access))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card with what its template asks for: the sign, the next stage, the days it has stood still."""

    card: Card
    sign: Sign
    next_stage: Stage | None
    earlier_stage: Stage | None
    idle_days: int
    clock: ClockSign | None


def board_layout(desk: Desk, given: QueryDict) -> Context:
    columns = board(desk.asking, desk.asked, desk.all_stages, desk.chances)
    return {"columns": [_column(desk, column) for column in columns], "sums": sums_of(columns)}


def _column(desk: Desk, column: Column) -> Context:
    return {
        "stage": column.stage,
        "sums": column.sums,
        "cards": drawn(desk, column.cards),
        "left": column.left,
        "start": len(column.cards),
        "width": round(column.sums.share * 100),
    }


def table_layout(desk: Desk, given: QueryDict) -> Context:
    page = max(1, number(given.get("page", "1")))
    start = (page - 1) * ROWS
    sums = sum_deals(desk.asking, desk.asked, desk.chances)
    rows = drawn(desk, table(desk.asking, desk.asked, desk.chances, start))
    query, writer = desk.asked.query(), markup(get_language() or "he")
    return {
        "sums": sums,
        "rows": rows,
        "heads": _heads(desk.asked),
        "said": Html(
            _("%(shown)s of %(all)s")
            % {
                "shown": writer.ltr(f"{start + 1 if rows else 0:,}–{start + len(rows):,}"),
                "all": writer.number(sums.count),
            }
        ),
        "next_href": f"?{query}&page={page + 1}" if start + len(rows) < sums.count and rows else "",
        "previous_href": f"?{query}&page={page - 1}" if page > 1 else "",
    }


def calendar_layout(desk: Desk, given: QueryDict) -> Context:
    by_next = given.get("by") != "expected"
    first = _month(given.get("month", ""), desk.today)
    after = (first + timedelta(days=32)).replace(day=1)
    found: dict[date, list[Card]] = {}
    for day, card in calendar(desk.asking, desk.asked, desk.chances, first, after, by_next=by_next):
        found.setdefault(day, []).append(card)
    weeks = [
        [
            {
                "day": day,
                "inside": first <= day < after,
                "today": day == desk.today,
                "cards": drawn(desk, found.get(day, [])),
            }
            for day in week
        ]
        for week in weeks_of(first, after)
    ]
    query, by = desk.asked.query(), "" if by_next else "&by=expected"
    return {
        "sums": sum_deals(desk.asking, desk.asked, desk.chances),
        "weeks": weeks,
        "month": first,
        "by_next": by_next,
        "next_href": f"?{query}&month={after:%Y-%m}{by}",
        "previous_href": f"?{query}&month={first - timedelta(days=1):%Y-%m}{by}",
        "today_href": f"?{query}{by}",
        "by_next_href": f"?{query}&month={first:%Y-%m}",
        "by_expected_href": f"?{query}&month={first:%Y-%m}&by=expected",
    }


def above(desk: Desk) -> Context:
    """What stands above the deals: layouts, filters, the chips of the next action."""
    asked = desk.asked
    return {
        "asked": asked,
        "list_query": asked.query(),
        "layouts": [
            (view, asked.seen_as(view).query(), asked.view == view, icon, word)
            for view, icon, word in _layouts()
        ],
        "menus": menus(asked, desk.members, desk.all_stages),
        "chips": chips(asked, desk.members, desk.all_stages),
        "kept": [("view", asked.view)] if asked.view != View.BOARD else [],
        **may(desk.access),
    }


def _layouts() -> list[tuple[View, str, str]]:
    return [
        (View.BOARD, "layout-kanban", _("Board")),
        (View.TABLE, "layout-list", _("Table")),
        (View.CALENDAR, "calendar", _("Month")),
    ]


def headline(desk: Desk, sums: Sums) -> Context:
    """The conclusion as a sentence; the forecast and the targets of the month under it."""
    return {
        "sums": sums,
        "next_chips": next_chips(desk.asked, sums),
        "none": sums.next.get(Next.NONE, 0),
        "aims": own_aims(desk.access, desk.today),
    }


def may(access: Access) -> Context:
    return {"may_edit": access.may(May.EDIT_SALES), "currency": access.organization.currency}


def drawn(desk: Desk, cards: list[Card]) -> list[Drawn]:
    ids = [stage.pk for stage in desk.stages]
    drawn = []
    for card in cards:
        here = ids.index(card.deal.stage_id) if card.deal.stage_id in ids else -1
        following = desk.stages[here + 1] if here + 1 < len(ids) and card.deal.is_open else None
        earlier = desk.stages[here - 1] if here > 0 and card.deal.is_open else None
        idle = (desk.now - card.deal.stage_since).days
        drawn.append(
            Drawn(
                card,
                sign_of(card.step, desk.today),
                following,
                earlier,
                idle if idle >= IDLE_DAYS else 0,
                clock_sign(desk.access, card.deal, None, now=desk.now) if _waits(card) else None,
            )
        )
    return drawn


def _waits(card: Card) -> bool:
    return card.deal.arrived_at is not None and card.replied_at is None


def _heads(asked: Asked) -> list[Context]:
    titles = {
        Sort.CUSTOMER: _("Customer and deal"),
        Sort.STAGE: _("Stage"),
        Sort.SINCE: _("Since"),
        Sort.NEXT: _("Next action"),
        Sort.VALUE: _("Value"),
        Sort.EXPECTED: _("Expected"),
        Sort.OWNER: _("Who"),
    }
    return [
        {
            "title": title,
            "numeric": sort == Sort.VALUE,
            "query": asked.sorted_by(sort).query(),
            "order": ("descending" if asked.descending else "ascending") if asked.sort == sort else "",
        }
        for sort, title in titles.items()
    ]


def _month(text: str, day: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else day.replace(day=1)
    except ValueError:
        return day.replace(day=1)


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
