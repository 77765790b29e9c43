"""Silence and neglect as the card tells them: a dated verdict, the counter of missed contacts, nothing deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from conftest import Person
from neeman.activity.models import Kind
from neeman.activity.services.cadence import refresh_all
from neeman.activity.tests.making import follow_up, talk
from neeman.customers.models import Customer, Warmth
from neeman.customers.tests.making import make

DAY = timedelta(days=1)


def known_for(person: Person, days: int) -> Customer:
    """A customer entered so many days ago, of whom nothing was heard since."""
    customer = make(person.access)
    Customer.objects.filter(pk=customer.pk).update(created_at=timezone.now() - days * DAY)
    return customer


def card(person: Person, customer: Customer) -> str:
    return person.client.get(person.url(f"customers/{customer.pk}/")).content.decode()


def test_after_two_years_without_a_word_the_night_says_inactive_and_keeps_all(owner: Person) -> None:
    now = timezone.now()
    with owner.scope():
        customer = known_for(owner, 1_000)
        talk(owner.access, customer, now=now - 735 * DAY, outcome="spoke", text="ביקשו לחשוב")
        refresh_all(owner.access, today=timezone.localdate(now) - 10 * DAY)
        assert follow_up(customer).warmth == Warmth.WIN_BACK
        refresh_all(owner.access, today=timezone.localdate(now))
        assert follow_up(customer).warmth == Warmth.INACTIVE
    page = card(owner, customer)
    assert timezone.localdate(now - 735 * DAY).strftime("%d.%m.%Y") in page, "since when nothing was heard"
    assert "לא פעיל" in page
    assert "ביקשו לחשוב" in page
    with owner.scope():
        talk(owner.access, customer, now=now, direction="in", kind=Kind.CALL, outcome="spoke")
        assert follow_up(customer).warmth == Warmth.ACTIVE, "one word brings them back"


def test_how_late_and_how_often_a_wanted_contact_was_missed(owner: Person) -> None:
    now = datetime.now(tz=timezone.get_current_timezone())
    with owner.scope():
        customer = known_for(owner, 300)
        talk(owner.access, customer, now=now - 100 * DAY, outcome="spoke")
        refresh_all(owner.access, today=timezone.localdate(now))
        found = follow_up(customer)
        assert found.due_on is not None
        late = (timezone.localdate(now) - found.due_on).days
        assert (late > 0, found.missed) == (True, 3)
    page = card(owner, customer)
    assert f"באיחור של {late} ימים" in page
    assert "3 פעמים" in page


def test_of_whom_all_is_well_nothing_is_counted(owner: Person) -> None:
    with owner.scope():
        customer = known_for(owner, 20)
        talk(owner.access, customer, now=timezone.now() - DAY, outcome="spoke")
        assert follow_up(customer).missed == 0
    assert "פעמים" not in card(owner, customer)
