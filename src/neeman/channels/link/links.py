"""The addresses that open a telephone's or a mailbox's own window, with the text in it."""

from __future__ import annotations

from urllib.parse import quote

from neeman.channels.kinds import ADVERTISING, Channel
from neeman.channels.marking import foot
from neeman.channels.models.message import Message
from neeman.channels.wording.isolating import isolate


def link_of(message: Message, *, business: str, contact: str = "") -> str:
    """Where a click leads: wa.me, mailto, sms or tel.

    An advertisement says how to be removed by answering, since the answer comes to whoever sends it.
    """
    below = foot(message.purpose, message.body, business=business, contact=contact, link="", replies=True)
    text = message.body + (below if message.purpose in ADVERTISING else "")
    match message.channel:
        case Channel.WHATSAPP:
            return whatsapp(message.address, text)
        case Channel.EMAIL:
            return mail(message.address, message.subject, text)
        case Channel.SMS:
            return f"sms:{message.address}?body={quote(isolate(text), safe='')}"
        case _:
            return call(message.address)


def whatsapp(e164: str, text: str = "") -> str:
    """https://wa.me/972501234567?text=..."""
    number = e164.removeprefix("+")
    return f"https://wa.me/{number}" + (f"?text={quote(isolate(text), safe='')}" if text else "")


def mail(address: str, subject: str = "", text: str = "") -> str:
    """RFC 6068: percent-encoded UTF-8, lines ended by CRLF."""
    given = {"subject": subject, "body": isolate(text).replace("\n", "\r\n")}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items() if value)
    return f"mailto:{quote(address, safe='@+')}" + (f"?{query}" if query else "")


def call(number: str) -> str:
    """tel:+972501234567; star numbers too."""
    return f"tel:{quote(number, safe='+*')}"
