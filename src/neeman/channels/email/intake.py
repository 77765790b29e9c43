"""Reading the mailbox: answers of people we know, what we sent them by hand with a copy here, and returned mail.

A mailbox holds a whole life. Kept is only what concerns somebody whom the directory knows or to whom we wrote; nobody
becomes a customer because a mail of theirs came in. Nothing in the mailbox is changed, not even what counts as read.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.html import strip_tags

from neeman.channels.email.bounces import returned
from neeman.channels.incoming import Heard, note_sent_elsewhere, receive
from neeman.channels.models.connection import Connection
from neeman.channels.models.message import Message, State
from neeman.channels.outside import NotAllowed, Place, find_place
from neeman.channels.queries.connections import opened
from neeman.channels.recipients import address_key
from neeman.channels.refusals import is_refusal
from neeman.channels.registry import find_directory
from neeman.channels.services.messages import note_receipt
from neeman.channels.ways import Settings
from neeman.orgs.access import Access

logger = logging.getLogger(__name__)
SECONDS = 30
MOST = 200
"""Mails to one reading; the rest is taken by the next."""


@dataclass(slots=True)
class Read:
    """What one reading found."""

    looked: int = 0
    received: int = 0
    sent: int = 0
    returned: int = 0


def read_mailbox(access: Access, connection: Connection) -> Read:
    """Everything that came since the last reading. The first one begins at the end: what was before is not our business.

    Raises NotAllowed, NotFound, OSError, imaplib.IMAP4.error.
    """
    settings, read = opened(connection), Read()
    with _opened(settings) as mailbox:
        folder = settings.get("imap_folder") or "INBOX"
        stands = mailbox.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
        cursor = connection.cursor or {}
        if cursor.get("validity") != stands["UIDVALIDITY"]:
            _remember(connection, stands["UIDVALIDITY"], stands["UIDNEXT"] - 1)
            return read
        for mail in _since(mailbox, cursor["uid"]):
            read.looked += 1
            try:
                _take(access, settings, mail, read)
            except Exception:  # a mail that cannot be read must not stand before all that come after it
                logger.exception("mail %s", mail.uid)
            _remember(connection, stands["UIDVALIDITY"], int(mail.uid))
    return read


def _remember(connection: Connection, validity: int, uid: int) -> None:
    connection.cursor = {"validity": validity, "uid": uid}
    connection.save(update_fields=["cursor"])


def _since(mailbox: Any, uid: int) -> Iterator[Any]:
    """Mails after `uid`, the oldest first. A server answers `uid+1:*` with the last mail even where none is newer."""
    from imap_tools import AND, UidRange

    newer = sorted(int(one) for one in mailbox.uids(AND(uid=UidRange(str(uid + 1), "*"))) if int(one) > uid)
    for one in newer[:MOST]:
        yield from mailbox.fetch(AND(uid=str(one)), mark_seen=False, bulk=False)


def _take(access: Access, settings: Settings, mail: Any, read: Read) -> None:
    if (bounce := returned(mail.obj)) is not None:
        read.returned += note_receipt(
            access,
            way="email",
            state=State.FAILED,
            at=_when(mail),
            provider_id=bounce.message_id,
            why=bounce.why,
        )
        return
    ours = {settings["from_address"].lower(), settings.get("imap_user", "").lower()}
    members = {mail.from_.lower()} & (ours | _members(access))
    if members:
        read.sent += sum(note_sent_elsewhere(access, _heard(mail, other)) for other in (*mail.to, *mail.cc))
        return
    heard = _heard(mail, mail.from_)
    if _concerns_us(access, heard):
        read.received += receive(access, heard) is not None


def _heard(mail: Any, address: str) -> Heard:
    own_id = next(iter(mail.headers.get("message-id", ())), "").strip()
    return Heard(
        channel="email",
        way="email",
        address=address,
        body=mail.text or " ".join(strip_tags(mail.html).split()),
        at=_when(mail),
        provider_id=f"{own_id} {address_key('email', address)}"[:254] if own_id else "",
        subject=mail.subject,
        name=mail.from_values.name if mail.from_values else "",
    )


def _concerns_us(access: Access, heard: Heard) -> bool:
    """Whether the directory knows the address, we wrote to it, or it asks to be removed."""
    address = address_key("email", heard.address)
    directory = find_directory()
    if directory is not None and directory.find(access, "email", address) is not None:
        return True
    return is_refusal(heard.subject) or Message.objects.filter(address=address).exists()


def _members(access: Access) -> set[str]:
    from neeman.orgs.queries import members

    return {member.user.email.lower() for member in members(access)}


def _when(mail: Any) -> datetime:
    """The mail's own date; a clock that runs ahead is not believed, since a consent may hang on it."""
    now = datetime.now(UTC)
    at: datetime = mail.date if mail.date.tzinfo else mail.date.replace(tzinfo=UTC)
    return min(at, now) if at.year > 1970 else now


def _opened(settings: Settings) -> Any:
    """The mailbox, signed in. Plain connections go to trusted hosts alone."""
    from imap_tools import BaseMailBox

    place = find_place(settings["imap_host"], int(settings["imap_port"]))
    security = settings.get("imap_security") or "tls"
    if security == "none" and not place.is_trusted:
        raise NotAllowed("plain")

    class _MailBox(BaseMailBox):
        def _get_mailbox_client(self) -> imaplib.IMAP4:
            client = _Imap(place, security)
            if security == "starttls":
                client.starttls(ssl.create_default_context())
            return client

    user = settings.get("imap_user") or settings.get("user", "")
    password = settings.get("imap_password") or settings.get("password", "")
    mailbox = _MailBox()
    try:
        return mailbox.login(user, password, initial_folder=settings.get("imap_folder") or "INBOX")
    except Exception:
        mailbox.client.shutdown()
        raise


class _Imap(imaplib.IMAP4):
    """Connects to the address that was checked; certificates are checked against the name."""

    def __init__(self, place: Place, security: str) -> None:
        self._place, self._security = place, security
        super().__init__(place.host, place.port, timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._place.address, self._place.port), timeout)
        if self._security != "tls":
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self._place.host)
