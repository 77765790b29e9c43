"""Many values behind `__in`, on whichever database the tests run."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from neeman.customers.models import Customer
from neeman.imports.bulk import among
from neeman.orgs.access import Access


def test_many_texts_and_numbers_are_one_parameter(inside: Access) -> None:
    made = [Customer.objects.create(name=name, name_key=name) for name in ("נגה", 'או"רן', "דנה")]
    keys = {row.pk: None for row in made[:2]}
    assert set(Customer.objects.filter(pk__in=among(keys)).values_list("pk", flat=True)) == set(keys)
    named = Customer.objects.filter(name_key__in=among({"נגה", 'או"רן', "איננה"}))
    assert set(named.values_list("pk", flat=True)) == set(keys)


def test_none_is_not_asked(inside: Access) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert not Customer.objects.filter(pk__in=among(())).exists()
        assert not Customer.objects.filter(name_key__in=among(set())).exists()
    assert len(asked) == 0
