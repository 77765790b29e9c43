"""Archive and restore: out of sight, never gone."""

from __future__ import annotations

from conftest import Person
from neeman.customers.models import Customer
from neeman.customers.queries.visible import live
from neeman.customers.tests.making import make
from neeman.orgs.models import ChangeSet
from tests.walls.database import changed, snapshot


def test_archived_and_restored(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    base = f"customers/{customer.pk}"
    assert owner.client.post(owner.url(f"{base}/archive/"), {"version": 1}).status_code == 302
    with owner.scope():
        assert not live(owner.access).exists()
    assert owner.client.get(owner.url(f"{base}/")).status_code == 200
    assert owner.client.post(owner.url(f"{base}/restore/"), {"version": 2}).status_code == 302
    with owner.scope():
        assert live(owner.access).get() == customer


def test_the_undo_of_an_archive(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    owner.client.post(owner.url(f"customers/{customer.pk}/archive/"), {"version": 1})
    with owner.scope():
        change_set = ChangeSet.objects.get(verb="customers.customer.archived")
    owner.client.post(owner.url(f"customers/undo/{change_set.pk}/"))
    with owner.scope():
        assert live(owner.access).exists()


def test_a_stale_archive_is_refused(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    before = snapshot()
    owner.client.post(owner.url(f"customers/{customer.pk}/archive/"), {"version": 7})
    owner.client.post(owner.url(f"customers/{customer.pk}/archive/"), {})
    assert changed(before) == []


def test_nothing_deletes_a_customer(owner: Person, colleague: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    before = snapshot()
    assert colleague.client.post(colleague.url(f"customers/{customer.pk}/archive/")).status_code == 403
    assert owner.client.delete(owner.url(f"customers/{customer.pk}/")).status_code == 405
    assert owner.client.get(owner.url(f"customers/{customer.pk}/archive/")).status_code == 405
    assert changed(before) == []
    with owner.scope():
        assert Customer.objects.count() == 1
