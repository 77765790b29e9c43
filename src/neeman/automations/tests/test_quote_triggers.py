"""What a quote goes through sets automations off: once each, about the quote, by its title."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from neeman.automations.tests.making import look, on, own
from neeman.automations.tests.test_triggers import found
from neeman.orgs.access import Access
from neeman.sales.models import Quote, QuoteLink
from neeman.sales.services.quote_deciding import approve_quote, decline_quote, note_run_out
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.quote_talk import note_opening
from neeman.sales.tests.quoting import make_draft, yes


def days() -> tuple[date, date]:
    return timezone.localdate() - timedelta(days=2), timezone.localdate() + timedelta(days=1)


@pytest.fixture
def sent(inside: Access) -> Quote:
    draft = make_draft(inside, title="ארונות כלים")
    return send_quote(inside, draft, version=draft.version, now=timezone.now()).quote


def test_sent_and_opened_for_the_first_time(inside: Access, sent: Quote) -> None:
    link = QuoteLink.objects.get()
    for minutes in (0, 20, 40):
        note_opening(inside, link, now=timezone.now() + timedelta(minutes=minutes))
    for key in ("sales.quote.sent", "sales.quote.opened"):
        [one] = found(inside, key, *days())
        assert (one.customer_id, one.about) == (sent.customer_id, ("sales.quote", sent.pk))
        assert one.values["subject"] == "ארונות כלים"


def test_approved_or_declined(inside: Access, sent: Quote) -> None:
    draft = make_draft(inside, customer=sent.customer)
    other = send_quote(inside, draft, version=draft.version, now=timezone.now()).quote
    approve_quote(inside, sent, yes(), now=timezone.now(), by_customer=True)
    decline_quote(inside, other, "יקר", now=timezone.now(), by_customer=True)
    assert [one.about for one in found(inside, "sales.quote.approved", *days())] == [("sales.quote", sent.pk)]
    [no] = found(inside, "sales.quote.declined", *days())
    assert (no.about, no.values["subject"]) == (("sales.quote", other.pk), other.full_number)


def test_run_out_is_noted_once(inside: Access, sent: Quote) -> None:
    assert not note_run_out(inside, sent, now=timezone.now())
    late = timezone.now() + timedelta(days=15)
    assert [note_run_out(inside, sent, now=late) for _ in range(2)] == [True, False]
    assert len(found(inside, "sales.quote.ran_out", *days())) == 1


def test_an_automation_acts_on_it(inside: Access) -> None:
    one = on(inside, own(inside, trigger="sales.quote.sent"), now=timezone.now())
    draft = make_draft(inside, title="ארונות כלים")
    send_quote(inside, draft, version=draft.version, now=timezone.now())
    [run] = look(inside, timezone.now() + timedelta(minutes=1))
    assert (run.automation, run.customer_id) == (one, draft.customer_id)
    assert (run.about_table, run.about_id) == ("sales.quote", draft.pk)
