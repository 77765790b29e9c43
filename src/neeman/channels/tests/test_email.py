"""Mail to a real mail server on this machine: what it carries, how it is encrypted, and what the server's answers mean."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from django.test.utils import override_settings

from neeman.channels import outbox
from neeman.channels.composing import Said
from neeman.channels.email.form import EmailForm
from neeman.channels.email.letter import html
from neeman.channels.email.way import Email
from neeman.channels.gate import send
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import State
from neeman.channels.sealing import seal
from neeman.channels.services.consents import give_consent
from neeman.channels.tests.making import DANA, NOON, words
from neeman.channels.tests.servers import certificate, free_port
from neeman.channels.tests.standins import Day
from neeman.channels.ways import Fate, File, Letter
from neeman.orgs.access import Access


class Postman:
    """What the mail server does with what it is given; `at` names a step and what it answers there."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.at: dict[str, str | Callable[[SMTP], str]] = {}
        self.port = 0

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self._answer("mail", server)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("rcpt", server)

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Any, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        return self._answer("data", server)

    def _answer(self, step: str, server: SMTP) -> str:
        answer = self.at.get(step, "250 OK")
        return answer(server) if callable(answer) else answer


def hang_up(server: SMTP) -> str:
    assert server.transport is not None
    server.transport.abort()
    return "250 OK"


@pytest.fixture
def postman() -> Iterator[Postman]:
    yield from served()


def served(**how: Any) -> Iterator[Postman]:
    postman = Postman()
    postman.port = free_port()
    controller = Controller(postman, hostname="127.0.0.1", port=postman.port, **how)
    controller.start()
    try:
        with override_settings(TRUSTED_HOSTS={f"127.0.0.1:{postman.port}", f"localhost:{postman.port}"}):
            yield postman
    finally:
        controller.stop()


def settings(postman: Postman, **given: str) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(postman.port),
        "security": "none",
        "from_address": "shop@neeman.test",
        "from_name": "נגריית כהן",
        **given,
    }


def letter(**given: Any) -> Letter:
    return Letter(**{"number": 7, "to": "dana@example.test", "body": "שלום דנה\n\nיתרה -50 ₪", "subject": "עדכון", "sender": "בית המלאכה", "key": "house-7", **given})  # fmt: skip


def test_the_mail_in_both_forms(postman: Postman) -> None:
    outcome = Email().hand_over(settings(postman), letter())
    mail = postman.mails[0]
    assert outcome.fate is Fate.SENT
    assert outcome.provider_id == mail["Message-ID"]
    assert (mail["Subject"], mail["To"], mail["From"]) == (
        "עדכון",
        "dana@example.test",
        "נגריית כהן <shop@neeman.test>",
    )
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert "\u2066-50\u2069" in plain.get_content()
    assert '<html lang="he" dir="rtl">' in page.get_content()
    assert page.get_content().count('dir="rtl"') >= 4
    assert "List-Unsubscribe" not in mail


