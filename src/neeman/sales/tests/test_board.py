"""The board: order by urgency, sums, chances, pages of a column; queries that do not grow with the deals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Task
from neeman.activity.proposing import Proposal
from neeman.customers.models import Status
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.roles import Role
from neeman.sales.models import Deal, Kind
from neeman.sales.queries.asked import Asked, By, Next, Sort, View, read_asked
from neeman.sales.queries.board import CARDS, board, calendar, more_cards, sum_deals, sums_of, table
from neeman.sales.queries.chances import ENOUGH, chances
from neeman.sales.queries.narrowing import Asking
from neeman.sales.queries.stages import stages
from neeman.sales.queries.steps import open_steps
from neeman.sales.services.deals import lose_deal, win_deal
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.making import NOW, TODAY, make_deal
from neeman.targets.queries import Aim
from neeman.targets.services import set_targets
from neeman.targets.spans import Span

DAY = timedelta(days=1)


def planned(access: Access, title: str, day: date | None, **given: Any) -> Deal:
    """A deal whose next action is on a day; None: it was dropped elsewhere."""
    deal = make_deal(access, title, next_step=Proposal(Task.Kind.CALL, title, day or TODAY), **given)
    if day is None:
        open_steps().filter(about_id=deal.pk).update(dropped_at=NOW)
    return deal


def shown(access: Access, asked: Asked | None = None) -> list[list[str]]:
    """The titles on the board, by column."""
    columns = board(Asking(access, TODAY), asked or Asked(), stages(access), chances(access))
    return [[card.deal.title for card in column.cards] for column in columns]


def test_the_most_urgent_comes_first(inside: Access) -> None:
    customer = make(inside)
    for title, day in {
        "מתוכנן": TODAY + 3 * DAY,
        "אין": None,
        "היום": TODAY,
        "איחור קטן": TODAY - DAY,
        "איחור גדול": TODAY - 5 * DAY,
    }.items():
        planned(inside, title, day, customer=customer)
    assert shown(inside)[0] == ["איחור גדול", "איחור קטן", "היום", "אין", "מתוכנן"]
    columns = board(Asking(inside, TODAY), Asked(), stages(inside), chances(inside))
    assert columns[0].sums.next == {Next.LATE: 2, Next.TODAY: 1, Next.NONE: 1, Next.PLANNED: 1}


def test_a_column_counts_sums_and_weighs_all_its_deals(inside: Access) -> None:
    customer = make(inside)
    make_deal(inside, "א", customer=customer, value_minor=10_000_00, kind=Kind.UPSELL)
    make_deal(inside, "ב", customer=customer, value_minor=5_000_00, kind=Kind.NEW)
    make_deal(inside, "ג", customer=customer, value_minor=1_01, probability=50)
    make_deal(inside, "ד", customer=customer)
    column = board(Asking(inside, TODAY), Asked(), stages(inside), chances(inside))[0]
    assert (column.sums.count, column.sums.value_minor) == (4, 15_001_01)
    assert column.sums.weighted_minor == 6_000_00 + 250_00 + 51, "half an agora is rounded up"


def test_a_long_column_is_paged(inside: Access) -> None:
    customer = make(inside)
    for number in range(CARDS + 7):
        planned(inside, f"{number:02}", TODAY + number * DAY, customer=customer)
    asking, known = Asking(inside, TODAY), chances(inside)
    first = board(asking, Asked(), stages(inside), known)[0]
    assert ([card.deal.title for card in first.cards][:2], first.left) == (["00", "01"], 7)
    rest = more_cards(asking, Asked(), first.stage, CARDS, known)
    assert [card.deal.title for card in rest] == [f"{number:02}" for number in range(CARDS, CARDS + 7)]


def test_filters_leave_what_they_say(inside: Access) -> None:
    customer = make(inside, "מפעלי גלבוע")
    planned(inside, "חידוש", TODAY - DAY, customer=customer, kind=Kind.RENEWAL, expected_on=TODAY)
    planned(inside, "חדש", TODAY + DAY, customer=make(inside, "אחר"), kind=Kind.NEW)
    for asked, left in [
        (Asked(by={By.KIND: ("renewal",)}), ["חידוש"]),
        (Asked(by={By.NEXT: ("planned",)}), ["חדש"]),
        (Asked(by={By.EXPECTED: ("month",)}), ["חידוש"]),
        (Asked(by={By.EXPECTED: ("none",)}), ["חדש"]),
        (Asked(by={By.OWNER: ("none",)}), []),
        (Asked(text="גלבוע"), ["חידוש"]),
        (Asked(by={By.KIND: ("nonsense",)}), ["חידוש", "חדש"]),
    ]:
        assert shown(inside, asked)[0] == left, asked


def test_the_address_is_the_view() -> None:
    asked = read_asked(QueryDict("view=table&kind=new&next=late&sort=-value&evil=1&owner=me&stage="))
    assert (asked.view, asked.sort, asked.descending) == (View.TABLE, Sort.VALUE, True)
    assert asked.query() == "view=table&owner=me&kind=new&next=late&sort=-value"
    assert read_asked(QueryDict(asked.query())) == asked


def test_the_table_is_in_order_and_shows_what_ended(inside: Access) -> None:
    customer = make(inside)
    for title, minor in {"קטן": 100, "גדול": 900, "לא ידוע": None}.items():
        make_deal(inside, title, customer=customer, value_minor=minor)
    won = make_deal(inside, "נסגר", customer=customer)
    win_deal(inside, won, version=1, now=NOW)
    asking, known = Asking(inside, TODAY), chances(inside)
    down = Asked(view=View.TABLE, sort=Sort.VALUE, descending=True)
    assert [card.deal.title for card in table(asking, down, known, 0)] == ["גדול", "קטן", "לא ידוע"]
    ended = Asked(view=View.TABLE, by={By.STATE: ("won",)})
    assert [card.deal.title for card in table(asking, ended, known, 0)] == ["נסגר"]
    assert sum_deals(asking, down, known).value_minor == 1000


def test_the_calendar_puts_deals_on_their_days(inside: Access) -> None:
    planned(inside, "א", TODAY + DAY, expected_on=TODAY + 9 * DAY)
    asking, known = Asking(inside, TODAY), chances(inside)
    first, after = TODAY.replace(day=1), date(2026, 12, 1)
    by_next = calendar(asking, Asked(), known, first, after, by_next=True)
    assert [(day, card.deal.title) for day, card in by_next] == [(TODAY + DAY, "א")]
    assert calendar(asking, Asked(), known, first, after, by_next=False) == []


def test_history_takes_the_place_of_the_defaults(inside: Access) -> None:
    customer, steps = make(inside), keep_stages(inside)
    assert chances(inside).from_stage(steps[0].pk, is_new=True).basis == "default"
    for number in range(ENOUGH):
        stage = steps[3] if number % 2 else steps[0]
        deal = make_deal(inside, str(number), customer=customer, kind=Kind.NEW, stage=stage)
        if number < 9:
            win_deal(inside, deal, version=1, now=NOW)
        else:
            lose_deal(inside, deal, version=1, now=NOW, reason=None)
    known = chances(inside)
    first, quote = (known.from_stage(stage.pk, is_new=True) for stage in (steps[0], steps[3]))
    assert (first.percent, first.basis, first.deals) == (30, "history", 30)
    assert (quote.basis, quote.deals) == ("default", 0), "20 of the 30 came so far: too few"
    assert known.from_stage(steps[0].pk, is_new=False).basis == "default"


@pytest.mark.parametrize("page", ["?view=board", "?view=table", "?view=calendar", "report/"])
def test_queries_do_not_grow_with_the_deals_and_the_targets(owner: Person, page: str) -> None:
    address = owner.url(f"pipeline/{page}")
    with owner.scope():
        aim(owner, 1)
        fill(owner.access, 3)
    assert owner.client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as few:
        owner.client.get(address)
    with owner.scope():
        aim(owner, 12)
        fill(owner.access, 40)
    with CaptureQueriesContext(connection) as many:
        owner.client.get(address)
    assert len(many) == len(few)
    assert len(many) <= 16


def aim(owner: Person, count: int) -> None:
    """Targets of the business and of so many more members in every span, and what each of these won."""
    for number in range(count):
        seller = make_person(
            owner.organization, f"{count}-{number}@aims.test", Role.SALESPERSON
        ).access.member
        assert seller is not None
        wishes: dict[Aim, int | None] = {
            Aim("sales.won", pk, span): 100_00 for pk in (None, seller.pk) for span in Span
        }
        set_targets(owner.access, wishes, day=timezone.localdate())
        deal = make_deal(
            owner.access, "זכייה", customer=make(owner.access, owner_id=seller.pk), value_minor=9
        )
        win_deal(owner.access, deal, version=1, now=timezone.now())


def fill(access: Access, count: int) -> None:
    """Deals of all kinds over all stages, each of a customer of its own; some are leads that wait."""
    for number in range(count):
        lead = number % 3 == 0
        customer = make(access, f"לקוח {number}", status=Status.LEAD if lead else Status.ACTIVE)
        make_deal(
            access,
            f"עסקה {number}",
            customer=customer,
            stage=keep_stages(access)[number % 5],
            arrived=lead,
            now=timezone.now(),
            value_minor=100,
        )


def test_sums_of_all_columns(inside: Access) -> None:
    fill(inside, 6)
    columns = board(Asking(inside, TODAY), Asked(), stages(inside), chances(inside))
    assert (sums_of(columns).count, sums_of(columns).value_minor) == (6, 600)
