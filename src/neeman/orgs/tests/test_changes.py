"""What an act changed can be put back, without trampling on what came later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from neeman.customers.models import Contact, Customer, CustomerTag, Tag
from neeman.ledger.models import Document
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, StaleWrite, TooLateToUndo, undo, update_row


def test_updates_and_creations_are_put_back(inside: Access) -> None:
    old = Customer.objects.create(name="ישן", city="חיפה")
    recorder = Recorder(inside, "test.act")
    new = Customer.objects.create(name="חדש")
    recorder.created([new])
    assert recorder.update([old], [{"city": "עכו", "name": "ישן"}]) == 1
    outcome = undo(inside, recorder.change_set, now=timezone.now())
    assert (outcome.removed, outcome.restored, outcome.kept) == (1, 1, 0)
    assert [(row.name, row.city) for row in Customer.objects.all()] == [("ישן", "חיפה")]


def test_a_later_edit_is_kept(inside: Access) -> None:
    row = Customer.objects.create(name="a", city="b", street="c")
    recorder = Recorder(inside, "test.act")
    recorder.update([row], [{"city": "x", "street": "y"}])
    Customer.objects.update(city="later")
    outcome = undo(inside, recorder.change_set, now=timezone.now())
    row.refresh_from_db()
    assert (row.city, row.street) == ("later", "c")
    assert (outcome.restored, outcome.kept) == (1, 1)


def test_a_created_row_that_others_lean_on_stays(inside: Access) -> None:
    rows = [Customer.objects.create(name=str(n)) for n in range(5)]
    recorder = Recorder(inside, "test.act")
    recorder.created(rows)
    Document.objects.create(customer=rows[3], day="2026-01-01", key="1", total_minor=1)
    outcome = undo(inside, recorder.change_set, now=timezone.now())
    assert (outcome.removed, outcome.kept) == (4, 1)
    assert [row.pk for row in Customer.objects.all()] == [rows[3].pk]


def test_a_time_with_microseconds_is_put_back(inside: Access) -> None:
    row = Customer.objects.create(name="a")
    recorder = Recorder(inside, "test.act")
    recorder.update([row], [{"archived_at": timezone.now().replace(microsecond=123_456)}])
    assert undo(inside, recorder.change_set, now=timezone.now()).kept == 0
    assert Customer.objects.get().archived_at is None


def test_removed_rows_come_back(inside: Access) -> None:
    row = Customer.objects.create(name="a")
    links = [CustomerTag.objects.create(customer=row, tag=Tag.objects.create(name=name)) for name in "xyz"]
    recorder = Recorder(inside, "test.act")
    recorder.removed(links)
    assert not CustomerTag.objects.exists()
    CustomerTag.objects.create(customer=row, tag_id=links[0].tag_id)  # somebody set it again meanwhile
    Tag.objects.filter(pk=links[2].tag_id).delete()
    outcome = undo(inside, recorder.change_set, now=timezone.now())
    assert (outcome.restored, outcome.kept) == (1, 2)
    assert sorted(link.tag.name for link in CustomerTag.objects.all()) == ["x", "y"]


def test_undo_once_and_in_time(inside: Access) -> None:
    recorder = Recorder(inside, "test.act")
    with pytest.raises(TooLateToUndo):
        undo(inside, recorder.change_set, now=timezone.now() + timedelta(days=31))
    undo(inside, recorder.change_set, now=timezone.now())
    with pytest.raises(TooLateToUndo):
        undo(inside, recorder.change_set, now=timezone.now())


def test_a_stale_write_is_refused(inside: Access) -> None:
    contact = Contact.objects.create(customer=Customer.objects.create(name="a"), name="דני")
    assert update_row(inside, contact, {"name": "דנה"}, version=1, verb="test.edit") is not None
    with pytest.raises(StaleWrite) as refused:
        update_row(inside, contact, {"name": "דינה"}, version=1, verb="test.edit")
    assert str(refused.value.row) == "דנה"
    assert update_row(inside, contact, {"name": "דנה"}, version=2, verb="test.edit") is None
