"""The pages: connecting, writing, deciding, consents. Secrets come back nowhere (T26)."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import timezone

from conftest import Person
from neeman.channels.composing import Said
from neeman.channels.gate import send
from neeman.channels.incoming import Heard, receive
from neeman.channels.models.connection import Connection, SendingRules
from neeman.channels.models.consent import Consent, Source
from neeman.channels.models.message import Message, State
from neeman.channels.models.template import Content, Template
from neeman.channels.queries.connections import opened
from neeman.channels.services.consents import refuse
from neeman.channels.tests.making import words
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.models import LogEntry

CANARY = "cAnArY-0f-A-sEcReT"
SMTP = {
    "host": "smtp.example.com",
    "port": "587",
    "security": "starttls",
    "user": "shop",
    "password": CANARY,
    "from_address": "shop@example.com",
}


@pytest.fixture(autouse=True)
def proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody proved a moment ago who they are."""
    monkeypatch.setattr("neeman.orgs.proof._prove", lambda request: None)


@pytest.fixture
def dana(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access, "דנה לוי", kind="person", phone="050-1234567", email="dana@example.test")


def page(person: Person, path: str, **data: str) -> str:
    answer = (
        person.client.post(person.url(path), data, follow=True)
        if data
        else person.client.get(person.url(path))
    )
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


# --- connecting


