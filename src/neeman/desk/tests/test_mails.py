"""What people find in their mailboxes, by the whole way through a real mail server, beside copies that were looked at.

`NEEMAN_GOLDEN=write` writes the files of `golden/` anew: look at the pages in a browser, at 390 and 1280 px, before they
are committed. Invitations and links to sign in are handed on by people and are no mails.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from conftest import Person
from neeman.automations.services.newsletters import ask_to_count, confirm, count, hand_all, write_newsletter
from neeman.channels import outbox
from neeman.channels.composing import compose
from neeman.channels.gate import send
from neeman.channels.models.connection import Connection
from neeman.channels.models.consent import Source
from neeman.channels.queries.templates import get_wording
from neeman.channels.sealing import seal
from neeman.channels.services.consents import Words, give_consent
from neeman.channels.tests.standins import Day
from neeman.channels.tests.test_email import Postman, served, settings
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.desk.models import Every, Subscription
from neeman.desk.reports.mailing import send_waiting, write_down
from neeman.orgs.access import Access
from neeman.sales.services.quote_messages import send_by
from neeman.sales.tests.quoting import make_draft
from tests.moving import ZONE, moved_clock

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
SECRET = re.compile(r"(/(?:remove|q)/[\w-]+/)[\w-]{40,}")
MEETING = {"date": "24.11.2026", "time": "10:30"}


@pytest.fixture
def postman() -> Iterator[Postman]:
    with moved_clock() as clock:
        clock.at(NOW)
        yield from served()


@pytest.fixture
def dana(inside: Access, postman: Postman) -> Customer:
    """Who agreed to advertisements, and the business's mailbox."""
    Connection.objects.create(way="email", settings=settings(postman), sealed=seal({"password": ""}))
    customer = make(inside, "דנה לוי", kind="person", email="dana@example.test")
    words = Words("מסכימה לקבל עדכונים", Source.FORM, NOW - timedelta(days=1), "טופס 7")
    give_consent(inside, recipient_of(inside, customer), words)
    return customer


def deliver(access: Access) -> None:
    outbox.deliver(access, clock=lambda: NOW, hours=Day())


def by_template(access: Access, customer: Customer) -> None:
    """A text of the product, with figures in it and a name in Latin letters below."""
    to = recipient_of(access, customer)
    said = compose(access, get_wording(access, "meeting", "he"), to, MEETING)
    send(access, to, said, purpose="service", channel="email", now=NOW, hours=Day())
    deliver(access)


def quote(access: Access, customer: Customer) -> None:
    """A quote with its link and its paper."""
    draft = make_draft(access, customer=customer, title="ארון AT-7207 וציוד לקו 3")
    send_by(access, draft, "email", version=draft.version, key="1", now=NOW)
    deliver(access)


def newsletter(access: Access, customer: Customer) -> None:
    """Marked as an advertisement, with the way to be removed."""
    wanted = {"name": "חודשי", "text": "offer", "channels": ["email"], "query": "status=active"}
    letter = write_newsletter(access, wanted)
    ask_to_count(access, letter, {"content": "מדריך: עץ אלון\nhttps://house.example.test/oak"})
    count(access, letter, now=NOW, tell=lambda done, total: None)
    letter.refresh_from_db()
    confirm(access, letter, version=letter.version, now=NOW)
    letter.refresh_from_db()
    hand_all(access, letter, clock=lambda: NOW, tell=lambda done, total: None)
    deliver(access)


def report(access: Access, customer: Customer) -> None:
    """One of the reports, to a member."""
    Subscription.objects.create(member=access.member, report="new-customers", every=Every.MONTH, made_at=NOW)
    next_month = datetime(2026, 12, 1, 3, 5, tzinfo=ZONE)
    write_down(next_month.date())
    send_waiting(access, next_month)


@pytest.mark.parametrize("write", [by_template, quote, newsletter, report], ids=lambda write: write.__name__)
def test_a_mail_is_what_was_looked_at(
    inside: Access, owner: Person, dana: Customer, postman: Postman, write: Callable[[Access, Customer], None]
) -> None:
    write(inside, dana)
    (mail,) = postman.mails
    written = {"html": part(mail, "html"), "txt": f"{mail['Subject']}\n\n{part(mail, 'plain')}"}
    for ending, text in written.items():
        kept = GOLDEN / f"{write.__name__}.{ending}"
        if os.environ.get("NEEMAN_GOLDEN") == "write":
            kept.write_text(text, "utf-8")
        assert text == kept.read_text("utf-8")


def part(mail: EmailMessage, kind: str) -> str:
    """The words in one of both forms, without the secret of the link."""
    found = mail.get_body((kind,))
    assert found is not None
    return SECRET.sub(r"\1…", str(found.get_content()).replace("\r\n", "\n"))
