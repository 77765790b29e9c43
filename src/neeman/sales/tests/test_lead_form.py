"""The public form: who writes becomes a lead, machines and floods do not, and nobody learns who is known."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.channels.models.consent import Consent
from neeman.customers.models import Customer, Status
from neeman.customers.tests.making import make
from neeman.sales import tokens
from neeman.sales.models import Deal, LeadEntry, LeadForm
from neeman.sales.queries.lead_forms import MOST_OF_ONE
from neeman.sales.queries.steps import find_next_step
from neeman.sales.services.lead_forms import add_form, archive_form, renew_address
from neeman.sales.tokens import new_mark
from tests.walls.database import changed, snapshot

ANYBODY = {"name": "דנה לוי", "phone": "050-7654321", "message": "מחיר למגבה"}


@pytest.fixture
def form(owner: Person) -> LeadForm:
    with owner.scope():
        return add_form(owner.access, {"name": "צור קשר", "source": "אתר"})


def address(owner: Person, form: LeadForm) -> str:
    return f"/form/{owner.organization.slug}/{form.address}/"


def send(
    owner: Person, form: LeadForm, *, seconds: int = 30, client: Client | None = None, **given: Any
) -> Any:
    """What a person sends who took so many seconds to write."""
    mark = new_mark(form.address, timezone.now() - timedelta(seconds=seconds))
    return (client or Client()).post(address(owner, form), {**ANYBODY, "mark": mark, **given})


def seen(answer: Any) -> str:
    """The page without the token of its head, which differs each time."""
    return re.sub(r'<meta name="csrf"[^>]*>', "", answer.content.decode())


def test_who_writes_becomes_a_lead_with_a_next_action_today(owner: Person, form: LeadForm) -> None:
    answer = send(owner, form)
    assert answer.status_code == 200
    with owner.scope():
        customer, deal, entry = Customer.objects.get(), Deal.objects.get(), LeadEntry.objects.get()
        assert (customer.name, customer.status, customer.source) == ("דנה לוי", Status.LEAD, "אתר")
        assert (deal.title, deal.customer, deal.arrived_at) == ("מחיר למגבה", customer, entry.at)
        assert find_next_step(deal) is not None
        assert (entry.deal, entry.consented) == (deal, False)
        assert "050-7654321" not in entry.sender


def test_the_first_line_is_the_title_as_a_browser_sends_it(owner: Person, form: LeadForm) -> None:
    send(owner, form, message="מטבח חדש\r\nשלושה מטר")
    with owner.scope():
        assert Deal.objects.get().title == "מטבח חדש"


def test_the_words_of_the_consent_are_kept_as_they_stood(owner: Person, form: LeadForm) -> None:
    page = Client().get(address(owner, form)).content.decode()
    assert not re.search(r'name="consented"[^>]*checked', page), "the tick starts empty"
    send(owner, form, consented="1")
    with owner.scope():
        entry = LeadEntry.objects.get()
        assert entry.consented
        assert owner.organization.name in entry.consent_words
        assert owner.organization.name in entry.notice_words
        consent = Consent.objects.get()
        assert (consent.address_key, consent.act, consent.wording) == (
            "+972507654321",
            "given",
            entry.consent_words,
        )


def test_a_known_phone_joins_the_customer_and_the_answer_does_not_tell(owner: Person, form: LeadForm) -> None:
    with owner.scope():
        known = make(owner.access, "מפעלי גלבוע", phone="+972507654321")
    stranger = seen(send(owner, form, phone="052-1111111"))
    friend = seen(send(owner, form))
    assert stranger == friend
    with owner.scope():
        assert known.deals.get().arrived_at is not None
        unchanged = Customer.objects.get(pk=known.pk)
        assert (unchanged.name, unchanged.version) == (known.name, known.version)


def test_a_machine_is_thanked_and_leaves_nothing(owner: Person, form: LeadForm) -> None:
    thanks, before = seen(send(owner, form)), snapshot()
    assert seen(send(owner, form, topic_code="http://spam.example")) == thanks
    assert changed(before) == []


@pytest.mark.parametrize("mark", ["", "nonsense", "a:b:c", "x" * 500])
def test_without_our_mark_it_is_shown_once_more(owner: Person, form: LeadForm, mark: str) -> None:
    """So does what comes from the snippet on another page."""
    before = snapshot()
    answer = Client(enforce_csrf_checks=True).post(address(owner, form), {**ANYBODY, "mark": mark})
    assert answer.status_code in {200, 422}
    assert "דנה לוי" in answer.content.decode()
    assert changed(before) == []


def test_faster_than_one_writes_is_shown_once_more(owner: Person, form: LeadForm) -> None:
    before = snapshot()
    assert "דנה לוי" in send(owner, form, seconds=1).content.decode()
    assert changed(before) == []


def test_a_mark_is_of_one_form_one_day_and_one_sending(owner: Person, form: LeadForm) -> None:
    with owner.scope():
        other = add_form(owner.access, {"name": "אחר"})
    now = timezone.now()
    elsewhere = new_mark(other.address, now - timedelta(seconds=30))
    before = snapshot()
    Client().post(address(owner, form), {**ANYBODY, "mark": elsewhere})
    send(owner, form, seconds=int(tokens.LIFE.total_seconds()) + 1)
    assert changed(before) == []
    mark = new_mark(form.address, now - timedelta(seconds=30))
    for _ in range(2):
        Client().post(address(owner, form), {**ANYBODY, "mark": mark})
    with owner.scope():
        assert Deal.objects.count() == LeadEntry.objects.count() == 1


def test_a_flood_from_one_place_is_stopped_and_others_are_not(owner: Person, form: LeadForm) -> None:
    near, far = Client(REMOTE_ADDR="10.0.0.1"), Client(REMOTE_ADDR="10.0.0.2")
    for number in range(MOST_OF_ONE):
        assert send(owner, form, client=near, phone=f"050-765430{number}").status_code == 200
    before = snapshot()
    assert send(owner, form, client=near).status_code == 429
    assert changed(before) == []
    assert send(owner, form, client=far).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {"name": ""},
        {"phone": "", "email": ""},
        {"phone": "12"},
        {"phone": "", "email": "not an address"},
        {"name": "x" * 121},
        {"message": "x" * 2_001},
        {"name": "\x00"},
    ],
)
def test_wrong_input_is_said_in_words_and_writes_nothing(
    owner: Person, form: LeadForm, given: dict[str, str]
) -> None:
    before = snapshot()
    answer = send(owner, form, **given)
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert changed(before) == []


def test_hostile_words_are_words(owner: Person, form: LeadForm) -> None:
    hostile = "<script>alert(1)</script>{{ 7|add:7 }}=HYPERLINK(1)"
    assert "<script>alert" not in send(owner, form, name=hostile, message=hostile, phone="").content.decode()
    send(owner, form, name=hostile, message=hostile)
    with owner.scope():
        deal = Deal.objects.get()
    for path in ("pipeline/", f"deals/{deal.pk}/", f"customers/{deal.customer_id}/"):
        assert "<script>alert" not in owner.client.get(owner.url(path)).content.decode()


def test_dead_and_foreign_addresses_are_not_found(owner: Person, stranger: Person, form: LeadForm) -> None:
    with owner.scope():
        gone = add_form(owner.access, {"name": "ישן"})
        archive_form(owner.access, gone, version=1, now=timezone.now())
        old = form.address
        renew_address(owner.access, form, version=1)
        new = LeadForm.objects.get(pk=form.pk).address
    slug, theirs = owner.organization.slug, stranger.organization.slug
    for path in (
        f"{slug}/{gone.address}",
        f"{slug}/{old}",
        f"{theirs}/{new}",
        f"{slug}/nobodys",
        f"nobodys/{new}",
    ):
        assert Client().get(f"/form/{path}/").status_code == 404, path
    assert Client().get(f"/form/{slug}/{new}/").status_code == 200
    assert len(new) >= 22, "over 128 bits"


def test_it_speaks_both_languages_and_needs_no_script(owner: Person, form: LeadForm) -> None:
    hebrew, english = Client().get(address(owner, form)), Client().get(address(owner, form) + "?lang=en")
    assert 'lang="he" dir="rtl"' in hebrew.content.decode()
    assert 'lang="en" dir="ltr"' in english.content.decode()
    assert "<script" not in re.sub(r"<script src=[^>]*defer></script>", "", hebrew.content.decode())
