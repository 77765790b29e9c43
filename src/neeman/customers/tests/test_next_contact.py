"""The next contact on the list: sorted by urgency, narrowed by it, marked by sign and word, at a fixed cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.models import FollowUp, Warmth
from neeman.customers.services.customers import archive_customer
from neeman.customers.tests.making import make, stand
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees

TODAY = timezone.localdate()
WHEN = {"מאוחר": -4, "היום": 0, "השבוע": 5, "החודש": 20, "רחוק": 80}


def due(access: Access, name: str, **given: object) -> FollowUp:
    return FollowUp.objects.create(customer=make(access, name), **given)


@pytest.fixture
def six(owner: Person) -> None:
    """One customer of each urgency, and one of whom nothing is due."""
    with owner.scope():
        for name, days in WHEN.items():
            due(owner.access, name, due_on=TODAY + timedelta(days=days), every_days=14)
        due(owner.access, "בלי תאריך")


def names(person: Person, asked: str) -> list[str]:
    page = person.client.get(person.url(f"customers/?{asked}")).content.decode()
    return re.findall(r'<span class="who">.*?<bdi>(.*?)</bdi></a>', page, re.DOTALL)


def test_the_silent_are_found_by_their_verdict(owner: Person) -> None:
    with owner.scope():
        for warmth in Warmth.values:
            due(owner.access, warmth, warmth=warmth)
    assert names(owner, "warmth=inactive") == ["inactive"]
    assert set(names(owner, "warmth=inactive&warmth=win_back")) == {"inactive", "win_back"}
    assert len(names(owner, "warmth=nonsense")) == len(Warmth.values)
    page = owner.client.get(owner.url("customers/filters/?warmth=inactive")).content.decode()
    assert re.search(r'name="warmth"[^>]*value="inactive"[^>]*checked', page)


@pytest.mark.usefixtures("six")
def test_the_most_urgent_come_first_and_whoever_has_no_date_last(owner: Person) -> None:
    assert names(owner, "sort=next") == [*WHEN, "בלי תאריך"]
    assert names(owner, "sort=-next") == [*reversed(WHEN), "בלי תאריך"]


@pytest.mark.usefixtures("six")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("late", ["מאוחר"]),
        ("today", ["היום"]),
        ("week", ["היום", "השבוע"]),
        ("month", ["היום", "השבוע", "החודש"]),
        ("none", ["בלי תאריך"]),
        ((TODAY + timedelta(days=20)).isoformat(), ["החודש"]),
        ("nonsense", [*WHEN, "בלי תאריך"]),
    ],
)
def test_narrowed_by_urgency(owner: Person, asked: str, shown: list[str]) -> None:
    assert names(owner, f"next={asked}&sort=next") == shown
    assert sorted(names(owner, f"next={asked}")) == sorted(shown), "in the usual order as well"


def test_narrowed_by_a_figure_the_most_urgent_come_first(owner: Person) -> None:
    given = (("ב", "A", 2), ("ג", "A", None), ("א", "A", -1), ("כסף", "B", -9), ("בארכיון", "A", -5))
    with owner.scope():
        for name, grade, days in given:
            customer = make(owner.access, name)
            stand(customer, grade=grade)
            due_on = None if days is None else TODAY + timedelta(days=days)
            FollowUp.objects.create(customer=customer, due_on=due_on)
        archive_customer(owner.access, customer, version=1, now=timezone.now())
    assert names(owner, "grade=A&sort=next") == ["א", "ב", "ג"]
    assert names(owner, "grade=A&next=late&sort=next") == ["א"]


def test_late_is_a_sign_a_colour_and_a_word(owner: Person) -> None:
    with owner.scope():
        due(owner.access, "מאוחר", due_on=TODAY - timedelta(days=3), next_step="<b>לשלוח מחירון</b>")
        due(owner.access, "נדחה", due_on=TODAY + timedelta(days=30), paused_until=TODAY + timedelta(days=30))
    page = owner.client.get(owner.url("customers/?sort=next")).content.decode()
    assert 'class="health next lose"' in page
    assert "באיחור של 3 ימים" in page
    assert "&lt;b&gt;לשלוח מחירון" in page
    assert names(owner, "next=paused") == ["נדחה"]


def test_who_was_never_spoken_to_is_not_years_late(owner: Person) -> None:
    with owner.scope():
        due(owner.access, "נקלט מקובץ", due_on=TODAY - timedelta(days=8 * 365), every_days=14)
    page = owner.client.get(owner.url("customers/?sort=next")).content.decode()
    assert "עוד לא תועדה שיחה" in page
    assert "באיחור" not in re.findall(r'<span class="health next watch".*?</td>', page, re.DOTALL)[0]


def test_other_filters_sight_and_the_archive_hold(owner: Person, house: Organization) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        for name, city in (("של עכו", "עכו"), ("של חיפה", "חיפה"), ("בארכיון", "עכו")):
            customer = make(owner.access, name, city=city)
            FollowUp.objects.create(customer=customer, due_on=TODAY)
        archive_customer(owner.access, customer, version=1, now=timezone.now())
    assert names(owner, "city=עכו&sort=next") == ["של עכו"]
    assert names(owner, "next=today&sort=next") == ["של עכו", "של חיפה"]
    assert names(narrow, "sort=next") == []


def test_it_costs_the_same_for_many(owner: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            names(owner, "sort=next")
        return len(queries)

    with owner.scope():
        stand(due(owner.access, "ראשון", due_on=TODAY).customer)
    cost()
    few = cost()
    with owner.scope():
        for n in range(24):
            stand(due(owner.access, f"לקוח {n}", due_on=TODAY).customer)
    assert cost() <= few
