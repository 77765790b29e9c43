"""Who waits for us: leads, quotes, questions, messages and deals speak for themselves, each once and only while it is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Person
from neeman.activity.models import Outcome, Pause, Task
from neeman.activity.services.interactions import Said, log_interaction
from neeman.channels.incoming import Heard, receive
from neeman.channels.models.message import Message, State
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.desk.today.cards import Card, Part
from neeman.desk.today.composing import compose
from neeman.orgs.access import Access, house_access
from neeman.sales.models import Quote, QuoteLink
from neeman.sales.services.quote_talk import answer, ask, note_opening
from neeman.sales.tests.making import make_deal
from neeman.sales.tests.quoting import make_sent

SENT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""A Sunday, ten in the morning: when `make_sent` sends."""

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def sent(inside: Access) -> Quote:
    """A quote that went out yesterday, of the owner's own customer."""
    quote = make_sent(inside).quote
    assert inside.member is not None
    Quote.objects.filter(pk=quote.pk).update(owner=inside.member, valid_until="2026-12-20")
    Customer.objects.filter(pk=quote.customer_id).update(owner=inside.member)
    return Quote.objects.get(pk=quote.pk)


def open_it(access: Access, quote: Quote, at: datetime) -> None:
    note_opening(house_access(access.organization), QuoteLink.objects.get(quote=quote), now=at)


def now_cards(access: Access, at: datetime) -> list[Card]:
    return compose(access, at).parts[Part.NOW]


def whys(access: Access, at: datetime) -> list[str]:
    return [plain(reason.why) for card in now_cards(access, at) for reason in (card.reason, *card.more)]


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")


def test_a_quote_opened_today_is_hot_until_somebody_turns_to_them(inside: Access, sent: Quote) -> None:
    assert whys(inside, NOON) == []
    open_it(inside, sent, NOON - timedelta(hours=1))
    (card,) = now_cards(inside, NOON)
    assert plain(card.reason.why) == f"הצעה {sent.full_number} נפתחה היום ב־11:00"
    assert card.reason.amount_minor == sent.total_minor
    assert card.reason.href == sent.address("house")
    log_interaction(inside, sent.customer, Said(outcome=Outcome.NO_ANSWER, at=NOON), now=NOON)
    assert whys(inside, NOON) == []


def test_an_opening_of_yesterday_is_not_hot_any_more(inside: Access, sent: Quote) -> None:
    open_it(inside, sent, NOON - timedelta(days=1, hours=-1))
    assert not [why for why in whys(inside, NOON + timedelta(days=1)) if "נפתחה" in why]


def test_the_follow_up_of_the_same_quote_is_said_once_and_done_with_it(inside: Access, sent: Quote) -> None:
    day_two = NOON + timedelta(days=1)
    open_it(inside, sent, day_two - timedelta(hours=2))
    day = compose(inside, day_two)
    card = day.card_of(sent.customer_id)
    assert card is not None
    assert "נפתחה" in card.reason.why
    assert card.more == []
    assert card.task_id == Task.objects.get(origin="quote.day2").pk


def test_a_snooze_puts_off_the_reason_and_the_task_behind_it(owner: Person) -> None:
    with owner.scope():
        quote = make_sent(owner.access).quote
        now = datetime.now(UTC)
        Quote.objects.update(owner=owner.access.member, valid_until=None)
        open_it(owner.access, quote, now)
        Task.objects.filter(origin="quote.day2").update(due_on=now.date(), member=owner.access.member)
        task = Task.objects.get(origin="quote.day2")
    until = (now + timedelta(days=9)).date().isoformat()
    data = {"until": until, "signal": "quote", "task": task.pk}
    url = owner.url(f"today/{quote.customer_id}/snooze/")
    done = owner.client.post(url, data, headers={"HX-Request": "true"}).content.decode()
    with owner.scope():
        assert Pause.objects.get().signal == "quote"
        assert Task.objects.get(pk=task.pk).due_on.isoformat() == until
        assert now_cards(owner.access, now) == []
    owner.client.post(done.split('hx-post="')[1].split('"')[0])
    with owner.scope():
        assert not Pause.objects.exists()
        assert Task.objects.get(pk=task.pk).due_on == now.date()


def test_a_question_is_read_on_the_card_until_it_is_answered(inside: Access, sent: Quote) -> None:
    link = QuoteLink.objects.get(quote=sent)
    ask(house_access(inside.organization), link, "כמה זה עם התקנה?", now=NOON - timedelta(hours=1))
    assert whys(inside, NOON)[0] == f"שאלה על הצעה {sent.full_number}: ״כמה זה עם התקנה?״"
    answer(inside, sent, "ההתקנה כלולה", now=NOON)
    assert not [why for why in whys(inside, NOON) if "שאלה" in why]


