"""A quote leaves the house through the one gate: once for a press, with its paper by mail, never past a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from neeman.activity.models import Interaction
from neeman.channels import outbox
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, State
from neeman.channels.quiet import message_hours
from neeman.channels.services.consents import Words, refuse
from neeman.channels.services.messages import settle
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.services.acting import Unfit
from neeman.customers.services.contacts import add_contact
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.sales.models import Quote, QuoteLink
from neeman.sales.queries.quotes import get_quote, tasks_of
from neeman.sales.services.quote_messages import reader_of, send_by, ways_out
from neeman.sales.services.quote_sending import withdraw_quote
from neeman.sales.services.quote_talk import note_opening
from neeman.sales.tests.making import NOW, make_deal
from neeman.sales.tests.quoting import make_draft

SHABBAT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def mail(inside: Access) -> Iterator[Provider]:
    with connected(inside, Provider(key="email", channel="email")) as provider:
        yield provider


def drafted(access: Access, **words: Any) -> Quote:
    customer = make(access, "מפעלי גלבוע מתכת", phone="050-7741826", email="office@gilboa.test")
    return get_quote(access, make_draft(access, customer=customer, title="ארונות כלים", **words).pk)


def deliver(access: Access, at: datetime = NOW) -> outbox.Tally:
    return outbox.deliver(access, clock=lambda: at, hours=message_hours(access.organization))


def test_by_mail_it_takes_its_paper_along(inside: Access, mail: Provider) -> None:
    quote = drafted(inside)
    handed = send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    assert handed.change_set is not None
    assert handed.message.state == State.WAITING
    assert deliver(inside).sent == 1
    letter = mail.arrived[0]
    assert (letter.to, letter.subject) == ("office@gilboa.test", "הצעת מחיר 2026-0001: ארונות כלים")
    assert "/q/" in letter.body
    assert "{{" not in letter.body
    file = letter.files[0]
    assert (file.name, file.media_type, file.content[:5]) == ("2026-0001.pdf", "application/pdf", b"%PDF-")


def test_a_double_tap_sends_one(inside: Access, mail: Provider) -> None:
    quote = drafted(inside)
    first = send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    second = send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    assert second.message == first.message
    assert second.change_set is None
    assert (Message.objects.count(), QuoteLink.objects.count()) == (1, 1)
    assert deliver(inside).sent == 1
    assert len(mail.arrived) == 1
    later = send_by(inside, get_quote(inside, quote.pk), "email", version=0, key="another press", now=NOW)
    assert later.message != first.message


def test_it_stands_on_the_timeline_and_is_no_talk_that_moves_a_follow_up(
    inside: Access, mail: Provider
) -> None:
    quote = drafted(inside)
    send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    before = list(tasks_of(quote).order_by("due_on").values_list("due_on", flat=True))
    deliver(inside, NOW + timedelta(hours=1))
    told = Interaction.objects.get()
    assert (told.customer_id, told.kind, told.topic) == (
        quote.customer_id,
        "email",
        "הצעת מחיר 2026-0001: ארונות כלים",
    )
    note_opening(inside, QuoteLink.objects.get(), now=NOW + timedelta(hours=2))
    moved = list(tasks_of(quote).order_by("due_on").values_list("due_on", flat=True))
    assert before[0] == date(2026, 11, 24)
    assert moved[0] == date(2026, 11, 23), "the opening brings it nearer; the mail that carried it does not"


def test_nothing_leaves_on_shabbat(inside: Access, mail: Provider) -> None:
    quote = drafted(inside)
    message = send_by(inside, quote, "email", version=quote.version, key="k", now=SHABBAT).message
    assert message.due_at > SHABBAT + timedelta(hours=7)
    assert deliver(inside, SHABBAT).sent == 0
    assert deliver(inside, message.due_at).sent == 1


def test_whoever_refused_everything_gets_no_quote(inside: Access, mail: Provider) -> None:
    quote = drafted(inside)
    refuse(inside, reader_of(inside, quote), Words("די", Source.SPOKEN, NOW), everything=True)
    with pytest.raises(Unfit):
        send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    assert get_quote(inside, quote.pk).is_draft
    assert not Message.objects.exists()


def test_whoever_refused_advertisements_gets_the_quote_that_they_asked_for(
    inside: Access, mail: Provider
) -> None:
    quote = drafted(inside)
    to = reader_of(inside, quote)
    refuse(inside, to, Words("בלי פרסומות", Source.SPOKEN, NOW))
    send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    assert deliver(inside).sent == 1
    again = get_quote(inside, quote.pk)
    refuse(inside, to, Words("גם לא זה", Source.SPOKEN, NOW), deals=True)
    with pytest.raises(Unfit):
        send_by(inside, again, "email", version=again.version, key="k2", now=NOW)


def test_without_a_title_of_its_own_it_is_called_after_its_deal(inside: Access, mail: Provider) -> None:
    customer = make(inside, "מוסך", email="office@gilboa.test")
    make_deal(inside, title="מתכת למוסך", customer=customer)
    quote = get_quote(inside, make_draft(inside, customer=customer).pk)
    send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
    deliver(inside)
    assert mail.arrived[0].subject == "הצעת מחיר 2026-0001: מתכת למוסך"


def test_without_a_connected_channel_it_is_sent_by_hand(inside: Access) -> None:
    quote = drafted(inside)
    message = send_by(inside, quote, "whatsapp", version=quote.version, key="k", now=NOW).message
    assert (message.state, message.address) == (State.DRAFTED, "+972507741826")
    assert not message.files.exists()
    assert not Interaction.objects.exists()
    settle(inside, message, "sent", now=NOW)
    assert Interaction.objects.get().kind == "whatsapp"


def test_taken_back_before_it_left_it_does_not_leave(inside: Access, mail: Provider) -> None:
    quote = drafted(inside)
    message = send_by(inside, quote, "email", version=quote.version, key="k", now=NOW).message
    out = get_quote(inside, quote.pk)
    withdraw_quote(inside, out, version=out.version, now=NOW)
    message.refresh_from_db()
    assert message.state == State.DROPPED
    assert deliver(inside).sent == 0


def test_the_contact_of_the_quote_is_written_to(inside: Access) -> None:
    quote = drafted(inside)
    contact, _ = add_contact(inside, quote.customer, {"name": "רונית אלבז", "phone": "052-3334444"})
    quote.contact = contact
    to = reader_of(inside, quote)
    assert (to.phones, to.email, to.first_name) == (
        ("+972523334444", "+972507741826"),
        "office@gilboa.test",
        "רונית",
    )
    assert [str(way) for way in ways_out(to)] == ["whatsapp", "email", "sms"]


def test_where_nothing_reaches_them_nothing_is_offered(inside: Access) -> None:
    quote = get_quote(inside, make_draft(inside, customer=make(inside, "בלי כתובת")).pk)
    assert ways_out(reader_of(inside, quote)) == []
    with pytest.raises(Unfit):
        send_by(inside, quote, "email", version=quote.version, key="k", now=NOW)
