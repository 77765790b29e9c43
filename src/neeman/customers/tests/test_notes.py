"""Private notes (X5): read by whoever wrote them and by nobody else, whatever their role."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Customer, PrivateNote
from neeman.customers.queries.notes import get_note, notes_of
from neeman.customers.services.acting import Unfit
from neeman.customers.services.merging import merge_customers
from neeman.customers.services.notes import write_note
from neeman.customers.tests.making import make
from neeman.orgs.models import Change, LogEntry

SECRET = "שוקל לעבור למתחרה"


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, "נגריית השרון")


def text_of(person: Person, customer: Customer) -> str:
    """Everything that the card says to this person, with what is asked for later."""
    card = f"customers/{customer.pk}/"
    pages = [person.client.get(person.url(path)) for path in (card, f"{card}later/", f"{card}timeline/")]
    pages += [person.client.get(person.url(path)) for path in ("history/", "log/", "customers/?q=למתחרה")]
    assert {page.status_code for page in pages} <= {200, 403}
    return "".join(page.content.decode() for page in pages)


def test_only_whoever_wrote_it_reads_it(owner: Person, colleague: Person, customer: Customer) -> None:
    answer = colleague.client.post(colleague.url(f"customers/{customer.pk}/notes/add/"), {"text": SECRET})
    assert answer.status_code == 302
    assert SECRET in text_of(colleague, customer)
    assert SECRET not in text_of(owner, customer), "not even the owner"
    with owner.scope():
        assert not notes_of(owner.access, customer)
        assert SECRET not in str(list(LogEntry.objects.values())) + str(list(Change.objects.values()))


def test_nobody_touches_anothers(owner: Person, colleague: Person, customer: Customer) -> None:
    with owner.scope():
        note = write_note(colleague.access, customer, SECRET, now=timezone.now())
        with pytest.raises(Http404):
            get_note(owner.access, note.pk)
        before = list(PrivateNote.objects.values())
    for act in ("remove", "restore"):
        assert owner.client.post(owner.url(f"notes/{note.pk}/{act}/")).status_code == 404
    with owner.scope():
        assert list(PrivateNote.objects.values()) == before


def test_removed_and_brought_back(owner: Person, customer: Customer) -> None:
    with owner.scope():
        note = write_note(owner.access, customer, SECRET, now=timezone.now())
    owner.client.post(owner.url(f"notes/{note.pk}/remove/"))
    assert SECRET not in text_of(owner, customer)
    owner.client.post(owner.url(f"notes/{note.pk}/restore/"))
    assert SECRET in text_of(owner, customer)


def test_nothing_is_no_note(owner: Person, customer: Customer) -> None:
    answer = owner.client.post(owner.url(f"customers/{customer.pk}/notes/add/"), {"text": " "})
    assert answer.status_code == 422
    with owner.scope():
        with pytest.raises(Unfit):
            write_note(owner.access, customer, "", now=timezone.now())
        assert not PrivateNote.objects.exists()


def test_it_goes_along_when_two_customers_become_one(owner: Person, customer: Customer) -> None:
    with owner.scope():
        other = make(owner.access, "נגריית שרון")
        write_note(owner.access, other, SECRET, now=timezone.now())
        merge_customers(owner.access, customer, other, taken=(), versions=(1, 1), now=timezone.now())
        assert [note.text for note in notes_of(owner.access, customer)] == [SECRET]
        assert SECRET not in str(list(Change.objects.values()))
