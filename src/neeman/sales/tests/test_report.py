"""The report: what counts when, shares and medians by their definitions, leads that nobody answered."""

from __future__ import annotations

from datetime import timedelta

from neeman.activity.services.interactions import Said, log_interaction
from neeman.customers.models import Status
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Deal, Kind
from neeman.sales.queries.report import report
from neeman.sales.services.deals import lose_deal, win_deal
from neeman.sales.services.stages import keep_reasons
from neeman.sales.tests.making import NOW, TODAY, make_deal

DAY = timedelta(days=1)


def ended(access: Access, days: int, *, won: bool = True, **given: object) -> Deal:
    """A deal that took so many days and ended yesterday."""
    deal = make_deal(access, "עסקה", customer=make(access), arrived=True, now=NOW - days * DAY, **given)
    if won:
        win_deal(access, deal, version=1, now=NOW - DAY)
    else:
        lose_deal(access, deal, version=1, now=NOW - DAY, reason=keep_reasons(access)[0], competitor="הצפון")
    return deal


def test_shares_medians_and_means_by_kind_and_owner(inside: Access) -> None:
    ended(inside, 3, kind=Kind.NEW, value_minor=100_00)
    ended(inside, 11, kind=Kind.NEW, value_minor=201_01)
    ended(inside, 21, kind=Kind.UPSELL)
    ended(inside, 5, kind=Kind.NEW, won=False, value_minor=900_00)
    found = report(inside, TODAY - 90 * DAY, TODAY, now=NOW)
    assert (found.whole.won, found.whole.lost, found.whole.conversion) == (3, 1, 0.75)
    assert (found.whole.median_days, found.whole.value_minor) == (10, 301_01)
    assert found.whole.average_minor == 150_51, "of the two whose value is known, rounded half up"
    assert (found.new.won, found.new.lost, found.existing.won) == (2, 1, 1)
    assert [line.key for line in found.by_kind] == [Kind.NEW, Kind.UPSELL]
    assert [line.key for line in found.by_owner] == [inside.member and inside.member.pk]
    assert found.reasons == [(keep_reasons(inside)[0].pk, 1)]
    assert found.competitors == [("הצפון", 1)]
    assert found.whole.is_thin
    assert sum(minor for _month, minor in found.months) == 301_01


def test_what_a_win_took_and_cost(inside: Access) -> None:
    def talked(deal: Deal, days_ago: int, minutes: int, about: Deal | None = None) -> None:
        when = NOW - timedelta(days=days_ago)
        log_interaction(inside, deal.customer, Said(at=when, minutes=minutes, about=about), now=when)

    won, lost = ended(inside, 10, kind=Kind.NEW), ended(inside, 10, kind=Kind.NEW, won=False)
    other = ended(inside, 10, kind=Kind.UPSELL)
    for deal, days_ago, minutes in ((won, 5, 45), (won, 15, 500), (lost, 3, 30), (other, 2, 10)):
        talked(deal, days_ago, minutes)
    talked(won, 4, 300, about=other)
    found = report(inside, TODAY - 90 * DAY, TODAY, now=NOW)
    assert (found.new.minutes, found.new.minutes_a_win) == (75, 75), "the lost one's time is paid by the win"
    assert found.new.cost_of_a_win(120_00) == 150_00
    assert (found.existing.minutes_a_win, found.existing.cost_of_a_win(0)) == (10, None)
    assert found.existing.cost_of_a_win(100_01) == 16_67, "rounded half up"


def test_what_ended_before_does_not_count(inside: Access) -> None:
    ended(inside, 3)
    found = report(inside, TODAY, TODAY, now=NOW)
    assert (found.whole.ended, found.whole.conversion) == (0, None)


def test_leads_that_nobody_turned_to_are_named(inside: Access) -> None:
    def lead(name: str, days: int) -> Deal:
        customer = make(inside, name, status=Status.LEAD)
        return make_deal(inside, name, customer=customer, arrived=True, now=NOW - days * DAY)

    forgotten, tried = lead("נשכח", 5), lead("נוסה", 4)
    moved = lead("הוזז", 3)
    Deal.objects.filter(pk=moved.pk).update(first_reply_at=moved.arrived_at)
    log_interaction(inside, tried.customer, Said(outcome="no_answer"), now=NOW - DAY)
    found = report(inside, TODAY - 30 * DAY, TODAY, now=NOW)
    assert [one.deal for one in found.never] == [forgotten]
    assert (len(found.leads), found.in_time) == (3, 1)


def test_a_call_in_time_from_the_customers_card_counts(inside: Access) -> None:
    customer = make(inside, status=Status.LEAD)
    make_deal(inside, customer=customer, arrived=True, now=NOW)
    log_interaction(inside, customer, Said(), now=NOW + timedelta(minutes=30))
    found = report(inside, TODAY, TODAY, now=NOW + timedelta(hours=5))
    assert (found.never, found.in_time) == ([], 1)
