"""HTTP to an address that a person typed. Imported when it is needed: an idle product does without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from neeman.channels.outside import NotAllowed, NotFound, find_place
from neeman.channels.ways import Fate, Outcome

SECONDS = 20
LARGEST = 200_000
PORTS = {"http": 80, "https": 443}


class _Checked(httpx.HTTPTransport):
    """Connects to the address that was checked, under the name that was asked for. Plain http only to trusted hosts."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in PORTS:
            raise NotAllowed(url.scheme)
        place = find_place(url.host, url.port or PORTS[url.scheme])
        if url.scheme == "http" and not place.is_trusted:
            raise NotAllowed("http")
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=place.address)
        return super().handle_request(request)


def post(url: str, *, headers: Mapping[str, str] | None = None, **content: Any) -> httpx.Response | Outcome:
    """The answer (status 200-299), or what became of the message without one. Redirects are not followed.

    Nothing that failed before the request left, and nothing that an answer names as not taken, is UNKNOWN.
    """
    try:
        with httpx.Client(transport=_Checked(), timeout=SECONDS, trust_env=False) as client:
            answer = client.post(url, headers=dict(headers or {}), **content)
    except (NotAllowed, httpx.UnsupportedProtocol, httpx.InvalidURL):
        return Outcome(Fate.FAILED, why="address_not_allowed")
    except (NotFound, httpx.ConnectError, httpx.ConnectTimeout):
        return Outcome(Fate.LATER, why="unreachable")
    except httpx.HTTPError:
        return Outcome(Fate.UNKNOWN, why="no_answer")
    if answer.is_success:
        return answer
    return Outcome(_fate_of(answer.status_code), why=f"{answer.status_code} {answer.text[:2000]}".strip())


def _fate_of(status: int) -> Fate:
    if status in (408, 425, 429, 503):
        return Fate.LATER
    return Fate.UNKNOWN if status >= 500 else Fate.FAILED