def test_files_go_along(postman: Postman, inside: Access) -> None:
    """Kept with the message as they were when it was written, and as they were on the far end."""
    Connection.objects.create(way="email", settings=settings(postman), sealed=seal({"password": ""}))
    paper = File("הצעה 2026-1.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
    said = Said("שלום", "הצעה", files=(paper,))
    send(inside, DANA, said, purpose="service", channel="email", now=NOON)
    outbox.deliver(inside, clock=lambda: NOON, hours=Day())
    [part] = postman.mails[0].iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("הצעה 2026-1.pdf", "application/pdf")
    assert part.get_content() == paper.content
    body = postman.mails[0].get_body(("html",))
    assert body is not None
    assert "שלום" in body.get_content()


def test_an_advertisement_can_be_refused_by_the_program(postman: Postman, inside: Access) -> None:
    give_consent(inside, DANA, words(day=1))
    Connection.objects.create(way="email", settings=settings(postman), sealed=seal({"password": ""}))
    message = send(
        inside, DANA, Said("מבצע", "אביב"), purpose="marketing", channel="email", now=NOON, hours=Day()
    )
    outbox.deliver(inside, clock=lambda: NOON, hours=Day())
    message.refresh_from_db()
    mail = postman.mails[0]
    assert (message.state, message.provider_id) == (State.SENT, mail["Message-ID"])
    assert mail["Subject"] == "פרסומת: אביב"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = mail["List-Unsubscribe"].split(">")[0].strip("<")
    assert link.startswith("http://localhost:8000/remove/house/")
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert link in plain.get_content()
    assert "דיוור ישיר מאת בית המלאכה" in plain.get_content()


@pytest.mark.parametrize(
    ("step", "answer", "fate"),
    [
        ("mail", "553 sender refused", Fate.FAILED),
        ("rcpt", "550 5.1.1 no such user", Fate.FAILED),
        ("rcpt", "450 4.2.1 greylisted", Fate.LATER),
        ("rcpt", hang_up, Fate.LATER),
        ("data", "554 looks like spam", Fate.FAILED),
        ("data", "451 try later", Fate.LATER),
        ("data", hang_up, Fate.UNKNOWN),
    ],
)
def test_what_the_server_answers(
    postman: Postman, step: str, answer: str | Callable[[SMTP], str], fate: Fate
) -> None:
    postman.at[step] = answer
    outcome = Email().hand_over(settings(postman), letter())
    assert outcome.fate is fate
    if isinstance(answer, str):
        assert outcome.why == answer


def test_a_server_that_is_not_there_or_not_allowed(postman: Postman) -> None:
    given = settings(postman)
    assert Email().hand_over({**given, "host": "no-such-host.invalid"}, letter()).fate is Fate.LATER
    with override_settings(TRUSTED_HOSTS=set()):
        outcome = Email().hand_over(given, letter())
    assert (outcome.fate, outcome.why) == (Fate.FAILED, "address_not_allowed")
    assert postman.mails == []


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process trusts."""
    cert, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    return context


def signed_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"shop", b"right"), handled=False)


def test_starttls_and_a_password(known: ssl.SSLContext) -> None:
    for postman in served(
        tls_context=known, require_starttls=True, auth_required=True, authenticator=signed_in
    ):
        given = settings(postman, host="localhost", security="starttls", user="shop", password="right")
        assert Email().hand_over(given, letter()).fate is Fate.SENT
        assert len(postman.mails) == 1
        refused = Email().hand_over({**given, "password": "wrong"}, letter())
        assert refused.fate is Fate.LATER
        assert refused.why.startswith("sign_in: 535")
        assert "wrong" not in refused.why
        assert Email().hand_over({**given, "security": "none", "user": ""}, letter()).fate is Fate.FAILED


def test_tls_from_the_first_byte(known: ssl.SSLContext) -> None:
    for postman in served(ssl_context=known):
        given = settings(postman, host="localhost", security="tls")
        assert Email().hand_over(given, letter()).fate is Fate.SENT


def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    for postman in served(tls_context=context):
        outcome = Email().hand_over(settings(postman, host="localhost", security="starttls"), letter())
        assert outcome.fate is Fate.LATER
        assert postman.mails == []


@pytest.mark.parametrize("field", ["subject", "sender"])
def test_no_line_break_makes_a_header(postman: Postman, field: str) -> None:
    hostile = letter(**{field: "שלום\r\nBcc: evil@example.test"})
    Email().hand_over({**settings(postman), "from_name": ""}, hostile)
    assert postman.mails[0]["Bcc"] is None
    assert postman.envelopes[0].rcpt_tos == ["dana@example.test"]


def test_what_people_write_is_only_ever_read() -> None:
    page = html(
        letter(
            body="<script>alert(1)</script> <img src=x onerror=alert(1)> https://example.com/a",
            subject="</title><script>",
        )
    )
    assert "<script>" not in page
    assert "<img" not in page
    assert '<a dir="ltr" href="https://example.com/a" rel="nofollow">' in page
    assert "&lt;script&gt;" in page


def test_the_same_message_has_the_same_id(postman: Postman) -> None:
    first, second = (Email().hand_over(settings(postman), letter()).provider_id for _ in range(2))
    assert first == second
    assert first.endswith("@neeman.test>")


def test_a_server_is_a_name_alone() -> None:
    form = EmailForm(
        {"host": "http://169.254.169.254/", "port": 25, "security": "tls", "from_address": "a@b.co"}
    )
    assert "host" in form.errors
