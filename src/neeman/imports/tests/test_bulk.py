"""Many values behind `__in`, on whichever database the tests run."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from neeman.customers.models import Customer, Tag
from neeman.imports.bulk import among, insert_rows
from neeman.orgs import bulk
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


def test_more_rows_than_a_statement_takes(inside: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST_VALUES", 100)
    with transaction.atomic():
        ids = insert_rows(Tag, ("name",), [(f"תגית {number}",) for number in range(333)])
    found = dict(Tag.objects.values_list("pk", "name"))
    assert [found[pk] for pk in ids] == [f"תגית {number}" for number in range(333)]
