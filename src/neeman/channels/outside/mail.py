"""Mail servers at addresses that a person typed: connected to at the address that was checked, under its own name."""

from __future__ import annotations

import smtplib
import socket
import ssl

from neeman.channels.outside import NotAllowed, Place, find_place

SECONDS = 20


class _Smtp(smtplib.SMTP):
    def __init__(self, place: Place) -> None:
        self._place = place
        super().__init__(place.host, place.port, timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self._place.address, port), timeout)


class _SmtpTls(smtplib.SMTP_SSL):
    def __init__(self, place: Place) -> None:
        self._place, self._checking = place, ssl.create_default_context()
        super().__init__(place.host, place.port, timeout=SECONDS, context=self._checking)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((self._place.address, port), timeout)
        return self._checking.wrap_socket(plain, server_hostname=host)


def open_smtp(host: str, port: int, security: str) -> smtplib.SMTP:
    """A connection that has said hello, encrypted unless `security` is "none", which only trusted hosts may be.

    Raises NotAllowed, NotFound, OSError, SMTPException. Certificates are checked.
    """
    place = find_place(host, port)
    if security == "none" and not place.is_trusted:
        raise NotAllowed("plain")
    server = _SmtpTls(place) if security == "tls" else _Smtp(place)
    server.ehlo()
    if security == "starttls":
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    return server
