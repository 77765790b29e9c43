"""The team's exceptions: who sees them, what counts as one, and that nobody without one is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Person, make_person
from neeman.activity.models import Task
from neeman.activity.services.cadence import refresh_all
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.tasks import add_task
from neeman.customers.models import Customer
from neeman.customers.tests.making import make, stand
from neeman.desk.today.team import exceptions, team_of
from neeman.orgs.access import access_of
from neeman.orgs.models import Member, Organization
from neeman.orgs.roles import Role, Sees
from neeman.sales.models import Deal
from neeman.sales.tests.making import make_deal

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def late(person: Person, of: Person, name: str, at_stake: int) -> Customer:
    customer = make(person.access, name)
    stand(customer, at_stake_minor=at_stake, overdue_ratio=2.0)
    Customer.objects.filter(pk=customer.pk).update(owner=of.access.member)
    return customer


def test_the_team_is_whom_one_manages(owner: Person, colleague: Person, house: Organization) -> None:
    manager = make_person(house, "manager@house.test", Role.SALES_MANAGER)
    make_person(house, "viewer@house.test", Role.VIEWER)
    with owner.scope():
        assert {one.pk for one in team_of(owner.access)} == {
            colleague.access.member.pk,  # type: ignore[union-attr]  # a person of the cast
            manager.access.member.pk,  # type: ignore[union-attr]  # as above
        }
        assert len(team_of(manager.access)) == 2, "none were named, and they see all"
        Member.objects.filter(pk=colleague.access.member.pk).update(manager=manager.access.member)  # type: ignore[union-attr]  # as above
        assert team_of(manager.access) == [colleague.access.member]
        assert team_of(colleague.access) == []
        Member.objects.filter(pk=colleague.access.member.pk).update(manager=None)  # type: ignore[union-attr]  # as above
        Member.objects.filter(pk=manager.access.member.pk).update(sees=Sees.TEAM)  # type: ignore[union-attr]  # as above
        narrow = Member.objects.select_related("organization").get(pk=manager.access.member.pk)  # type: ignore[union-attr]  # as above
        assert team_of(access_of(narrow)) == []


def test_who_has_no_team_sees_nothing_of_it(owner: Person) -> None:
    assert owner.url("today/team/") not in owner.client.get(owner.url("today/")).content.decode()
    assert owner.client.get(owner.url("today/team/")).status_code == 404
    colleague = make_person(owner.organization, "later@house.test", Role.SALESPERSON)
    assert owner.url("today/team/") in owner.client.get(owner.url("today/")).content.decode()
    assert owner.client.get(owner.url("today/team/")).status_code == 200
    assert colleague.url("today/team/") not in colleague.client.get(colleague.url("today/")).content.decode()
    assert colleague.client.get(colleague.url("today/team/")).status_code == 404


def test_only_exceptions_are_told(owner: Person, colleague: Person) -> None:
    with owner.scope():
        spoken = late(owner, colleague, "דובר", 900_000)
        late(owner, colleague, "נשכח", 500_000)
        late(owner, owner, "של בעל העסק", 800_000)
        log_interaction(colleague.access, spoken, Said(at=NOW - timedelta(days=3)), now=NOW)
        promised = add_task(
            owner.access, make(owner.access, "הובטח"), title="דוגמאות", due_on=TODAY, now=NOW
        )[0]
        Task.objects.filter(pk=promised.pk).update(
            member=colleague.access.member, due_on=TODAY - timedelta(days=4)
        )
        for hours, title in ((5, "ליד ישן"), (1, "ליד טרי")):
            deal = make_deal(owner.access, title, arrived=True, now=NOW - timedelta(hours=hours))
            Deal.objects.filter(pk=deal.pk).update(owner=colleague.access.member)
        refresh_all(owner.access, today=TODAY)
        (found,) = exceptions(owner.access, team_of(owner.access), NOW)
    assert (found.risks, found.at_stake_minor) == (1, 500_000)
    assert [one.name for one in found.named] == ["נשכח"]
    assert [deal.title for deal, _sign in found.leads] == ["ליד ישן"]
    assert (found.promises, found.oldest) == (1, TODAY - timedelta(days=4))


def test_who_has_no_exception_is_not_named(owner: Person, colleague: Person) -> None:
    page = owner.client.get(owner.url("today/team/")).content.decode()
    assert str(colleague.access.member) not in page.split('id="main"')[-1]


def test_the_number_of_queries_stands_still(owner: Person, colleague: Person) -> None:
    def asked() -> int:
        refresh_all(owner.access, today=TODAY)
        with CaptureQueriesContext(connection) as queries:
            exceptions(owner.access, team_of(owner.access), NOW)
        return len(queries)

    with owner.scope():
        late(owner, colleague, "ראשון", 1_000)
        few = asked()
        for number in range(6):
            person = make_person(owner.organization, f"{number}@house.test", Role.SALESPERSON)
            late(owner, person, f"של {number}", 1_000)
        assert asked() <= few <= 8
