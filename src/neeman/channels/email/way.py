"""Sending by SMTP."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.channels.email.form import EmailForm
from neeman.channels.email.letter import message_id, written
from neeman.channels.kinds import Channel
from neeman.channels.outside import NotAllowed, NotFound
from neeman.channels.ways import Fate, Letter, Outcome, Settings


class Email:
    """One connection a message. A server that has the whole text and does not answer leaves its fate unknown."""

    key = "email"
    channel: str = Channel.EMAIL
    title: str | Promise = _("E-mail")
    says: str | Promise = _("By your own mail server, with answers read from its mailbox")
    form: type[forms.Form] = EmailForm
    secrets = frozenset({"password", "imap_password"})

    def takes_key(self, settings: Settings) -> bool:
        """Mail servers deliver the same Message-ID twice."""
        return False

    def takes_replies(self, settings: Settings) -> bool:
        """Anybody may answer a mail; where no mailbox is read, a person reads it."""
        return True

    def hand_over(self, settings: Settings, letter: Letter) -> Outcome:
        """Give it to the server."""
        return submit(settings, written(settings, letter), message_id(settings, letter))


def submit(settings: Settings, mail: EmailMessage, own_id: str) -> Outcome:
    """Give a finished mail to the server; `own_id` is its Message-ID."""
    from neeman.channels.outside.mail import open_smtp

    try:
        server = open_smtp(settings["host"], int(settings["port"]), settings["security"])
    except NotAllowed:
        return Outcome(Fate.FAILED, why="address_not_allowed")
    except (NotFound, OSError, smtplib.SMTPException) as fault:
        return Outcome(Fate.LATER, why=f"unreachable: {fault}")
    try:
        if settings.get("user"):
            server.login(settings["user"], settings.get("password", ""))
        return _submit(server, mail, own_id)
    except (smtplib.SMTPException, OSError) as fault:
        return Outcome(Fate.LATER, why=f"sign_in: {_words(fault)}")
    finally:
        server.close()


def _submit(server: smtplib.SMTP, mail: EmailMessage, own_id: str) -> Outcome:
    """Envelope and text. Until the text begins, no answer means "not taken"; from then on it means that nobody knows."""
    from smtplib import SMTPDataError, SMTPException

    try:
        for command, address in (
            (server.mail, mail["From"].addresses[0]),
            (server.rcpt, mail["To"].addresses[0]),
        ):
            code, said = command(address.addr_spec)
            if code >= 400:
                return _refused(code, said)
    except (SMTPException, OSError) as fault:
        return Outcome(Fate.LATER, why=_words(fault))
    try:
        code, said = server.data(mail.as_bytes())
    except SMTPDataError as refused:
        return _refused(refused.smtp_code, refused.smtp_error)
    except (SMTPException, OSError) as fault:
        return Outcome(Fate.UNKNOWN, own_id, _words(fault))
    return Outcome(Fate.SENT, own_id) if code < 400 else _refused(code, said)


def _refused(code: int, said: bytes | str) -> Outcome:
    """RFC 5321: 4xx may be tried again, 5xx may not."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Outcome(Fate.LATER if code < 500 else Fate.FAILED, why=f"{code} {text}"[:300])


def _words(fault: Exception) -> str:
    """What went wrong, without what was said to the server: a password may be in it."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {fault.smtp_error!r}"[:200]
    return type(fault).__name__
