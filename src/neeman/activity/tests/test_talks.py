"""Recording a talk: saved once, the next step by itself, undone without a trace."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.models import Interaction, Kind, Outcome, Task
from neeman.activity.proposing import Proposal
from neeman.activity.services.cadence import refresh
from neeman.activity.services.interactions import Said, edit_interaction, log_interaction
from neeman.activity.services.tasks import add_task
from neeman.activity.tests.making import NOW, follow_up, talk
from neeman.customers.services.acting import Unfit
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make, stand
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot


def test_a_talk_resets_the_cadence(inside: Access) -> None:
    customer = make(inside)
    stand(customer, grade="A", as_of=NOW.date())
    talk(inside, customer, days_ago=20, outcome=Outcome.SPOKE)
    assert follow_up(customer).due_on == date(2026, 11, 17)
    talk(inside, customer, outcome=Outcome.SPOKE, text="ביקשו מחירון חדש")
    now = follow_up(customer)
    assert (now.due_on, now.rule, now.every_days) == (date(2026, 12, 7), "active", 14)
    assert (now.last_words, now.grade, now.value_minor) == ("ביקשו מחירון חדש", "A", 41_260_000)


def test_a_call_from_them_resets_it_as_well(inside: Access) -> None:
    customer = make(inside)
    stand(customer, grade="B", as_of=NOW.date())
    talk(inside, customer, days_ago=40, outcome=Outcome.SPOKE)
    talk(inside, customer, days_ago=1, direction="in", kind=Kind.WHATSAPP)
    assert follow_up(customer).due_on == date(2026, 12, 22)


def test_gold_wants_a_voice_too_once_it_has_rested(inside: Access) -> None:
    """The monthly call would be due on 3 December; whoever wrote yesterday is left in peace for two weeks."""
    customer = make(inside)
    stand(customer, grade="A", as_of=NOW.date())
    talk(inside, customer, days_ago=20, outcome=Outcome.SPOKE)
    talk(inside, customer, days_ago=1, direction="in", kind=Kind.WHATSAPP)
    now = follow_up(customer)
    assert (now.due_on, now.rule, now.every_days) == (date(2026, 12, 6), "call", 30)


def test_a_note_is_no_contact(inside: Access) -> None:
    customer = make(inside)
    stand(customer, grade="A", as_of=NOW.date())
    talk(inside, customer, days_ago=20, outcome=Outcome.SPOKE)
    before = follow_up(customer).due_on
    talk(inside, customer, kind=Kind.NOTE, text="עברו למחסן חדש")
    assert follow_up(customer).due_on == before


def test_no_answer_asks_for_another_hour_and_after_three_for_a_message(inside: Access) -> None:
    customer = make(inside)
    first = talk(inside, customer, outcome=Outcome.NO_ANSWER)
    assert first.next_task is not None
    assert (first.next_task.due_on, first.next_task.due_at) == (date(2026, 11, 24), time(16))
    talk(inside, customer, outcome=Outcome.NO_ANSWER, now=NOW + timedelta(days=1))
    third = talk(inside, customer, outcome=Outcome.NO_ANSWER, now=NOW + timedelta(days=2))
    assert third.next_task is not None
    assert third.next_task.kind == Task.Kind.WHATSAPP
    assert follow_up(customer).unanswered == 3


def test_the_talk_settles_what_was_set_to_be_tried_again(inside: Access) -> None:
    customer = make(inside)
    again = talk(inside, customer, outcome=Outcome.NO_ANSWER).next_task
    mine, _ = add_task(inside, customer, title="לשלוח קטלוג", due_on=date(2026, 11, 25), now=NOW)
    spoke = talk(inside, customer, outcome=Outcome.SPOKE, now=NOW + timedelta(hours=2))
    assert spoke.finished == [again]
    mine.refresh_from_db()
    assert mine.is_open, "what a person set, a person ends"


def test_a_quote_is_promised_for_the_same_day(inside: Access) -> None:
    asked = talk(inside, make(inside), outcome=Outcome.WANTS_QUOTE)
    assert asked.next_task is not None
    assert (asked.next_task.kind, asked.next_task.due_on, asked.next_task.due_at) == (
        Task.Kind.QUOTE,
        NOW.date(),
        time(17),
    )
    late = talk(inside, make(inside, "אחר"), outcome=Outcome.WANTS_QUOTE, now=NOW + timedelta(hours=8))
    assert late.next_task is not None
    assert late.next_task.due_on == date(2026, 11, 24)


def test_a_chosen_day_goes_before_the_proposal(inside: Access) -> None:
    customer = make(inside)
    chosen = Proposal(Task.Kind.CALL, "להיות בקשר", date(2026, 12, 1))
    log_interaction(inside, customer, Said(outcome=Outcome.NO_ANSWER), now=NOW, next_step=chosen)
    assert [task.due_on for task in Task.objects.all()] == [date(2026, 12, 1)]
    assert follow_up(customer).due_on == date(2026, 12, 1)


def test_the_same_key_is_recorded_once(inside: Access) -> None:
    customer = make(inside)
    once = log_interaction(inside, customer, Said(outcome=Outcome.NO_ANSWER, key="k1"), now=NOW)
    again = log_interaction(inside, customer, Said(outcome=Outcome.NO_ANSWER, key="k1"), now=NOW)
    assert (again.interaction, again.change_set) == (once.interaction, None)
    assert (Interaction.objects.count(), Task.objects.count()) == (1, 1)


def test_undo_leaves_no_trace(inside: Access) -> None:
    customer = make(inside)
    stand(customer, grade="A", as_of=NOW.date())
    task, _ = add_task(inside, customer, title="להתקשר", due_on=NOW.date(), now=NOW)
    refresh(inside, [customer.pk], today=NOW.date())
    before = follow_up(customer)
    done = log_interaction(inside, customer, Said(outcome=Outcome.COMPLAINT), now=NOW, task=task)
    assert done.change_set is not None
    assert follow_up(customer).next_step != before.next_step
    undo_act(inside, done.change_set, now=timezone.now())
    task.refresh_from_db()
    assert task.is_open
    assert not Interaction.objects.exists()
    assert [one.pk for one in Task.objects.all()] == [task.pk]
    after = follow_up(customer)
    assert (after.due_on, after.next_step) == (before.due_on, before.next_step)


def test_refusals_touch_nothing(
    owner: Person, colleague: Person, stranger: Person, house: Organization
) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    with owner.scope():
        customer, other = make(owner.access), make(owner.access, "אחר")
        contact = other.contacts.create(name="איש")
    before = snapshot()
    with owner.scope():
        with pytest.raises(PermissionDenied):
            log_interaction(viewer.access, customer, Said(), now=NOW)
        with pytest.raises(Unfit):
            log_interaction(owner.access, customer, Said(at=NOW + timedelta(hours=1)), now=NOW)
        with pytest.raises(Unfit):
            log_interaction(owner.access, customer, Said(contact=contact), now=NOW)
    with stranger.scope(), pytest.raises(Http404):
        log_interaction(stranger.access, customer, Said(), now=NOW)
    assert changed(before) == []


def test_a_private_note_is_its_authors(owner: Person, colleague: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
        log_interaction(owner.access, customer, Said(kind=Kind.NOTE, text="סודי", is_private=True), now=NOW)
    assert "סודי" in owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert "סודי" not in colleague.client.get(colleague.url(f"customers/{customer.pk}/")).content.decode()
    with owner.scope():
        assert follow_up(customer).last_words == ""


def test_a_record_can_be_corrected(inside: Access) -> None:
    customer = make(inside)
    logged = talk(inside, customer, days_ago=3, outcome=Outcome.SPOKE)
    edit_interaction(inside, logged.interaction, {"at": NOW - timedelta(days=9)}, version=1, now=NOW)
    assert follow_up(customer).last_touch_at == NOW - timedelta(days=9)


def test_on_the_card_a_tap_saves(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    url = owner.url(f"customers/{customer.pk}/talk/")
    page = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert f'hx-post="{url}"' in page
    answer = owner.client.post(
        url, {"outcome": "spoke", "kind": "call", "next": ""}, headers={"HX-Request": "true"}
    )
    assert 'id="part-next"' in answer.content.decode()
    assert "/undo/" in answer.content.decode()
    assert answer.headers["HX-Trigger"] == "happened"
    plain = owner.client.post(url, {"outcome": "spoke"})
    assert plain.status_code == 302
    with owner.scope():
        assert Interaction.objects.count() == 2
