"""What is won against the targets of month, quarter and year: whose, since when, who is told, and where it is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.roles import Role, Sees
from neeman.sales.aims import WON, aimed, own_aims
from neeman.sales.services.deals import win_deal
from neeman.sales.tests.making import TODAY, make_deal
from neeman.targets.judging import State
from neeman.targets.queries import Aim
from neeman.targets.services import set_targets
from neeman.targets.spans import Span


def won(access: Access, value: int, at: datetime, owner: Member | None) -> None:
    deal = make_deal(
        access, "עסקה", customer=make(access, owner_id=owner and owner.pk), now=at, value_minor=value
    )
    deal.owner = owner
    deal.save()
    win_deal(access, deal, version=1, now=at)


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def colleague(owner: Person) -> Person:
    given = {"sees": Sees.OWN}
    return make_person(owner.access.organization, "seller@aims.test", Role.SALESPERSON, **given)


def test_sums_of_the_running_periods_by_member(owner: Person) -> None:
    seller = colleague(owner).access.member
    assert seller is not None
    with owner.scope():
        access = owner.access
        for value, moment, whose in (
            (1_000_00, at(11, 3), seller),
            (500_00, at(11, 20), access.member),
            (700_00, at(10, 1), seller),
            (40_00, at(1, 1), None),
            (9_00, datetime(2025, 12, 31, 20, tzinfo=UTC), seller),
        ):
            won(access, value, moment, whose)
        set_targets(
            access,
            {
                Aim(WON.key, None, Span.MONTH): 1_500_00,
                Aim(WON.key, seller.pk, Span.MONTH): 1_400_00,
                Aim(WON.key, seller.pk, Span.QUARTER): 1_700_00,
            },
            day=TODAY,
        )
        business, his = aimed(access, TODAY)
        assert [stand.won_minor for stand in business.stands] == [1_500_00, 2_200_00, 2_240_00]
        assert [stand.won_minor for stand in his.stands] == [1_000_00, 1_700_00, 1_700_00]
        states = [stand.judged and stand.judged.state for stand in (*business.stands, *his.stands)]
        assert states == [State.REACHED, None, None, State.BEHIND, State.REACHED, None]
        his_month = aimed(access, date(2026, 11, 15))[1].stands[0]
        assert his_month.judged is not None
        assert his_month.judged.state == State.ON_THE_WAY


def test_who_sees_only_their_own_is_told_of_nobody_else(owner: Person) -> None:
    seller = colleague(owner)
    pks = [person.access.member and person.access.member.pk for person in (owner, seller)]
    with owner.scope():
        set_targets(owner.access, {Aim(WON.key, pk, Span.MONTH): 100_00 for pk in (None, *pks)}, day=TODAY)
        assert [row.member for row in aimed(owner.access, TODAY)] == [None, *pks]
        assert [mine for mine, _stand in own_aims(owner.access, TODAY)] == [True, False]
    with seller.scope():
        assert [row.member for row in aimed(seller.access, TODAY)] == [pks[1]]


def test_the_pipeline_and_the_report_say_it(owner: Person) -> None:
    sign = 'class="health good"'
    assert sign not in owner.client.get(owner.url("pipeline/report/")).content.decode()
    with owner.scope():
        now = timezone.now()
        won(owner.access, 300_00, now, owner.access.member)
        set_targets(owner.access, {Aim(WON.key, None, Span.MONTH): 200_00}, day=now.date())
        make_deal(owner.access, "פתוחה", now=now)
    for page in ("pipeline/report/", "pipeline/", "pipeline/?view=table", "pipeline/?view=calendar"):
        text = owner.client.get(owner.url(page)).content.decode()
        assert sign in text, page
        assert "הושג" in text, page


def test_without_targets_one_query_asks(inside: Access) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert aimed(inside, TODAY) == []
    assert len(queries) == 1
