"""The Cloud API against a server on this machine, and webhooks as Meta sends them: signed, repeated, out of order (T35)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.channels import outbox
from neeman.channels.composing import Said
from neeman.channels.gate import send
from neeman.channels.models.connection import Connection
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Message, State
from neeman.channels.sealing import seal
from neeman.channels.tests.making import DANA
from neeman.channels.tests.servers import Web, web_server
from neeman.channels.tests.standins import Day, directory_of
from neeman.channels.ways import Fate, Letter
from neeman.channels.whatsapp.way import WhatsApp
from tests.walls.database import changed, snapshot

SECRETS = {"token": "EAAG-token", "app_secret": "s3cret-of-the-app", "verify_token": "a-word-of-our-own"}
NUMBER = "106540352242922"
HOOK = "/hooks/whatsapp/house/"


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as found:
        yield found


def settings(web: Web) -> dict[str, str]:
    return {"number_id": NUMBER, "api": f"{web.url}/v23.0/", **SECRETS}


@pytest.fixture
def connection(owner: Person, web: Web) -> Connection:
    with owner.scope():
        given = {"number_id": NUMBER, "api": f"{web.url}/v23.0"}
        return Connection.objects.create(way="whatsapp", settings=given, sealed=seal(SECRETS))


def letter(**given: Any) -> Letter:
    return Letter(**{"number": 7, "to": "+972501234567", "body": "שלום דנה", "heard": True, **given})


def error(code: int, text: str = "no") -> str:
    return json.dumps({"error": {"code": code, "message": text}})


def test_free_text_within_the_day(web: Web) -> None:
    web.answers = [(200, '{"messages": [{"id": "wamid.A"}]}')]
    outcome = WhatsApp().hand_over(settings(web), letter())
    assert (outcome.fate, outcome.provider_id) == (Fate.SENT, "wamid.A")
    asked = web.asked[0]
    assert asked.path == f"/v23.0/{NUMBER}/messages"
    assert asked.headers["Authorization"] == "Bearer EAAG-token"
    assert asked.json == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "972501234567",
        "biz_opaque_callback_data": "7",
        "type": "text",
        "text": {"preview_url": True, "body": "שלום דנה"},
    }


def test_after_the_day_only_an_approved_template(web: Web) -> None:
    web.answers = [(200, '{"messages": [{"id": "wamid.B"}]}')]
    assert WhatsApp().hand_over(settings(web), letter(heard=False)).why == "window_closed"
    assert web.asked == []
    approved = {"name": "visit_he", "language": "he", "values": ["דנה", "24.03.2026"]}
    assert WhatsApp().hand_over(settings(web), letter(heard=False, approved=approved)).fate is Fate.SENT
    assert web.asked[0].json["template"] == {
        "name": "visit_he",
        "language": {"code": "he"},
        "components": [
            {
                "type": "body",
                "parameters": [{"type": "text", "text": "דנה"}, {"type": "text", "text": "24.03.2026"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ((400, error(131047, "Re-engagement message")), Fate.FAILED),
        ((400, error(131026)), Fate.FAILED),
        ((401, error(190)), Fate.FAILED),
        ((400, error(131056)), Fate.LATER),
        ((429, error(130429)), Fate.LATER),
        ((400, error(130429)), Fate.LATER),
        ((500, "<html>"), Fate.UNKNOWN),
        ((200, "{}"), Fate.UNKNOWN),
        (None, Fate.UNKNOWN),
    ],
)
def test_what_meta_answers(web: Web, answer: tuple[int, str] | None, fate: Fate) -> None:
    web.answers = [answer]
    assert WhatsApp().hand_over(settings(web), letter()).fate is fate


# --- webhooks


def body(**value: Any) -> bytes:
    value = {"metadata": {"phone_number_id": NUMBER}, **value}
    return json.dumps({"object": "x", "entry": [{"changes": [{"value": value}]}]}).encode()


def message(text: str, number: str = "wamid.in1") -> bytes:
    at = str(int(timezone.now().timestamp()))
    told = {"from": "972501234567", "id": number, "timestamp": at, "type": "text", "text": {"body": text}}
    return body(contacts=[{"wa_id": "972501234567", "profile": {"name": "דנה 🌸"}}], messages=[told])


def status(state: str, provider_id: str, seconds: int = 0, **more: Any) -> bytes:
    told = {"id": provider_id, "status": state, "timestamp": str(1_772_532_000 + seconds), **more}
    return body(statuses=[told])


def posted(raw: bytes, secret: str = SECRETS["app_secret"], url: str = HOOK) -> int:
    signature = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    answer = Client(enforce_csrf_checks=True).post(
        url, raw, content_type="application/json", headers={"X-Hub-Signature-256": signature}
    )
    return answer.status_code


def test_meta_asks_whether_we_are_we(connection: Connection) -> None:
    def asked(token: str) -> tuple[int, bytes]:
        answer = Client().get(
            HOOK, {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "42"}
        )
        return answer.status_code, answer.content

    assert asked(SECRETS["verify_token"]) == (200, b"42")
    assert asked("a guess") == (403, b"")
    assert asked("") == (403, b"")


def test_what_is_not_signed_writes_nothing(owner: Person, connection: Connection) -> None:
    before = snapshot()
    raw = message("שלום")
    assert posted(raw, secret="another") == 403
    assert Client().post(HOOK, raw, content_type="application/json").status_code == 403
    assert posted(raw, url="/hooks/whatsapp/nowhere/") == 404
    assert posted(b"\xff\xfe not json") == 400
    assert posted(b'{"entry": [{"changes": [{}]}]}') == 400
    assert posted(b"[1, 2]") == 400
    assert changed(before) == []


def test_a_message_comes_in_once_with_its_flowers(owner: Person, connection: Connection) -> None:
    raw = message("מתי אתם באים? 🌷🌷")
    with directory_of(DANA):
        assert [posted(raw), posted(raw)] == [200, 200]
    with owner.scope():
        found = Message.objects.get()
        assert (found.body, found.party, found.state) == ("מתי אתם באים? 🌷🌷", "customer:12", State.RECEIVED)


def test_another_number_of_the_same_app_is_not_ours(owner: Person, connection: Connection) -> None:
    assert posted(message("שלום").replace(NUMBER.encode(), b"999")) == 200
    with owner.scope():
        assert not Message.objects.exists()


def test_a_refusal_by_whatsapp_is_kept_at_once(owner: Person, connection: Connection) -> None:
    posted(message("הסירו אותי בבקשה"))
    with owner.scope():
        assert {line.act for line in Consent.objects.all()} == {"refused"}


def test_writing_to_us_opens_the_day(owner: Person, connection: Connection, web: Web) -> None:
    posted(message("שלום"))
    now = timezone.now()
    with owner.scope():
        for later, state in ((1, State.SENT), (25, State.FAILED)):
            at = now + timedelta(hours=later)
            web.answers = [(200, json.dumps({"messages": [{"id": f"wamid.{later}"}]}))]
            sent = send(
                owner.access, DANA, Said("כן"), purpose="service", channel="whatsapp", now=at, waits=False
            )
            outbox.deliver(owner.access, clock=lambda at=at: at, hours=Day())
            sent.refresh_from_db()
            assert sent.state == state
        assert sent.why == "window_closed"


def test_receipts_repeated_and_out_of_order(owner: Person, connection: Connection, web: Web) -> None:
    posted(message("שלום"))
    web.answers = [(200, '{"messages": [{"id": "wamid.out"}]}')]
    now = timezone.now()
    with owner.scope():
        sent = send(
            owner.access, DANA, Said("כן"), purpose="service", channel="whatsapp", now=now, waits=False
        )
        outbox.deliver(owner.access, clock=lambda: now, hours=Day())
    for state, seconds in (("read", 9), ("delivered", 5), ("sent", 1), ("read", 9), ("deleted", 12)):
        assert posted(status(state, "wamid.out", seconds)) == 200
    with owner.scope():
        sent.refresh_from_db()
        assert (sent.state, sent.read_at is not None) == (State.READ, True)


def test_a_lost_answer_is_found_by_the_receipt(owner: Person, connection: Connection, web: Web) -> None:
    posted(message("שלום"))
    web.answers = [None]
    now = timezone.now()
    with owner.scope():
        sent = send(
            owner.access, DANA, Said("כן"), purpose="service", channel="whatsapp", now=now, waits=False
        )
        outbox.deliver(owner.access, clock=lambda: now, hours=Day())
        sent.refresh_from_db()
        assert sent.state == State.UNKNOWN
    posted(status("delivered", "wamid.x", biz_opaque_callback_data=str(sent.pk)))
    with owner.scope():
        sent.refresh_from_db()
        assert (sent.state, sent.provider_id) == (State.DELIVERED, "wamid.x")


def test_a_failure_told_by_webhook(owner: Person, connection: Connection, web: Web) -> None:
    posted(message("שלום"))
    web.answers = [(200, '{"messages": [{"id": "wamid.f"}]}')]
    now = timezone.now()
    with owner.scope():
        sent = send(
            owner.access, DANA, Said("כן"), purpose="service", channel="whatsapp", now=now, waits=False
        )
        outbox.deliver(owner.access, clock=lambda: now, hours=Day())
    posted(status("failed", "wamid.f", errors=[{"code": 131026, "title": "Undeliverable"}]))
    with owner.scope():
        sent.refresh_from_db()
        assert (sent.state, sent.why) == (State.FAILED, "131026 Undeliverable")
