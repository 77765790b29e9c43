"""The texts of a business: the product's until they are its own; each for its reader."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.http import Http404
from django.utils import timezone

from conftest import Person
from neeman.channels.composing import compose, preview
from neeman.channels.kinds import Purpose
from neeman.channels.queries.templates import find_wording, get_wording, library, wordings
from neeman.channels.recipients import Recipient
from neeman.channels.services.templates import (
    add_content,
    add_template,
    archive_content,
    archive_template,
    edit_template,
)
from neeman.channels.tests.making import DANA
from neeman.channels.wording.filling import unknown_in
from neeman.channels.wording.isolating import isolate
from neeman.channels.wording.starting import REASONS, starting_texts
from neeman.lib.hebrew import has_hebrew
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite, undo

OWN = {"reason": "thank_you", "name": "תודה", "purpose": "service", "language": "he", "body": "תודה {{שם}}!"}


def test_every_reason_has_its_text_in_both_languages() -> None:
    assert set(starting_texts()) == {(reason, language) for reason in REASONS for language in ("he", "en")}
    for text in starting_texts().values():
        assert text.purpose in Purpose.values
        assert unknown_in(text.subject + text.body) == (), text.reason
        assert has_hebrew(text.body) is (text.language == "he")


def test_no_text_asks_whether_the_quote_came() -> None:
    for text in starting_texts().values():
        assert "קיבלת את ההצעה" not in text.body
        assert "did you get" not in text.body.lower()


def test_previews_have_nothing_left_to_fill(inside: Access) -> None:
    for wording in [*wordings(inside, "he"), *wordings(inside, "en")]:
        said = preview(wording)
        assert said.missing == ()
        assert "{{" not in isolate(said.subject + said.body)


def test_ones_own_text_takes_the_place_of_the_products(inside: Access) -> None:
    assert find_wording(inside, "thank_you", "he").template is None  # type: ignore[union-attr]
    template = add_template(inside, OWN)
    assert find_wording(inside, "thank_you", "he").template == template  # type: ignore[union-attr]
    assert find_wording(inside, "thank_you", "en").template is None  # type: ignore[union-attr]
    assert len(wordings(inside, "he")) == len(REASONS)
    add_template(inside, {**OWN, "reason": "", "name": "אחרת"})
    assert wordings(inside, "he")[-1].name == "אחרת"
    archive_template(inside, template, now=timezone.now())
    assert find_wording(inside, "thank_you", "he").template is None  # type: ignore[union-attr]


def test_one_text_for_a_reason_and_a_language(inside: Access) -> None:
    add_template(inside, OWN)
    with pytest.raises(IntegrityError):
        add_template(inside, OWN)


def test_editing_is_a_version_and_can_be_undone(inside: Access) -> None:
    template = add_template(inside, OWN)
    done = edit_template(inside, template, {"body": "שוב תודה"}, version=1)
    template.refresh_from_db()
    assert (template.body, template.version) == ("שוב תודה", 2)
    with pytest.raises(StaleWrite):
        edit_template(inside, template, {"body": "אחר"}, version=1)
    assert done is not None
    undo(inside, done, now=timezone.now())
    template.refresh_from_db()
    assert template.body == "תודה {{שם}}!"


def test_each_reader_is_addressed(inside: Access) -> None:
    template = add_template(
        inside, {**OWN, "reason": "", "body": "{{שם פרטי}}, מוזמנ{{/ת}}: {{סכום}} {{שולח}}"}
    )
    wording = get_wording(inside, str(template.pk), "he")
    said = compose(inside, wording, DANA, {"amount": "{{שם}}"})
    assert said.body == "דנה, מוזמנת: {{שם}} owner"
    assert (said.template_id, said.template_version) == (template.pk, 1)
    company = compose(inside, wording, Recipient(party="customer:2", name="טק בע״מ"))
    assert company.body == "טק בע״מ, מוזמנ/ת: {{סכום}} owner"
    assert company.missing == ("amount",)


def test_an_address_to_sign_in_by_is_nobodys_name(inside: Access) -> None:
    inside.member.user.name = ""
    said = compose(inside, get_wording(inside, "lead_new", "he"), DANA)
    assert inside.member.user.email not in said.body
    assert inside.organization.name in said.body


def test_what_whatsapp_approved_carries_its_values_in_order(inside: Access) -> None:
    template = add_template(
        inside, {**OWN, "reason": "", "body": "{{סכום}} עבור {{שם}}, {{סכום}}", "provider_name": "pay_he"}
    )
    said = compose(inside, get_wording(inside, str(template.pk), "he"), DANA, {"amount": "50 ₪"})
    assert said.approved == {"name": "pay_he", "language": "he", "values": ["50 ₪", "דנה לוי"]}


def test_the_library(inside: Access, stranger: Person) -> None:
    piece = add_content(inside, {"title": "איך בוחרים עץ", "link": "https://example.com/wood"})
    assert list(library(inside)) == [piece]
    with stranger.scope():
        assert not library(stranger.access).exists()
    archive_content(inside, piece, now=timezone.now())
    assert not library(inside).exists()


def test_a_text_of_another_business_is_not_there(inside: Access, stranger: Person) -> None:
    template = add_template(inside, OWN)
    with stranger.scope(), pytest.raises(Http404):
        get_wording(stranger.access, str(template.pk), "he")
