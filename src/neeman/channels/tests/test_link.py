"""Links that open a person's own telephone or mailbox with the text in it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import neeman
from neeman.channels.composing import Said
from neeman.channels.gate import draft
from neeman.channels.link.links import call, link_of, mail, whatsapp
from neeman.channels.services.consents import give_consent
from neeman.channels.tests.making import DANA, NOON, words
from neeman.channels.wording.isolating import LRI, PDI
from neeman.orgs.access import Access

TEXT = "שלום דנה & יוסי, יתרה -50 ₪\nhttps://example.com/?a=1&b=2#c"


def test_whatsapp_carries_the_text_whole() -> None:
    url = urlsplit(whatsapp("+972501234567", TEXT))
    assert (url.scheme, url.netloc, url.path, url.fragment) == ("https", "wa.me", "/972501234567", "")
    assert parse_qs(url.query, strict_parsing=True) == {"text": [TEXT.replace("-50", f"{LRI}-50{PDI}")]}
    assert whatsapp("+972501234567") == "https://wa.me/972501234567"


def test_mail_cannot_be_made_to_copy_others() -> None:
    link = mail("dana@example.test?bcc=evil@example.test", "נושא\n&bcc=x@y.z", "א\nב")
    assert link.count("?") == 1
    assert "&bcc" not in link.lower()
    assert unquote(link.partition("body=")[2]) == "א\r\nב"


def test_calling() -> None:
    assert [call("+972501234567"), call("*2700")] == ["tel:+972501234567", "tel:*2700"]


@pytest.mark.parametrize(
    ("channel", "begins"),
    [
        ("whatsapp", "https://wa.me/972501234567?text="),
        ("email", "mailto:dana@example.test?subject="),
        ("sms", "sms:+972501234567?body="),
        ("phone", "tel:+972501234567"),
    ],
)
def test_every_channel_has_its_link(inside: Access, channel: str, begins: str) -> None:
    message = draft(inside, DANA, Said("שלום", "נושא"), purpose="service", channel=channel, now=NOON)
    assert link_of(message, business="בית המלאכה").startswith(begins)


def test_an_advertisement_by_hand_tells_how_to_be_removed(inside: Access) -> None:
    give_consent(inside, DANA, words(day=1))
    message = draft(inside, DANA, Said("מבצע"), purpose="marketing", channel="whatsapp", now=NOON)
    said = unquote(link_of(message, business="בית המלאכה", contact="רחוב הנגרים 3"))
    assert "פרסומת · בית המלאכה" in said
    assert "רחוב הנגרים 3" in said
    assert 'להשיב "הסר"' in said


def test_no_page_writes_such_an_address_by_itself() -> None:
    """Every link to somebody's WhatsApp is made here, where the gate was asked before; an invitation names nobody."""
    root = Path(neeman.__file__).parent
    written = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.suffix in {".py", ".html", ".js"} and "tests" not in path.parts
        if "wa.me/" in path.read_text("utf-8")
    }
    assert written == {"channels/link/links.py", "orgs/views.py"}
