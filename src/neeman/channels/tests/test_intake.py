"""A mailbox on a real IMAP server (pymap, a process of its own): what is kept, what is left alone, what came back."""

from __future__ import annotations

import imaplib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test.utils import override_settings

from neeman.channels.email.intake import Read, read_mailbox
from neeman.channels.jobs import read_mail
from neeman.channels.models.connection import Connection
from neeman.channels.models.consent import Consent
from neeman.channels.models.message import Message, State
from neeman.channels.outside import NotAllowed
from neeman.channels.sealing import seal
from neeman.channels.tests.making import DANA, NOON
from neeman.channels.tests.servers import free_port
from neeman.channels.tests.standins import directory_of
from neeman.jobs.models import Job
from neeman.jobs.work import Run
from neeman.orgs.access import Access

pytest.importorskip("pymap", reason="no IMAP server: install requirements-dev.txt")

START = "import sys; from pymap.main import main; sys.argv[1:] = {given!r}; main()"


@dataclass
class Mailbox:
    """The server, and a connection of ours by which mail arrives."""

    port: int
    wire: imaplib.IMAP4

    def arrive(self, mail: EmailMessage | bytes) -> None:
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        status, said = self.wire.append("INBOX", "()", imaplib.Time2Internaldate(time.time()), raw)
        assert status == "OK", said

    def flags(self) -> str:
        self.wire.select("INBOX", readonly=True)
        return str(self.wire.fetch("1:*", "(FLAGS)")[1])


@pytest.fixture(scope="module")
def served() -> Iterator[int]:
    """The port of a server that lives as long as this module's tests."""
    port = free_port()
    given = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START.format(given=given)],
        stderr=subprocess.DEVNULL,
        env=os.environ.copy(),
    )
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def mailbox(served: int) -> Iterator[Mailbox]:
    wire = signed_in(served)
    with override_settings(TRUSTED_HOSTS={f"127.0.0.1:{served}"}):
        yield Mailbox(served, wire)
    wire.logout()


def signed_in(port: int) -> imaplib.IMAP4:
    for _ in range(100):
        try:
            wire = imaplib.IMAP4("127.0.0.1", port)
            break
        except OSError:
            time.sleep(0.1)
    wire.login("demouser", "demopass")
    return wire


@pytest.fixture
def connection(inside: Access, mailbox: Mailbox) -> Connection:
    settings = {
        "from_address": "shop@neeman.test",
        "imap_host": "127.0.0.1",
        "imap_port": str(mailbox.port),
        "imap_security": "none",
        "imap_user": "demouser",
        "imap_folder": "INBOX",
    }
    made = Connection.objects.create(
        way="email", settings=settings, sealed=seal({"imap_password": "demopass"})
    )
    assert read_mailbox(inside, made) == Read()  # begins at the end: what was before is not our business
    return made


