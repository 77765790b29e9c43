"""A real browser on a real server: `page(owner)` is a tab in which the owner is signed in.

At the end of each test its tabs are asked what they saw: an error on the console, a breach of the content policy, a
request to another host or an answer of 5xx fails the test, unless it said `page.excuse("...")` before.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from conftest import Person

expect.set_options(timeout=20_000)  # a busy machine must not turn a flow red; what stands is seen at once
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
CUT_OFF = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx prints when a request gives way to a newer one. Of a request that failed it prints a line of its own besides."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker("browser")


@dataclass
class Tabs:
    """Opens tabs on the live server and remembers what went wrong in them."""

    browser: Browser
    url: str
    seen: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self, person: Person | None = None, size: str = "desk", *, language: str = "", path: str = ""
    ) -> Page:
        """A new tab of a new browser profile; signed in as `person`, with `path` opened when given."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="he-IL",
            timezone_id="Asia/Jerusalem",
            has_touch=size == "phone",
        )
        self.contexts.append(context)
        cookies = {name: morsel.value for name, morsel in person.client.cookies.items()} if person else {}
        if language:
            cookies["neeman_language"] = language
        context.add_cookies(
            [{"name": name, "value": value, "url": self.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        self._watch(page)
        if path:
            page.goto(path)
        return page

    def excuse(self, text: str) -> None:
        """What contains this text is expected in this test."""
        self.excused.append(text)

    def faults(self) -> list[str]:
        """What nobody excused."""
        return [line for line in self.seen if not any(text in line for text in self.excused)]

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"error on the page: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.text.startswith(CUT_OFF):
            return
        if message.type == "error" or "Content Security Policy" in message.text:
            self.seen.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in {urlsplit(self.url).netloc, ""}:
            self.seen.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.seen.append(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the session: NEEMAN_BROWSER, else one on this machine, else Playwright's own."""
    found = os.environ.get("NEEMAN_BROWSER") or next(
        (path for name in NAMES if (path := shutil.which(name))), None
    )
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright's loop runs in this thread; the tests themselves are not asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture
def live(live_server: LiveServer, settings: Settings) -> LiveServer:
    """The product on a port of this machine, under the address that its own links name."""
    settings.URL = urlsplit(live_server.url)
    cache.clear()  # its table is no model's, so it outlives the flush between tests
    return live_server


@pytest.fixture
def page(browser: Browser, live: LiveServer) -> Iterator[Tabs]:
    """`page(person, "phone")`: see Tabs."""
    tabs = Tabs(browser, live.url)
    yield tabs
    for context in tabs.contexts:
        context.close()
    assert tabs.faults() == []
