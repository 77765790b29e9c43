"""What the browser is given for the time without a network: the same for everybody, and nobody's data in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from conftest import Person
from neeman.customers.tests.making import make


def shell(client: Client) -> dict[str, Any]:
    """What the worker keeps."""
    answer = client.get("/worker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    first, _ = answer.content.decode().split("\n", 1)
    found: dict[str, Any] = json.loads(first.removeprefix("const SHELL = ").removesuffix(";"))
    return found


def test_every_file_that_is_kept_exists(owner: Person) -> None:
    kept = shell(owner.client)
    assert kept["page"] == "/offline/he/"
    for path in kept["files"]:
        assert Client().get(path).status_code == 200 or finders.find(path.removeprefix("/static/")), path


def test_it_is_the_same_for_everybody_of_a_language(owner: Person, stranger: Person) -> None:
    assert shell(owner.client) == shell(stranger.client) == shell(Client())
    owner.user.language = "en"
    owner.user.save()
    assert shell(owner.client)["page"] == "/offline/en/"
    assert shell(owner.client)["version"] != shell(stranger.client)["version"]


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("en", "ltr")])
def test_the_page_for_no_network_holds_nobodys_data(owner: Person, language: str, direction: str) -> None:
    with owner.scope():
        make(owner.access, name="דני כהן")
    page = owner.client.get(f"/offline/{language}/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert (
        'name="who"' not in page
    )  # it is shown to whoever holds the device: it must not make the worker forget
    assert "דני כהן" not in page
    assert owner.user.email not in page


def test_other_languages_are_not_there() -> None:
    assert Client().get("/offline/xx/").status_code == 404


def test_a_page_says_whose_it_is(owner: Person) -> None:
    assert (
        f'name="who" content="{owner.user.pk}"' in owner.client.get(owner.url("customers/")).content.decode()
    )
    assert 'name="who" content=""' in Client().get("/account/login/").content.decode()


def test_signing_out_takes_along_what_the_browser_keeps(owner: Person) -> None:
    asked = owner.client.get("/account/logout/")
    assert "Clear-Site-Data" not in asked.headers
    assert owner.client.post("/account/logout/").headers["Clear-Site-Data"] == '"storage"'