def mail(
    sender: str, body: str, *, to: str = "shop@neeman.test", subject: str = "שאלה", **headers: str
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = "Tue, 03 Mar 2026 12:00:00 +0200"
    made["Message-ID"] = f"<{abs(hash((sender, body, time.time_ns())))}@example.test>"
    for name, value in headers.items():
        made[name] = value
    made.set_content(body)
    return made


def test_an_answer_of_somebody_known(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    before = mailbox.flags()
    mailbox.arrive(mail("דנה לוי <dana@example.test>", "מתי אתם באים?"))
    with directory_of(DANA):
        assert read_mailbox(inside, connection) == Read(looked=1, received=1)
        assert read_mailbox(inside, connection) == Read()
    found = Message.objects.get()
    assert (found.party, found.body.strip(), found.subject) == ("customer:12", "מתי אתם באים?", "שאלה")
    assert found.made_at == NOON
    assert mailbox.flags().startswith(before[:-1])
    assert "\\Seen" not in mailbox.flags()[len(before) :]


def test_nobody_becomes_anybody(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    """A stranger's mail is not kept at all, unless it asks to be removed."""
    mailbox.arrive(mail("spam@example.test", "קנו עכשיו"))
    assert read_mailbox(inside, connection) == Read(looked=1)
    assert not Message.objects.exists()
    mailbox.arrive(mail("other@example.test", "", subject="unsubscribe"))
    assert read_mailbox(inside, connection).received == 1
    assert Consent.objects.get().address_key == "other@example.test"


def test_a_refusal_with_what_it_answers_below(
    inside: Access, mailbox: Mailbox, connection: Connection
) -> None:
    mailbox.arrive(mail("dana@example.test", "הסירו אותי\n\nOn Tue, Shop wrote:\n> פרסומת: אביב\n"))
    with directory_of(DANA):
        read_mailbox(inside, connection)
    assert {line.source for line in Consent.objects.filter(act="refused")} == {"reply"}


def test_a_copy_of_what_a_member_sent(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    mailbox.arrive(mail("owner@house.test", "הנה ההצעה", to="dana@example.test, nobody@example.test"))
    with directory_of(DANA):
        assert read_mailbox(inside, connection) == Read(looked=1, sent=1)
    found = Message.objects.get()
    assert (found.direction, found.state, found.party) == ("out", State.SENT, "customer:12")


def test_mail_that_came_back(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    sent = Message.objects.create(
        channel="email", way="email", address="dana@example.test", body="a", state=State.SENT,
        provider_id="<neeman.7.abc@neeman.test>", made_at=NOON, due_at=NOON,
    )  # fmt: skip
    raw = Path(__file__).with_name("returned.eml").read_bytes()
    mailbox.arrive(raw.replace(b"Action: failed", b"Action: delayed"))
    mailbox.arrive(raw)
    assert read_mailbox(inside, connection) == Read(looked=2, returned=1)
    sent.refresh_from_db()
    assert (sent.state, sent.why) == (State.FAILED, "5.1.1 550 5.1.1 No such user here")


def test_mail_in_html_alone_and_hostile(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "dana@example.test", "shop@neeman.test", "<b>x</b>"
    made.add_header("Message-ID", "<h@example.test>")
    made.set_content("<p>שלום <script>alert(1)</script><b>לך</b></p>", subtype="html")
    mailbox.arrive(made)
    mailbox.arrive(b"From: dana@example.test\r\n\r\n\xff\xfe broken \x00 bytes")
    mailbox.arrive(b"not a mail")
    with directory_of(DANA):
        read = read_mailbox(inside, connection)
    assert (read.looked, read.received) == (3, 2)
    assert all("\x00" not in message.body and "<" not in message.body for message in Message.objects.all())


def test_a_mailbox_in_the_house_is_not_read_unless_trusted(
    inside: Access, mailbox: Mailbox, connection: Connection
) -> None:
    with override_settings(TRUSTED_HOSTS=set()), pytest.raises(NotAllowed):
        read_mailbox(inside, connection)


def test_the_job_reads_and_comes_again(inside: Access, mailbox: Mailbox, connection: Connection) -> None:
    mailbox.arrive(mail("dana@example.test", "שלום"))
    run = Run(Job.objects.create(name="channels.read_mail", due_at=NOON))
    with directory_of(DANA):
        assert read_mail(inside, run) == {"looked": 1, "received": 1, "sent": 0, "returned": 0}
    assert Job.objects.filter(name="channels.read_mail", key="read mail").exists()
    Job.objects.create(name="channels.read_mail", state="done", due_at=NOON, ended_at=NOON)
    read_mail(inside, run)
    assert not Job.objects.filter(state="done").exists()
    Connection.objects.update(sealed=seal({"imap_password": "wrong"}))
    assert "fault" in read_mail(inside, run)
    connection.refresh_from_db()
    assert connection.fault.startswith("imap")
    Job.objects.all().delete()
    Connection.objects.update(is_on=False)
    assert read_mail(inside, run) == {}
    assert not Job.objects.exists()
