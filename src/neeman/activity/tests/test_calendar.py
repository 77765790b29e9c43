"""The calendar of follow-ups: tasks and customers on their days, with the days of the Hebrew year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conftest import Person, make_person
from neeman.activity.services.tasks import add_task
from neeman.activity.templatetags.activity import relative_day
from neeman.activity.tests.making import NOW, stand_still, talk
from neeman.customers.models import FollowUp
from neeman.customers.services.customers import archive_customer
from neeman.customers.tests.making import make
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees


def page(person: Person, asked: str = "span=week&day=2026-12-07&of=all") -> str:
    return person.client.get(person.url(f"calendar/?{asked}")).content.decode()


@pytest.fixture
def due(owner: Person) -> None:
    """A customer whom the cadence asks for on 7 December, and a task on another on the 8th."""
    with owner.scope():
        first, second = make(owner.access, "לקוח של זהב"), make(owner.access, "לקוח עם משימה")
        for customer in (first, second):
            stand_still(customer)
            talk(owner.access, customer)
        add_task(owner.access, second, title="לשלוח מחירון", due_on=date(2026, 12, 8), now=NOW)


@pytest.mark.usefixtures("due")
def test_a_week_names_them_once(owner: Person) -> None:
    shown = page(owner)
    assert shown.count("לקוח של זהב") == 1
    assert shown.count("לשלוח מחירון") == 1
    assert "כ״ז בכסלו" in shown


@pytest.mark.usefixtures("due")
def test_a_month_counts_and_names_the_days(owner: Person) -> None:
    shown = page(owner, "day=2026-12-01&of=all")
    assert "לשלוח מחירון" in shown
    assert "לקוח של זהב" not in shown
    assert "חנוכה" in shown
    assert "span=week&amp;day=2026-12-07&amp;of=all" in shown


@pytest.mark.usefixtures("due")
def test_whose_it_is(owner: Person, colleague: Person) -> None:
    assert "לשלוח מחירון" in page(owner, "span=week&day=2026-12-07")
    assert "לשלוח מחירון" not in page(colleague, "span=week&day=2026-12-07")


@pytest.mark.usefixtures("due")
def test_sight_and_the_archive_hold(owner: Person, house: Organization) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    assert "לקוח של זהב" not in page(narrow)
    with owner.scope():
        away = FollowUp.objects.get(due_on=date(2026, 12, 7)).customer
        archive_customer(owner.access, away, version=away.version, now=NOW)
    assert "לקוח של זהב" not in page(owner)


@pytest.mark.parametrize("asked", ["day=0001-01-01", "day=9999-12-31", "day=x", "span=year&of=%27", "of=-1"])
def test_an_odd_address_shows_a_calendar(owner: Person, asked: str) -> None:
    assert owner.client.get(owner.url(f"calendar/?{asked}")).status_code == 200


@pytest.mark.usefixtures("due")
def test_queries_do_not_grow(owner: Person, django_assert_max_num_queries: object) -> None:
    page(owner)
    with django_assert_max_num_queries(16):
        page(owner)
    with django_assert_max_num_queries(14):
        page(owner, "day=2026-12-01&of=all")


def test_half_an_hour_after_midnight_is_today() -> None:
    """A talk is kept in UTC, where that half hour still belongs to the day before."""
    talked, today = datetime(2026, 11, 22, 22, 30, tzinfo=UTC), date(2026, 11, 23)
    assert (
        relative_day(talked, today) == relative_day(today, today) != relative_day(date(2026, 11, 22), today)
    )
