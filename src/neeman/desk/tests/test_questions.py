"""The eight questions stand beside the pages that they concern, and all of them on the page of help."""

from __future__ import annotations

from django.utils.html import conditional_escape

from conftest import Person
from neeman.customers.tests.making import make
from neeman.desk.questions import QUESTIONS, beside

HTMX = {"HX-Request": "true"}


def test_there_are_eight_and_each_is_somewhere(owner: Person) -> None:
    assert len(QUESTIONS) == len({question.key for question in QUESTIONS}) == 8
    page = owner.client.get(owner.url("help/")).content.decode()
    for question in QUESTIONS:
        assert question.pages
        assert len(question.answers) >= 2
        assert str(conditional_escape(question.asks)) in page


def test_a_page_that_they_concern_leads_to_them(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    card = owner.client.get(owner.url(f"customers/{customer.pk}/")).content.decode()
    assert owner.url("help/customer/") in card
    assert (
        'href="' + owner.url("help/settings/")
        not in owner.client.get(owner.url("settings/")).content.decode()
    )
    for page in {page for question in QUESTIONS for page in question.pages}:
        side = owner.client.get(owner.url(f"help/{page}/"), headers=HTMX).content.decode()
        assert side.count('class="question"') == len(beside(page)) > 0
        assert "<html" not in side
        assert owner.client.get(owner.url(f"help/{page}/")).status_code == 200


def test_a_page_without_any_has_no_help(owner: Person, stranger: Person) -> None:
    assert owner.client.get(owner.url("help/nothing/")).status_code == 404
    assert stranger.client.get(owner.url("help/customer/")).status_code == 404


def test_the_pages_exist() -> None:
    from tests.walls.addresses import addresses

    names = {address.name for address in addresses()}
    assert {page for question in QUESTIONS for page in question.pages} <= names
