"""What nobody writes by accident, in every field of every form and in every address: answered with a sentence or kept as
text, never a fault (TRUST 2: T14, T15). What is kept is looked at in a browser by `tests/browser/test_xss.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from tests.house.code import ROOT
from tests.walls.test_walk import ADDRESSES, INSIDE, World, made_world, world  # noqa: F401 - fixtures

pytestmark = pytest.mark.one_database
HOSTILE = {
    "bidi, zero width, emoji": "\u202eטקסט\u202c\u2066\u200b\u200d\ufeff 👨‍👩‍👧 a\u0301",
    "NUL and controls": "א\x00ב\x07\x1b[31m\r\n\x85",
    "10,000 letters": "ש" * 10_000,
    "script, template, formula": '=HYPERLINK("http://x")<script>alert(1)</script>{{ 7|add:7 }}{% now %}\'--',
    "a number too large": "9" * 400,
    "a number beyond all rows": "9" * 19,
    "no number": "1e999999",
    "digits of others": "²٣",
}
MARKUP = b"<script>alert(1)</script>"
READ = re.compile(r"GET\.(?:get|getlist)\(\s*\"(\w+)\"")
ASKED = sorted(
    {name for path in (ROOT / "src").rglob("*.py") for name in READ.findall(path.read_text("utf-8"))}
)
"""Every name that a page looks for in an address."""


@pytest.fixture
def owner(world: World) -> Client:  # noqa: F811 - a fixture
    """Whose browser gets the answer 500 as people do."""
    world.owner.client.raise_request_exception = False
    return world.owner.client


def faults_of(world: World, owner: Client, name: str) -> list[str]:  # noqa: F811 - a fixture
    """Fields of a form that do not stand a hostile word: a fault, or a page that gives its markup back as markup."""
    given, faults = world.data.get(name, {}), []
    url = ADDRESSES[name].url(world.owner.organization.slug, world.ours.get(name, {}))
    for field in given:
        for what, text in HOSTILE.items():
            with transaction.atomic():
                answer = owner.post(url, {**given, field: text})
                transaction.set_rollback(True)
            if answer.status_code >= 500 or MARKUP in _said(answer):
                faults.append(f"{field}: {what}")
    return faults


def _said(answer: HttpResponseBase) -> bytes:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return b"" if answer.streaming or not is_page else answer.content


@pytest.mark.parametrize("name", INSIDE)
def test_every_field_of_every_form(world: World, owner: Client, name: str) -> None:  # noqa: F811 - a fixture
    assert faults_of(world, owner, name) == []


def patterns(among: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in among:
        yield from patterns(one.url_patterns) if isinstance(one, URLResolver) else (one,)


@needs(May.EDIT_CUSTOMERS)
def unescaped(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The planted page: it gives a field back as it came."""
    return HttpResponse(request.POST.get("name", ""))


@needs(May.EDIT_CUSTOMERS)
def falling(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """The planted fault: it takes a field for a number."""
    return HttpResponse(str(int(request.POST.get("name", ""))))


@pytest.mark.parametrize(("view", "faults"), [(unescaped, 1), (falling, len(HOSTILE) - 2)])
def test_a_planted_page_is_caught(
    world: World,  # noqa: F811 - a fixture
    owner: Client,
    monkeypatch: pytest.MonkeyPatch,
    view: Callable[..., HttpResponse],
    faults: int,
) -> None:
    (planted,) = (one for one in patterns(get_resolver().url_patterns) if one.name == "customer_add")
    monkeypatch.setattr(planted, "callback", view)
    assert sum(found.startswith("name:") for found in faults_of(world, owner, "customer_add")) == faults


@pytest.mark.parametrize("name", INSIDE)
def test_every_word_of_an_address(world: World, owner: Client, name: str) -> None:  # noqa: F811 - a fixture
    url = ADDRESSES[name].url(world.owner.organization.slug, world.ours.get(name, {}))
    faults = []
    for what in ("NUL and controls", "a number beyond all rows", "digits of others"):
        answer = owner.get(url, dict.fromkeys(ASKED, HOSTILE[what]))
        if answer.streaming:
            b"".join(answer.streaming_content)
        if answer.status_code >= 500:
            faults.append(what)
    assert faults == []
