"""Door 1: nothing of an owned table is read or written unless it is known whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from conftest import Person
from neeman.customers.models import Contact, Customer, ExternalKey
from neeman.ledger.models import Document, Line, Payment
from neeman.orgs.access import Access
from neeman.orgs.checks import problems_of
from neeman.orgs.models import Change, LogEntry
from neeman.orgs.wall import Owned, ScopeMissing, WrongOrganization, across_organizations, organization_scope
from tests.tripwire import WallBreached, breaches

WAYS_ROUND: dict[str, Callable[[], object]] = {
    "list": lambda: list(Customer.objects.all()),
    "exists": lambda: Customer.objects.filter(name="a").exists(),
    "count": lambda: Customer.objects.count(),
    "first": lambda: Customer.objects.first(),
    "values": lambda: list(Customer.objects.values_list("pk")),
    "aggregate": lambda: Customer.objects.in_bulk([1]),
    "update": lambda: Customer.objects.update(name="b"),
    "delete": lambda: Customer.objects.all().delete(),
    "raw delete": lambda: Customer.objects.all()._raw_delete("default"),
    "create": lambda: Customer.objects.create(name="c"),
    "bulk_create": lambda: Customer.objects.bulk_create([Customer(name="d")]),
    "save": lambda: Customer(name="e").save(),
    "subquery": lambda: list(LogEntry.objects.filter(subject_id__in=Customer.objects.values("pk"))),
    "raw": lambda: list(Customer.objects.raw("SELECT 1")),
    "base manager": lambda: list(Customer._base_manager.all()),
    "union": lambda: list(Customer.objects.all().union(Customer.objects.all())),
    "iterator": lambda: list(Customer.objects.iterator()),
    "get": lambda: Customer.objects.get(pk=1),
}


@pytest.mark.parametrize("way", WAYS_ROUND)
def test_no_query_runs_outside_an_organization(owner: Person, way: str) -> None:
    with owner.scope():
        Customer.objects.create(name="נגריית הגליל")
    with pytest.raises(ScopeMissing), transaction.atomic():
        WAYS_ROUND[way]()
    with owner.scope():
        assert [row.name for row in Customer.objects.all()] == ["נגריית הגליל"]


def test_each_organization_sees_its_own(owner: Person, stranger: Person) -> None:
    for person, name in ((owner, "ours"), (stranger, "theirs")):
        with person.scope():
            Customer.objects.create(name=name)
    with owner.scope():
        assert [row.name for row in Customer.objects.all()] == ["ours"]
        assert Customer.objects.update(name="x") == 1
    with stranger.scope():
        assert [row.name for row in Customer.objects.all()] == ["theirs"]


def test_a_query_built_before_the_scope_is_bound_late(owner: Person, stranger: Person) -> None:
    built = Customer.objects.filter(name="late")
    with owner.scope():
        Customer.objects.create(name="late")
        assert built.all().count() == 1
    with stranger.scope():
        assert built.all().count() == 0  # the shared query itself was never bound to the first organization


def test_a_foreign_key_is_walled(owner: Person, stranger: Person) -> None:
    with owner.scope():
        contact = Contact.objects.create(customer=Customer.objects.create(name="a"), name="דני")
        contact_again = Contact.objects.get(pk=contact.pk)
    with stranger.scope(), pytest.raises(Customer.DoesNotExist):
        _ = contact_again.customer


def test_a_row_of_another_organization_is_refused(owner: Person, stranger: Person) -> None:
    row = Customer(name="a", organization=stranger.organization)
    with owner.scope():
        with pytest.raises(WrongOrganization):
            row.save()
        with pytest.raises(WrongOrganization), transaction.atomic():
            Customer.objects.bulk_create([row])
    with across_organizations():
        assert Customer.objects.count() == 0


def test_the_check_catches_a_table_without_an_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems_of(Customer) == []
    from django.contrib.sessions.models import Session

    monkeypatch.setattr("neeman.orgs.checks.GLOBAL_MODELS", {})
    assert [problem.id for problem in problems_of(Session)] == ["neeman.E001"]


GROWING: list[type[Owned]] = [Customer, Contact, ExternalKey, Document, Line, Payment, Change, LogEntry]


@pytest.mark.parametrize("model", GROWING, ids=lambda model: model.__name__)
def test_ids_inside_an_organization_are_found_by_an_index(inside: Access, model: type[Owned]) -> None:
    """Without statistics SQLite would rather walk an organization by some composite than look up thirty ids."""
    if connection.vendor == "sqlite":
        asked = RawSQL("SELECT value FROM json_each('[1]')", ())
        for ids in (list(range(30)), asked):
            plan = model._default_manager.filter(pk__in=ids).explain()
            assert "rowid=?" in plan, plan


def test_the_tripwire_sees_sql_by_hand(owner: Person) -> None:
    with organization_scope(owner.organization.pk), connection.cursor() as cursor:
        with pytest.raises(WallBreached):
            cursor.execute('SELECT * FROM "customers_customer"')
        cursor.execute(
            'SELECT * FROM "customers_customer" WHERE "customers_customer"."organization_id" = %s',
            [owner.organization.pk],
        )
    assert breaches('SELECT 1 FROM "orgs_user"') == []
