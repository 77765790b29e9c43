"""The look in a real browser, on the gallery that holds every part: both directions, both themes, desk and phone."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page, Response

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
DESK, PHONE = 1280, 390
FIRST_LOAD = 250 * 1024
VIEWS = [("he", "light", PHONE), ("he", "dark", DESK), ("en", "light", DESK), ("en", "dark", PHONE)]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The gallery with the product's own middleware and content policy; there is no database behind it."""
    with override_settings(ROOT_URLCONF="tests.browser.gallery_addresses", ALLOWED_HOSTS=["127.0.0.1"]):
        handler = StaticFilesHandler(WSGIHandler())
        server = make_server("127.0.0.1", 0, handler, server_class=Server, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": DESK, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(5000)
    yield opened
    opened.close()


def open_gallery(
    page: Page, address: str, language: str = "he", theme: str = "light", width: int = DESK
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/gallery/?lang={language}&theme={theme}")
    page.evaluate("document.fonts.ready")


@pytest.mark.parametrize(("language", "theme", "width"), VIEWS)
def test_nothing_stands_in_a_readers_way(
    page: Page, address: str, language: str, theme: str, width: int
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_gallery(page, address, language, theme, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert said == []


def test_the_first_load_is_light_and_stays_at_home(page: Page, address: str) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    open_gallery(page, address)
    page.wait_for_load_state("networkidle")
    assert {answer.url.split("/")[2] for answer in answers} == {address.split("/")[2]}
    fonts = sum(len(answer.body()) for answer in answers if answer.url.endswith(".woff2"))
    rest = sum(len(gzip.compress(answer.body())) for answer in answers if not answer.url.endswith(".woff2"))
    assert fonts + rest <= FIRST_LOAD


@pytest.mark.parametrize("language", ["he", "en"])
def test_what_is_pressed_on_a_phone_is_as_large_as_a_thumb(page: Page, address: str, language: str) -> None:
    """44 px high; a link in running words, or whose whole card can be pressed, is exempt."""
    open_gallery(page, address, language, width=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, select, textarea')]
          .filter(e => !e.closest('p, .note, svg, .who, .value, .heat, .skip, dialog, details:not([open]) > div'))
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43)
          .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_theme_is_chosen_and_kept(page: Page, address: str) -> None:
    open_gallery(page, address, theme="")
    page.locator(".top details.menu summary").click()
    page.locator('[data-theme-choice="dark"]').click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "neeman_theme=dark" in page.evaluate("document.cookie")


def test_keys_work_by_their_place_whatever_they_write(page: Page, address: str) -> None:
    open_gallery(page, address)
    press = (
        "code => document.body.dispatchEvent(new KeyboardEvent('keydown', {code, key: 'ש', bubbles: true}))"
    )
    page.evaluate(press, "Slash")
    assert page.evaluate("document.activeElement.name") == "q"
    page.evaluate("document.activeElement.blur()")
    page.evaluate(press, "KeyJ")
    page.evaluate(press, "KeyJ")
    assert (
        page.evaluate("[...document.activeElement.parentElement.rows].indexOf(document.activeElement)") == 1
    )
    page.keyboard.press("Shift+Slash")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts").is_visible()


def test_chosen_rows_raise_the_bar_and_let_it_go(page: Page, address: str) -> None:
    open_gallery(page, address)
    boxes = page.locator("table[data-rows] tbody .pick-cell input")
    boxes.nth(1).check()
    boxes.nth(4).click(modifiers=["Shift"])
    assert page.locator("[data-chosen]").text_content() == "5"
    assert page.locator("table[data-rows] thead input").is_checked()
    page.locator("[data-choose-none]").click()
    assert not page.locator("[data-bulk]").is_visible()


def test_a_chart_shows_its_table_and_is_taken_along(page: Page, address: str) -> None:
    open_gallery(page, address)
    sheet = page.locator('[data-chart="pareto"]')
    sheet.locator("[data-table-beside]").click()
    assert sheet.locator(".table-beside").is_visible()
    assert not sheet.locator("figure.desk").is_visible()
    for kind in ("svg", "png"):
        sheet.locator("details.menu summary").click()
        with page.expect_download() as download:
            sheet.locator(f'[data-save="{kind}"]').click()
        assert download.value.suggested_filename == f"pareto.{kind}"
        taken = Path(download.value.path()).read_bytes()
        assert taken.startswith(b"<svg" if kind == "svg" else b"\x89PNG")
        assert b"var(--" not in taken


def test_a_toast_is_dismissed_and_a_menu_closes_elsewhere(page: Page, address: str) -> None:
    open_gallery(page, address)
    page.locator("[data-toast] [data-dismiss]").first.click()
    assert page.locator("[data-toast]").count() == 0
    menu = page.locator(".band details.menu")
    menu.locator("summary").click()
    page.locator("h1").click()
    assert menu.get_attribute("open") is None


def test_a_cut_moves_under_the_keyboard_and_the_pointer(page: Page, address: str) -> None:
    open_gallery(page, address)
    page.evaluate(
        """() => {
          const form = document.createElement('form');
          form.id = 'cuts';
          const input = document.createElement('input');
          Object.assign(input, {name: 'cut_gold', value: '80'});
          form.append(input);
          document.body.append(form);
          document.querySelector('[data-chart="pareto"]').dataset.cuts = 'cuts';
          window.sent = 0;
          form.addEventListener('submit', event => { event.preventDefault(); window.sent += 1; });
        }"""
    )
    handle = page.locator(
        '[data-chart="pareto"] .desk [data-cut="gold"], figure.desk [data-cut="gold"]'
    ).first
    handle.focus()
    page.keyboard.press("ArrowUp")
    assert page.input_value("#cuts input") == "81"
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 30, box["y"] + 10)
    page.mouse.up()
    assert 60 < int(page.input_value("#cuts input")) < 80
    page.wait_for_timeout(400)
    assert page.evaluate("window.sent") >= 1