def test_a_channel_is_connected_and_its_secret_is_nowhere(
    owner: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [page(owner, "channels/connect/?way=email", **SMTP)]
    with owner.scope():
        connection = Connection.objects.get()
        assert opened(connection)["password"] == CANARY
        assert CANARY not in str(vars(connection))
        assert CANARY not in str(list(LogEntry.objects.values()))
    shown += [page(owner, path) for path in ("channels/", "channels/connect/?way=email", "log/")]
    shown.append(page(owner, "channels/connect/?way=email", **{**SMTP, "port": "no"}))
    with owner.scope():
        call_command("dumpdata", "--all", "channels", verbosity=0)
    shown += [caplog.text, capsys.readouterr().out]
    assert [text.count(CANARY) for text in shown] == [0] * len(shown)


def test_a_secret_left_empty_stays(owner: Person) -> None:
    page(owner, "channels/connect/?way=email", **SMTP)
    page(owner, "channels/connect/?way=email", **{**SMTP, "password": "", "host": "other.example.com"})
    with owner.scope():
        given = opened(Connection.objects.get())
    assert (given["password"], given["host"]) == (CANARY, "other.example.com")


def test_on_off_and_an_unknown_way(owner: Person) -> None:
    page(owner, "channels/connect/?way=email", **SMTP)
    page(owner, "channels/switch/", way="email")
    with owner.scope():
        assert not Connection.objects.get().is_on
    page(owner, "channels/switch/", way="email", on="1")
    with owner.scope():
        assert Connection.objects.get().is_on
    assert owner.client.get(owner.url("channels/connect/?way=pigeon")).status_code == 404
    assert owner.client.post(owner.url("channels/switch/"), {"way": "sms"}).status_code == 404


def test_a_test_message_goes_by_the_gate(owner: Person) -> None:
    with owner.scope(), connected(owner.access, Provider()):
        assert "מספר או כתובת" in page(owner, "channels/test/", way="sms", address="abc")
        page(owner, "channels/test/", way="sms", address="052-7654321")
        assert Message.objects.get().state == State.WAITING


def test_rules(owner: Person) -> None:
    page(owner, "channels/rules/", cap_count="3", cap_days="10", contact="רחוב הנגרים 3")
    page(owner, "channels/rules/", cap_count="0", cap_days="10")
    with owner.scope():
        rules = SendingRules.objects.get()
    assert (rules.cap_count, rules.contact) == (3, "רחוב הנגרים 3")


# --- writing and deciding


def test_from_a_text_to_sent_by_hand(owner: Person, dana: Customer) -> None:
    who = f"inbox/customer:{dana.pk}/"
    written = page(owner, f"{who}write/?text=touch&channel=whatsapp")
    assert "שלום דנה" in written
    refused = page(owner, f"{who}write/", channel="whatsapp", purpose="greeting", body="שלום {{תוכן}}")
    assert "נשאר משהו למלא" in refused
    ready = page(owner, f"{who}write/", channel="whatsapp", purpose="greeting", body="שלום דנה", by_link="1")
    assert "https://wa.me/972501234567?text=" in ready
    with owner.scope():
        message = Message.objects.get()
    page(owner, f"outbox/{message.pk}/settle/", decision="sent")
    with owner.scope():
        message.refresh_from_db()
        assert message.state == State.SENT
    assert "שלום דנה" in page(owner, who)


def test_an_advertisement_without_consent_says_why(owner: Person, dana: Customer) -> None:
    said = page(
        owner,
        f"inbox/customer:{dana.pk}/write/",
        channel="sms",
        purpose="marketing",
        body="מבצע",
        by_link="1",
    )
    assert "לא ניתנה הסכמה לפרסומות" in said


def test_the_connected_channel_sends(owner: Person, dana: Customer) -> None:
    with owner.scope(), connected(owner.access, Provider()):
        page(owner, f"inbox/customer:{dana.pk}/write/", channel="sms", purpose="service", body="אנחנו בדרך")
        assert Message.objects.get().state == State.WAITING


@pytest.fixture
def unknown(owner: Person, dana: Customer) -> Iterator[Message]:
    with owner.scope(), connected(owner.access, Provider()):
        who = recipient_of(owner.access, dana)
        message = send(owner.access, who, Said("שלום"), purpose="service", channel="sms", now=timezone.now())
        Message.objects.filter(pk=message.pk).update(state=State.UNKNOWN, why="cut_off")
        yield message


def test_the_outbox_asks_for_decisions(owner: Person, unknown: Message) -> None:
    shown = page(owner, "outbox/")
    assert "הודעה אחת ממתינה להחלטה" in shown
    assert "המכונה נעצרה באמצע השליחה" in shown
    for part in ("waiting", "sent", "stopped", "nonsense"):
        page(owner, f"outbox/?part={part}")
    page(owner, f"outbox/{unknown.pk}/settle/", decision="again")
    unknown.refresh_from_db()
    assert unknown.state == State.WAITING
    assert "המצב השתנה" in page(owner, f"outbox/{unknown.pk}/settle/", decision="sent")
    assert owner.client.post(owner.url(f"outbox/{unknown.pk}/settle/"), {"decision": "x"}).status_code == 404


def test_the_inbox_by_person_and_the_timer_of_whatsapp(owner: Person, dana: Customer) -> None:
    now = timezone.now()
    with owner.scope():
        receive(owner.access, Heard("whatsapp", "whatsapp", "0501234567", "מתי אתם באים?", now, "w1"))
        receive(owner.access, Heard("sms", "sms", "0529999999", "<b>מי זה</b>", now, "s1"))
    shown = page(owner, "inbox/")
    assert "שני אנשים ממתינים לתשובה" in shown
    assert "דנה לוי" in shown
    assert "<b>מי" not in shown
    talk = page(owner, f"inbox/customer:{dana.pk}/")
    assert "אפשר לענות חופשי בוואטסאפ עוד" in talk
    assert "מתי אתם באים?" in page(owner, f"inbox/customer:{dana.pk}/")
    assert "מי זה" in page(owner, "inbox/at:+972529999999/")
    for nobody in ("customer:999999", "at:+972500000000", "x"):
        assert owner.client.get(owner.url(f"inbox/{nobody}/")).status_code == 404


# --- consents


def test_consents_are_noted_and_a_refusal_is_seen(owner: Person, dana: Customer) -> None:
    path = f"inbox/customer:{dana.pk}/consents/"
    said = {
        "act": "given",
        "channel": "sms",
        "wording": "מסכימה לקבל מבצעים",
        "source": "form",
        "at": "2026-01-05",
    }
    assert "נשמרת עם המילים" in page(owner, path, **{**said, "wording": ""})
    assert "עוד לא הגיע" in page(owner, path, **{**said, "at": "2099-01-01"})
    shown = page(owner, path, **said)
    assert "מסכימה לקבל מבצעים" in shown
    shown = page(owner, path, act="refused", source="spoken", at=timezone.localdate().isoformat())
    assert "התבקשה הסרה" in shown
    with owner.scope():
        assert {line.by for line in Consent.objects.all()} == {owner.access.member}


# --- texts and the library


def test_the_products_text_becomes_ones_own(owner: Person) -> None:
    assert "תודה" in page(owner, "texts/")
    shown = page(owner, "texts/thank_you/")
    assert "{{שם פרטי}}" in shown
    text = {"name": "תודה", "purpose": "service", "language": "he", "subject": "", "body": "תודה {{שם פרתי}}"}
    assert "{{שם פרתי}}" in page(owner, "texts/thank_you/", **text)
    preview = page(owner, "texts/thank_you/", **{**text, "body": "מוזמנ{{/ת}} {{שם}}"}, preview="1")
    assert "מוזמנת דנה לוי" in preview
    with owner.scope():
        assert not Template.objects.exists()
    page(owner, "texts/thank_you/", **{**text, "body": "תודה {{שם}}"})
    with owner.scope():
        template = Template.objects.get()
        assert (template.reason, template.body) == ("thank_you", "תודה {{שם}}")
    stale = page(owner, f"texts/{template.pk}/", **{**text, "body": "אחר", "version": "0"})
    assert "שמר את הנוסח בינתיים" in stale
    page(owner, f"texts/{template.pk}/archive/", go="1")
    assert owner.client.get(owner.url(f"texts/{template.pk}/")).status_code == 404


def test_a_text_of_ones_own_and_the_library(owner: Person) -> None:
    page(owner, "texts/add/", name="הזמנה", purpose="greeting", language="en", body="Hi {{name}}")
    assert "הזמנה" in page(owner, "texts/?language=en")
    page(owner, "texts/library/", title="איך בוחרים עץ", link="https://example.com/wood")
    with owner.scope():
        piece = Content.objects.get()
    assert "איך בוחרים עץ" in page(owner, "texts/library/")
    page(owner, f"texts/library/{piece.pk}/archive/", go="1")
    assert "איך בוחרים עץ" not in page(owner, "texts/library/")


def test_the_card_says_how_to_reach_somebody(owner: Person, dana: Customer) -> None:
    card = page(owner, f"customers/{dana.pk}/later/")
    assert f"/house/inbox/customer:{dana.pk}/write/" in card
    assert "לפרסומות" in card
    with owner.scope():
        refuse(owner.access, recipient_of(owner.access, dana), words(Source.REPLY, wording="הסר"))
    assert "בקשת הסרה" in page(owner, f"customers/{dana.pk}/later/")
