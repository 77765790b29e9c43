"""No address that a person types leads into the house's own network, however it is spelled (T19)."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from neeman.channels.outside import NotAllowed, NotFound, find_place
from neeman.channels.outside.web import post
from neeman.channels.tests.servers import web_server
from neeman.channels.ways import Fate, Outcome
from neeman.lib.hosts import is_public

INSIDE = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0177.0.0.1",
    "0177.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "127.000.000.001",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "00.0.0.0",
    "0x0",
    "localhost",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "10.0.0.1",
    "10.255.255.255",
    "012.0.0.1",
    "0xa000001",
    "167772161",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.1.254",
    "0xc0a80001",
    "3232235521",
    "::ffff:192.168.0.1",
    "::ffff:a00:1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "0251.0376.0251.0376",
    "::ffff:169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "fe80::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:c0a8:1::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "100::1",
]


@pytest.mark.parametrize("spelling", INSIDE)
def test_a_way_in_is_refused(spelling: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        find_place(spelling, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111"])
def test_the_world_is_open(address: str) -> None:
    assert is_public(address)
    assert not is_public("nonsense")


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers with the world first and with us the second time gets no second time."""
    answers = [["93.184.216.34"], ["127.0.0.1"]]
    called: list[Any] = []

    def looked_up(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if host == "rebinding.test":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers.pop(0)]
        called.append(host)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert post("https://rebinding.test/x") == Outcome(Fate.LATER, why="unreachable")
    assert called == ["93.184.216.34"]


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(NotAllowed):
        find_place("mixed.test", 443)


def test_a_redirect_is_not_followed() -> None:
    with web_server() as web:
        web.headers, web.answers = {"Location": "http://169.254.169.254/"}, [(302, "")]
        assert post(f"{web.url}/a", data={"a": "1"}).fate is Fate.FAILED  # type: ignore[union-attr]
        assert len(web.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://8.8.8.8/",
        "file:///etc/passwd",
        "gopher://x/",
        "https://[::1]/",
        "https:///",
    ],
)
def test_only_https_into_the_world(url: str) -> None:
    assert post(url) == Outcome(Fate.FAILED, why="address_not_allowed")


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ((400, "no"), Fate.FAILED),
        ((401, "no"), Fate.FAILED),
        ((429, "slow"), Fate.LATER),
        ((503, "later"), Fate.LATER),
        ((500, "?"), Fate.UNKNOWN),
        ((504, "?"), Fate.UNKNOWN),
        (None, Fate.UNKNOWN),
    ],
)
def test_what_an_answer_means(answer: tuple[int, str] | None, fate: Fate) -> None:
    with web_server() as web:
        web.answers = [answer]
        outcome = post(f"{web.url}/", json={})
        assert isinstance(outcome, Outcome)
        assert outcome.fate is fate


def test_who_is_not_there_can_be_asked_again() -> None:
    with web_server() as web:
        url, trusted = web.url, {f"127.0.0.1:{web.port}"}
    from django.test.utils import override_settings

    with override_settings(TRUSTED_HOSTS=trusted):
        assert post(url) == Outcome(Fate.LATER, why="unreachable")