def test_whoever_asks_and_reads_on_is_answered_before_they_are_called(inside: Access, sent: Quote) -> None:
    link = QuoteLink.objects.get(quote=sent)
    ask(house_access(inside.organization), link, "כמה זה עם התקנה?", now=NOON - timedelta(hours=1))
    open_it(inside, sent, NOON - timedelta(minutes=59))
    first, *rest = whys(inside, NOON)
    assert "שאלה" in first
    assert any("נפתחה" in why for why in rest)


def test_a_lead_waits_by_its_clock_until_the_first_word(inside: Access) -> None:
    deal = make_deal(inside, arrived=True, now=SENT)
    early, late = SENT + timedelta(minutes=30), SENT + timedelta(hours=4)
    (card,) = now_cards(inside, early)
    assert plain(card.reason.why) == "ליד: בהמתנה למענה ראשון: נותרו 1:30 שעות"
    assert (card.reason.tone, card.reason.wording) == ("watch", "lead_new")
    assert card.more == [], "its task says the same"
    assert card.task_id is not None
    assert now_cards(inside, late)[0].reason.tone == "lose"
    log_interaction(inside, deal.customer, Said(at=early), now=late)
    assert not [why for why in whys(inside, late) if why.startswith("ליד")]


def test_a_message_waits_until_they_are_answered_by_whatever_way(inside: Access) -> None:
    customer = make(inside, "דני כהן", phone="050-1234567")
    heard = Heard("whatsapp", "whatsapp", "+972501234567", "מתי   מגיע?", NOON - timedelta(hours=3))
    receive(house_access(inside.organization), heard)
    (card,) = now_cards(inside, NOON)
    assert card.reason.why == "כתבו וממתינים לתשובה: ״מתי מגיע?״"
    log_interaction(inside, customer, Said(outcome=Outcome.SPOKE, at=NOON), now=NOON)
    assert now_cards(inside, NOON) == []
    receive(house_access(inside.organization), replace(heard, at=NOON + timedelta(hours=1), body="הסר"))
    assert now_cards(inside, NOON + timedelta(hours=2)) == [], "who wants no more waits for nothing"


def test_a_deal_for_which_nothing_is_planned_comes_up(inside: Access) -> None:
    deal = make_deal(inside, now=SENT)
    assert not [why for why in whys(inside, SENT) if deal.title in why]
    Task.objects.all().delete()
    assert whys(inside, SENT) == [f"לא תוכנן דבר לעסקה: {deal.title}"]


def test_nothing_of_it_is_a_colleagues(owner: Person, colleague: Person) -> None:
    with owner.scope():
        deal = make_deal(owner.access, arrived=True, now=SENT)
        type(deal).objects.filter(pk=deal.pk).update(owner=owner.access.member)
        Task.objects.update(member=owner.access.member)
        assert len(whys(owner.access, SENT)) == 1
        assert whys(colleague.access, SENT) == []


def test_only_a_text_that_can_be_filled_and_sent_is_offered(inside: Access, sent: Quote) -> None:
    Customer.objects.filter(pk=sent.customer_id).update(phone="050-1234567")
    day_two = NOON + timedelta(days=1)
    card = compose(inside, day_two).card_of(sent.customer_id)
    assert card is not None
    assert card.reason.task is not None
    assert card.write is not None
    assert card.write.wording == "in_touch", "a card does not know the link of the quote"
    assert "%7B%7B" not in card.write.link


def test_a_lead_written_to_by_hand_passes_the_gate(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "ליד חדש", phone="050-1234567")
        make_deal(owner.access, customer=customer, arrived=True, now=datetime.now(UTC))
    data = {"wording": "lead_new", "key": "k"}
    owner.client.post(owner.url(f"today/{customer.pk}/sent/"), data, headers={"HX-Request": "true"})
    with owner.scope():
        assert Message.objects.get().state == State.SENT


def test_the_number_of_queries_stands_still(inside: Access) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            compose(inside, NOON)
        return len(queries)

    def more(number: int) -> None:
        make_deal(inside, f"ליד {number}", customer=make(inside, f"לקוח {number}"), arrived=True, now=NOON)
        quote = make_sent(inside, customer=make(inside, f"קונה {number}")).quote
        Quote.objects.filter(pk=quote.pk).update(valid_until=None)
        open_it(inside, quote, NOON)

    more(0)
    few = asked()
    for number in range(1, 7):
        more(number)
    assert asked() <= few <= 40
