"""A double tap whose two halves arrive at the same moment: one quote, one sending, one question, one answer, one lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Task
from neeman.channels.models.message import Message
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.models import LogEntry
from neeman.sales.models import Deal, LeadEntry, Quote, QuoteLink, QuoteQuestion
from neeman.sales.services.lead_forms import add_form
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.stages import keep_stages
from neeman.sales.tests.quoting import make_draft, token_of
from neeman.sales.tokens import new_mark
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = 3


def knock(person: Person | None, path: str, said: dict[str, Any]) -> Callable[[], int]:
    """A post from a browser of its own, signed in or not."""
    client = Client()
    if person:
        client.cookies.update(person.client.cookies)
    return lambda: client.post(path, said).status_code


def test_a_quote_is_begun_once(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "דני כהן")
        keep_stages(owner.access)
    said = {"customer": customer.pk, "key": "k"}
    answers = together(
        [knock(owner, owner.url("quotes/new/"), said) for _ in range(AGAIN)], at='"sales_quote"."key" ='
    )
    assert set(answers) == {302}
    with owner.scope():
        assert Quote.objects.count() == LogEntry.objects.filter(verb="sales.quote.made").count() == 1


def test_a_quote_goes_out_once(owner: Person) -> None:
    with owner.scope():
        draft = make_draft(owner.access)
    said = {"version": draft.version}
    path = owner.url(f"quotes/{draft.pk}/send/")
    answers = together([knock(owner, path, said) for _ in range(AGAIN)], at='"sales_quote"."id" =')
    assert set(answers) == {200}, "each sees the quote that is out, with a link"
    with owner.scope():
        assert Quote.objects.get().state == Quote.State.SENT
        assert LogEntry.objects.filter(verb="sales.quote.sent").count() == 1
        assert Task.objects.count() == 3
        assert Deal.objects.count() == 1


def test_its_message_is_written_once(owner: Person) -> None:
    with owner.scope():
        draft = make_draft(owner.access, customer=make(owner.access, "דני כהן", phone="050-7654321"))
    said = {"version": draft.version, "channel": "whatsapp", "key": "once"}
    path = owner.url(f"quotes/{draft.pk}/send/")
    answers = together([knock(owner, path, said) for _ in range(AGAIN)], at='"sales_quote"."id" =')
    assert set(answers) == {302}
    with owner.scope():
        assert Message.objects.count() == QuoteLink.objects.count() == 1


def test_a_question_and_an_answer_stand_once(owner: Person) -> None:
    with owner.scope():
        draft = make_draft(owner.access)
        sent = send_quote(owner.access, draft, version=draft.version, now=timezone.now())
    said = {"text": "אפשר שבוע אחרי?", "key": "once"}
    outside = f"/q/{owner.organization.slug}/{token_of(sent)}/ask/"
    asked = together([knock(None, outside, said) for _ in range(AGAIN)], at='FROM "sales_quotelink"')
    assert set(asked) == {302}
    ours = owner.url(f"quotes/{draft.pk}/answer/")
    told = together(
        [knock(owner, ours, {"text": "כן", "key": "ours"}) for _ in range(AGAIN)], at='"sales_quote"."id" ='
    )
    assert set(told) == {302}
    with owner.scope():
        said_by = QuoteQuestion.objects.order_by("at").values_list("from_customer", flat=True)
        assert list(said_by) == [True, False]


def test_a_lead_comes_once(owner: Person) -> None:
    """Also not as a second customer, nor as a second deal."""
    with owner.scope():
        form = add_form(owner.access, {"name": "צור קשר"})
        keep_stages(owner.access)
    mark = new_mark(form.address, timezone.now() - timedelta(seconds=30))
    said = {"name": "דנה לוי", "phone": "050-7654321", "message": "מחיר", "mark": mark, "consented": "1"}
    path = f"/form/{owner.organization.slug}/{form.address}/"
    answers = together([knock(None, path, said) for _ in range(AGAIN)], at='"sales_leadentry"."key" =')
    assert set(answers) == {200}
    with owner.scope():
        assert (LeadEntry.objects.count(), Deal.objects.count(), Customer.objects.count()) == (1, 1, 1)
        assert LogEntry.objects.filter(verb="sales.lead.received").count() == 1
