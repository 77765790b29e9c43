"""What travels with every answer: the content policy, no sniffing, no framing, no copy of a page left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client

from conftest import Person
from tests.house.code import ROOT
from tests.walls.addresses import addresses, samples

pytestmark = pytest.mark.one_database  # headers know no database

SAME_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
ONE_REQUEST = """
import json, django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
django.setup()
from django.test import Client
answer = Client().get("/account/login/", secure=True, headers={"host": "crm.example.co.il"})
plain = Client().get("/account/login/", headers={"host": "crm.example.co.il"})
cookie = answer.cookies["csrftoken"]
print(json.dumps({
    "status": answer.status_code, "plain": [plain.status_code, plain.headers.get("Location", "")],
    "hsts": answer.headers.get("Strict-Transport-Security", ""),
    "csrf": [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE],
}))
"""


def missing(answer: HttpResponseBase, *, private: bool) -> list[str]:
    """The headers that an answer should carry and does not."""
    found = [name for name, value in SAME_EVERYWHERE.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";") if " " in part.strip())
    found += [name for name, value in POLICY.items() if directives.get(name) != value]
    found += [word for word in ("unsafe-inline", "unsafe-eval", "*", "http:") if word in policy]
    if private and "no-store" not in answer.headers.get("Cache-Control", ""):
        found.append("Cache-Control")
    return found


def test_every_address_answers_with_them(owner: Person, stranger: Person) -> None:
    """200 and refusals alike, pages and files alike: read by the owner, by a stranger, by nobody."""
    with owner.scope():
        known = samples(owner.access)
    wrong = {}
    for address in addresses():
        if address.takes_an_object and address.name not in known:
            continue  # the walk of the doors asks for the sample
        url = address.url(owner.organization.slug, known.get(address.name, {}))
        for who, client in {"owner": owner.client, "stranger": stranger.client, "nobody": Client()}.items():
            client.raise_request_exception = False  # an answer of 500 carries them too
            answer = client.get(url)
            b"".join(answer)  # a file is read to its end, else it stays open
            found = missing(answer, private=address.in_organization or answer.status_code >= 300)
            if found:
                wrong[f"{address.name} to {who} ({answer.status_code})"] = found
    assert wrong == {}


@pytest.mark.parametrize("path", ["/no/such/page/", "/static/no-such-file.css", "/nobodys/customers/"])
def test_what_is_not_there_answers_with_them_too(owner: Person, path: str) -> None:
    answer = owner.client.get(path)
    assert answer.status_code == 404
    assert missing(answer, private=True) == []


def test_a_missing_header_is_seen(owner: Person) -> None:
    answer = owner.client.get("/account/")
    del answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]
    answer.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self' 'unsafe-inline'"
    found = missing(answer, private=True)
    for name in ("X-Content-Type-Options", "Cache-Control", "script-src", "frame-ancestors", "unsafe-inline"):
        assert name in found


def test_under_https_nothing_travels_in_the_open(tmp_path: Path) -> None:
    """Settings are read afresh, in a process of its own."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEEMAN_")}
    done = subprocess.run(
        [sys.executable, "-c", ONE_REQUEST],
        env={
            **clean,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "neeman.settings",
            "NEEMAN_DATA": str(tmp_path),
            "NEEMAN_URL": "https://crm.example.co.il",
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said == {
        "status": 200,
        "plain": [301, "https://crm.example.co.il/account/login/"],
        "hsts": "max-age=63072000; includeSubDomains; preload",
        "csrf": [True, True, "Lax"],
        "session": [True, True, "Lax"],
    }
