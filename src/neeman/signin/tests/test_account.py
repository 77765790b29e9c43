"""One's own account: what one may change, and what proof is asked for."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.orgs.models import User
from neeman.orgs.services import found_organization
from neeman.signin.models import Purpose
from neeman.signin.services import make_link
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"


def with_password(person: Person) -> Client:
    """Signed in long ago, so that proof is due."""
    person.user.set_password(PASSWORD)
    person.user.save()
    client = Client()
    client.force_login(person.user)
    return client


def test_name_language_and_colours(owner: Person) -> None:
    owner.client.post("/account/", {"name": "דנה", "language": "en", "theme": "dark"})
    owner.user.refresh_from_db()
    assert (owner.user.name, owner.user.language, owner.user.theme) == ("דנה", "en", "dark")
    assert b'lang="en"' in owner.client.get("/account/").content


def test_nothing_else_of_oneself(owner: Person) -> None:
    before = User.objects.values().get(pk=owner.user.pk)
    sent = dict.fromkeys(before, "1") | {"name": before["name"], "language": "he", "theme": "auto"}
    owner.client.post("/account/", sent)
    assert User.objects.values().get(pk=owner.user.pk) == before


def test_an_e_mail_takes_proof_and_ends_links(owner: Person, colleague: Person) -> None:
    client = with_password(owner)
    answer = client.post("/account/email/", {"email": "x@house.test"})
    assert answer.headers["Location"] == "/account/confirm/?next=%2Faccount%2Femail%2F"
    assert (
        client.post(answer.headers["Location"], {"password": "wrong wrong wrong", "next": "/"}).status_code
        == 200
    )
    assert (
        client.post(answer.headers["Location"], {"password": PASSWORD}).headers["Location"]
        == "/account/email/"
    )
    owner.user.refresh_from_db()
    assert owner.user.email == "owner@house.test", (
        "what was sent too early is not sent again behind one's back"
    )

    link = make_link(owner.user, Purpose.ENTER, now=timezone.now())
    assert client.post("/account/email/", {"email": colleague.user.email.upper()}).status_code == 200
    assert client.post("/account/email/", {"email": "X@house.test"}).status_code == 302
    owner.user.refresh_from_db()
    assert owner.user.email == "x@house.test"
    assert Client().get(link).status_code == 404


def test_a_password_is_changed_by_whoever_knows_it(owner: Person) -> None:
    client = with_password(owner)
    link = make_link(owner.user, Purpose.ENTER, now=timezone.now())
    wrong = {"oldpassword": "wrong wrong wrong", "password1": "שישה סוסים על הגג"}
    before = snapshot()
    assert client.post("/account/password/", wrong).status_code == 200
    assert changed(before) == []
    assert client.post("/account/password/", {**wrong, "oldpassword": PASSWORD}).status_code == 302
    assert client.get("/account/").status_code == 200
    assert Client().get(link).status_code == 404


def test_a_first_password_needs_no_old_one(owner: Person) -> None:
    assert owner.client.post("/account/password/first/", {"password1": PASSWORD}).status_code == 302
    owner.user.refresh_from_db()
    assert owner.user.check_password(PASSWORD)


def test_factors_take_proof(owner: Person) -> None:
    client = with_password(owner)
    for path in ("/account/codes/on/", "/account/passkeys/add/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/account/confirm/")


def test_the_language_before_signing_in(db: None) -> None:
    client = Client()
    assert b'dir="rtl"' in client.get("/account/login/", headers={"accept-language": "en"}).content
    client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert b'dir="ltr"' in client.get("/account/login/").content
    before = client.cookies["neeman_language"].value
    client.post("/language/", {"language": "xx"})
    assert client.cookies["neeman_language"].value == before
    assert client.get("/language/").status_code == 405


def test_the_choice_is_kept_with_the_person(owner: Person) -> None:
    owner.client.post("/language/", {"language": "en"})
    elsewhere = Client()
    elsewhere.force_login(owner.user)
    assert b'lang="en"' in elsewhere.get("/account/").content


def test_passkeys_are_not_offered_at_a_number(owner: Person) -> None:
    at_name = owner.client.get("/account/", headers={"host": "localhost:8000"}).content
    at_number = owner.client.get("/account/", headers={"host": "127.0.0.1:8000"}).content
    assert b"/account/passkeys/add/" in at_name
    assert b"/account/passkeys/add/" not in at_number


def test_who_has_several_organizations_chooses_and_who_has_none_is_told(owner: Person) -> None:
    assert owner.client.get("/").headers["Location"] == "/house/"
    found_organization(owner.user, name="עסק שני", slug="second")
    page = owner.client.get("/").content.decode()
    assert "/house/" in page
    assert "/second/" in page
    nobody = User.objects.create_user("alone@house.test")
    client = Client()
    client.force_login(nobody)
    assert "neeman user add" in client.get("/").content.decode()
    assert client.get("/house/members/").status_code == 404
