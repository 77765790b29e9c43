"""The gallery holds every part: what it renders to, both languages and themes, without a query."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from neeman.ui.gallery import gallery
from neeman.ui.gallery_words import WORDS
from neeman.ui.toasts import toast, waiting_toasts

pytestmark = pytest.mark.one_database


def page(language: str, theme: str = "") -> str:
    return gallery(RequestFactory().get("/gallery/", {"lang": language, "theme": theme})).content.decode()


@pytest.mark.parametrize(("language", "way"), [("he", "rtl"), ("en", "ltr")])
def test_the_page_says_its_language_and_direction(language: str, way: str) -> None:
    drawn = page(language, "dark")
    assert f'<html lang="{language}" dir="{way}" data-theme="dark">' in drawn
    assert WORDS[language]["title"] in drawn
    assert "{%" not in drawn
    assert "{{" not in drawn


def test_both_languages_have_the_same_words_to_show() -> None:
    assert WORDS["he"].keys() == WORDS["en"].keys()
    for key, words in WORDS["he"].items():
        assert len(WORDS["en"][key]) == len(words) or isinstance(words, str)


def test_the_hebrew_frame_has_no_english_left() -> None:
    shown = re.sub(r"<(script|style|svg|head)\b.*?</\1>|<[^>]*>", " ", page("he"), flags=re.S)
    words = set(re.findall(r"[A-Za-z]{3,}", shown))
    assert words <= {
        "English",
        "Orbit",
        "Tech",
        "Maya",
        "Cohen",
        "CLV",
        "xlsx",
        "PNG",
        "SVG",
        "Enter",
        "Ctrl",
        "dana",
        "example",
    }


def test_no_address_of_another_host() -> None:
    drawn = page("he")
    addresses = re.findall(r"""(?:href|src|action)=["'](https?://[^"']+)""", drawn)
    assert addresses == []


@pytest.fixture
def request_with_messages() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]  # the fallback storage only needs a place
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    return request


def test_a_toast_is_said_once_with_its_undo(request_with_messages: HttpRequest) -> None:
    toast(request_with_messages, "done", undo="/house/undo/7/")
    toast(request_with_messages, "failed", tone="lose", undo="https://elsewhere.example/")
    first, second = waiting_toasts(request_with_messages)
    assert first == {"text": "done", "tone": "good", "icon": "circle-check", "undo": "/house/undo/7/"}
    assert second["undo"] == ""
    assert request_with_messages._messages.used, "the next page must not say it again"  # type: ignore[attr-defined]  # as the middleware does


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
@pytest.mark.parametrize("language", ["he", "en"])
def test_a_page_of_error_needs_nothing_but_its_language(name: str, language: str) -> None:
    """Django renders some of them without a request and without any context."""
    with override(language):
        drawn = render_to_string(name)
    assert f'lang="{language}"' in drawn
    assert 'href="/"' in drawn
