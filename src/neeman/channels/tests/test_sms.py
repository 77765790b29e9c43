"""SMS by a gateway: what is posted, what its answers mean, and what it posts to us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from conftest import Person
from neeman.channels.models.connection import Connection
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Message
from neeman.channels.sealing import seal
from neeman.channels.sms.form import SmsForm
from neeman.channels.sms.way import Sms, number
from neeman.channels.tests.servers import Web, web_server
from neeman.channels.ways import Fate, Letter
from neeman.channels.wording.isolating import LRI, PDI

LETTER = Letter(number=7, to="+972501234567", body="יתרה -50 ₪", key="house-7")
WORD = "answers-come-with-this"


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as found:
        yield found


def settings(web: Web, **given: str) -> dict[str, str]:
    form = SmsForm()
    initial = {name: str(field.initial or "") for name, field in form.fields.items()}
    return {**initial, "url": f"{web.url}/send", "secret": "Bearer T0P", **given}


def test_form_fields_as_the_gateway_calls_them(web: Web) -> None:
    web.answers = [(200, '{"id": 991, "status": 0}')]
    given = settings(
        web, to_field="dest", sender="Nagaria", key_field="ref", more="user=a\nlang=he", id_field="id"
    )
    outcome = Sms().hand_over(given, LETTER)
    assert (outcome.fate, outcome.provider_id) == (Fate.SENT, "991")
    assert web.asked[0].fields == {
        "dest": "0501234567",
        "message": f"יתרה {LRI}-50{PDI} ₪",
        "from": "Nagaria",
        "ref": "house-7",
        "user": "a",
        "lang": "he",
    }
    assert web.asked[0].headers["Authorization"] == "Bearer T0P"


def test_json(web: Web) -> None:
    Sms().hand_over(settings(web, style="json", number_style="digits"), LETTER)
    assert web.asked[0].json["to"] == "972501234567"


@pytest.mark.parametrize(
    ("e164", "style", "written"),
    [
        ("+972501234567", "local", "0501234567"),
        ("+12125550100", "local", "12125550100"),
        ("+972501234567", "plus", "+972501234567"),
    ],
)
def test_numbers(e164: str, style: str, written: str) -> None:
    assert number(e164, style) == written


def test_a_yes_that_is_a_no(web: Web) -> None:
    web.answers = [(200, '{"status": "-4"}'), (200, '{"status": "1"}'), (200, "not json")]
    given = settings(web, ok_field="status", ok_value="1")
    assert [Sms().hand_over(given, LETTER).fate for _ in range(3)] == [Fate.FAILED, Fate.SENT, Fate.FAILED]


def test_a_line_that_breaks_after_the_text_leaves_it_unknown(web: Web) -> None:
    web.answers = [None]
    assert Sms().hand_over(settings(web), LETTER).fate is Fate.UNKNOWN


def test_a_repeated_key_is_the_gateways_promise(web: Web) -> None:
    assert Sms().takes_key(settings(web, key_field="ref"))
    assert not Sms().takes_key(settings(web))


def test_what_comes_in_is_known_by_its_word(owner: Person) -> None:
    with owner.scope():
        Connection.objects.create(way="sms", sealed=seal({"hook_key": WORD}))
    page = Client(enforce_csrf_checks=True)
    said = {"From": "972501234567", "Text": "הסר", "id": "5"}
    assert page.post("/hooks/sms/house/wrong-word-altogether/", said).status_code == 404
    assert page.post(f"/hooks/sms/nowhere/{WORD}/", said).status_code == 404
    with owner.scope():
        assert not Message.objects.exists()
    for _ in range(2):
        assert page.post(f"/hooks/sms/house/{WORD}/", said).status_code == 200
    assert page.post(f"/hooks/sms/house/{WORD}/", {"a": "b"}).status_code == 200
    with owner.scope():
        assert [message.address for message in Message.objects.all()] == ["+972501234567"]
        assert Consent.objects.get().act == "refused"
        Connection.objects.update(is_on=False)
    assert page.post(f"/hooks/sms/house/{WORD}/", said).status_code == 404
