"""The customer's page: who gets in, what it tells and what it never tells, and that each act counts once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from conftest import Person
from neeman.customers.tests.making import make, stand
from neeman.ledger.models import Document, Line
from neeman.lib.tokens import token_hash
from neeman.sales.models import Deal, Quote, QuoteApproval, QuoteLink, QuoteOpening, QuoteQuestion
from neeman.sales.queries.quote_public import PURPOSE
from neeman.sales.queries.quotes import get_quote, lines_of
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote
from neeman.sales.services.quote_sending import Sent, revoke_links, send_quote, upgrade_quote, withdraw_quote
from neeman.sales.services.quote_talk import answer
from neeman.sales.tests.quoting import do, make_draft, token_of
from tests.walls.database import changed, snapshot

READER = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
YES = {"name": "רונית אלבז", "job_title": "רכש", "agreed": "1", "strokes": "[[[10,20],[300,200]]]"}


def send(owner: Person, **words: Any) -> tuple[Sent, str]:
    """A quote that went out just now, and its path."""
    with owner.scope():
        draft = make_draft(owner.access, **words)
        sent = send_quote(owner.access, draft, version=draft.version, now=timezone.now())
    return sent, f"/q/{owner.organization.slug}/{token_of(sent)}/"


def total_of(owner: Person, sent: Sent) -> int:
    with owner.scope():
        return get_quote(owner.access, sent.quote.pk).total_minor


def test_it_reads_without_signing_in_and_is_kept_by_nobody(owner: Person) -> None:
    sent, path = send(owner, title="ציוד לקו 3")
    answer_ = Client().get(path)
    page = answer_.content.decode()
    assert answer_.status_code == 200
    assert "no-store" in answer_.headers["Cache-Control"]
    assert "noindex" in answer_.headers["X-Robots-Tag"]
    assert "ציוד לקו 3" in page
    title = page[page.index("<title>") : page.index("</title>")]
    for part in (sent.quote.number, sent.quote.customer.name, f"{sent.quote.sent_at:%m.%Y}"):
        assert part in title
    assert "35,222.00" not in page
    assert "35,223.00" in page  # 29,850.00 and 18 %


def test_reading_writes_nothing(owner: Person) -> None:
    _sent, path = send(owner)
    before = snapshot()
    for method in ("get", "head"):
        getattr(Client(), method)(path, headers={"user-agent": READER})
        getattr(Client(), method)(path + "pdf/", headers={"user-agent": READER})
    assert changed(before) == []


@pytest.mark.parametrize("where", ["", "pdf/", "opened/", "ask/", "approve/", "decline/"])
def test_dead_and_foreign_links_get_one_plain_page_and_write_nothing(
    owner: Person, stranger: Person, where: str
) -> None:
    sent, path = send(owner)
    token = token_of(sent)
    with owner.scope():
        other_purpose = QuoteLink.objects.create(
            quote=sent.quote,
            token_hash=token_hash("join", "x" * 43),
            made_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=1),
        )
        old = QuoteLink.objects.create(
            quote=sent.quote,
            token_hash=token_hash(PURPOSE, "y" * 43),
            made_at=timezone.now(),
            expires_at=timezone.now() - timedelta(seconds=1),
        )
    assert other_purpose.pk != old.pk
    house, elsewhere = owner.organization.slug, stranger.organization.slug
    before = snapshot()
    for link in (
        f"/q/{house}/{'x' * 43}/",
        f"/q/{house}/{'y' * 43}/",
        f"/q/{house}/{token[:-1]}/",
        f"/q/{elsewhere}/{token}/",
        f"/q/nowhere/{token}/",
    ):
        knock = Client().get if where in ("", "pdf/") else Client().post
        answer_ = knock(link + where, YES, headers={"user-agent": READER})
        assert answer_.status_code == 404, link
        assert sent.quote.number not in answer_.content.decode()
    assert changed(before) == []
    with owner.scope():
        revoke_links(owner.access, sent.quote, now=timezone.now())
    assert Client().get(path).status_code == 404


def test_nothing_of_ours_is_told(owner: Person) -> None:
    """Costs, margins, notes, grades and competitors: on the page, on paper, in any state (T07)."""
    with owner.scope():
        customer = make(owner.access, "לקוח", remarks="קנרית־הערה")
        stand(customer, grade="C", revenue_share=0.31)
        draft = make_draft(owner.access, customer=customer, internal_note="קנרית־הערה")
        line = lines_of(draft)[0]
        lines = {line.pk: {"unit_cost_minor": 98_765_432}}
        draft, _ = edit_quote(
            owner.access, draft, Edit(lines=lines), version=draft.version, now=timezone.now()
        )
        sent = send_quote(owner.access, draft, version=draft.version, now=timezone.now())
        deal = get_quote(owner.access, draft.pk).deal
        Deal.objects.filter(pk=deal and deal.pk).update(competitor="קנרית־מתחרה", remarks="קנרית־הערה")
    path = f"/q/{owner.organization.slug}/{token_of(sent)}/"

    def told() -> str:
        page = Client().get(path).content.decode()
        paper = PdfReader(BytesIO(Client().get(path + "pdf/").content))
        return page + "".join(one.extract_text() for one in paper.pages)

    seen = told()
    Client().post(path + "approve/", {**YES, "total": total_of(owner, sent)})
    seen += told()
    for canary in (
        "קנרית",
        "תירנק",
        "987,654.32",
        "98765432",
        "data-margin",
        "internal",
        "31%",
        "owner@house",
    ):
        assert canary not in seen, canary


def test_an_opening_is_a_visible_page_of_a_reader(owner: Person) -> None:
    _sent, path = send(owner)
    Client().get(path, headers={"user-agent": READER})
    Client().post(path + "opened/", headers={"user-agent": "WhatsApp/2.23.20.0 A"})
    Client().post(path + "opened/", headers={"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0)"})
    Client().post(path + "opened/", headers={"user-agent": ""})
    owner.client.post(path + "opened/", headers={"user-agent": READER})
    with owner.scope():
        assert QuoteOpening.objects.count() == 0
    for _ in range(3):
        assert Client().post(path + "opened/", headers={"user-agent": READER}).status_code == 204
    with owner.scope():
        assert QuoteOpening.objects.count() == 1
        assert Quote.objects.get().opened_at is not None


def test_approved_it_makes_an_order_and_wins_the_deal_once(owner: Person) -> None:
    sent, path = send(owner, discount_bp=200)
    said = {**YES, "total": total_of(owner, sent)}
    assert Client().post(path + "approve/", said).status_code == 302
    assert Client().post(path + "approve/", said).status_code == 302
    with owner.scope():
        quote = get_quote(owner.access, sent.quote.pk)
        order = Document.objects.get()
        lines = list(Line.objects.filter(document=order))
        assert quote.state == Quote.State.APPROVED
        assert quote.deal is not None
        assert quote.deal.won_at is not None
        assert (order.kind, order.number, order.total_minor) == ("order", quote.number, quote.net_minor)
        assert sum(line.amount_minor for line in lines) == quote.net_minor
        assert lines[0].direct_cost_minor == 2_160_000
        approval = QuoteApproval.objects.get()
        assert (approval.name, approval.strokes) == ("רונית אלבז", [[[10, 20], [300, 200]]])
    page = Client().get(path).content.decode()
    assert 'points="10,20 300,200"' in page
    assert "approve-form" not in page


def test_options_that_are_ticked_are_ordered(owner: Person) -> None:
    with owner.scope():
        draft = make_draft(owner.access)
        draft = do(owner.access, draft, LineAct("free", "הדרכה"))
        option = lines_of(draft)[-1]
        lines = {option.pk: {"unit_price_minor": 100_000, "optional": True}}
        draft, _ = edit_quote(
            owner.access, draft, Edit(lines=lines), version=draft.version, now=timezone.now()
        )
        sent = send_quote(owner.access, draft, version=draft.version, now=timezone.now())
    path = f"/q/{owner.organization.slug}/{token_of(sent)}/"
    assert "36,403.00" in Client().get(f"{path}?option={option.pk}").content.decode()
    unseen = Client().post(path + "approve/", {**YES, "option": option.pk, "total": sent.quote.total_minor})
    assert unseen.status_code == 409
    with_it = sent.quote.total_minor + 118_000
    Client().post(path + "approve/", {**YES, "option": option.pk, "total": with_it})
    with owner.scope():
        assert Quote.objects.get().total_minor == with_it
        assert Document.objects.get().lines_count == 3


@pytest.mark.parametrize(
    "broken",
    [
        {"name": " "},
        {"agreed": ""},
        {"strokes": ""},
        {"strokes": "[[[1,2,3]]]"},
        {"strokes": "[[[1001,2]]]"},
        {"strokes": "[[[0.5,2]]]"},
        {"strokes": "[[[true,false]]]"},
        {"strokes": '{"a":1}'},
        {"strokes": "[[]]"},
        {"strokes": "[" * 50_000},
        {"strokes": json.dumps([[[1, 1]] * 7_000])},
        {"strokes": "<svg onload=alert(1)>"},
    ],
)
def test_what_is_no_approval_says_so_and_writes_nothing(owner: Person, broken: dict[str, str]) -> None:
    sent, path = send(owner)
    said = {**YES, "total": total_of(owner, sent), **broken}
    before = snapshot()
    assert Client().post(path + "approve/", said).status_code == 422
    assert changed(before) == []


def test_a_typed_name_is_a_signature_too(owner: Person) -> None:
    sent, path = send(owner)
    said = {**YES, "strokes": "", "typed": "1", "total": total_of(owner, sent)}
    assert Client().post(path + "approve/", said).status_code == 302
    assert Client().get(path + "pdf/").status_code == 200


def test_declined_it_says_why_once(owner: Person) -> None:
    _sent, path = send(owner)
    Client().post(path + "decline/", {"reason": "יקר"})
    Client().post(path + "decline/", {"reason": "אחר"})
    Client().post(path + "approve/", YES)
    with owner.scope():
        quote = Quote.objects.get()
        assert (quote.state, quote.decline_reason) == (Quote.State.DECLINED, "יקר")
        assert not Document.objects.exists()


def test_run_out_replaced_and_taken_back_take_no_yes(owner: Person) -> None:
    sent, path = send(owner)
    with owner.scope():
        Quote.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "approve-form" not in Client().get(path).content.decode()
    Client().post(path + "approve/", {**YES, "total": total_of(owner, sent)})
    with owner.scope():
        assert Quote.objects.get().state == Quote.State.SENT
        new = upgrade_quote(owner.access, get_quote(owner.access, sent.quote.pk), now=timezone.now())
        out = send_quote(owner.access, new, version=new.version, now=timezone.now())
    assert Client().get(path + "pdf/").status_code == 404
    Client().post(path + "approve/", {**YES, "total": total_of(owner, sent)})
    with owner.scope():
        assert not QuoteApproval.objects.exists()
        now_so = get_quote(owner.access, out.quote.pk)
        withdraw_quote(owner.access, now_so, version=now_so.version, now=timezone.now())
    newer = f"/q/{owner.organization.slug}/{token_of(out)}/"
    Client().post(newer + "approve/", {**YES, "total": total_of(owner, out)})
    with owner.scope():
        assert not QuoteApproval.objects.exists()


def test_questions_and_answers_stand_on_the_page(owner: Person) -> None:
    sent, path = send(owner)
    for _ in range(2):
        Client().post(path + "ask/", {"text": "אפשר שבוע אחרי?", "key": "once"})
    assert Client().post(path + "ask/", {"text": "  "}).status_code == 422
    with owner.scope():
        assert QuoteQuestion.objects.count() == 1
        answer(owner.access, sent.quote, "כן, בלי תוספת", now=timezone.now())
    page = Client().get(path).content.decode()
    assert "אפשר שבוע אחרי?" in page
    assert "כן, בלי תוספת" in page


def test_words_of_strangers_are_only_ever_text(owner: Person) -> None:
    hostile = "<script>alert(1)</script>{{ 7|add:7 }}<img src=x onerror=alert(1)>"
    sent, path = send(owner, title=hostile, intro=hostile, terms=hostile)
    Client().post(path + "ask/", {"text": hostile, "name": hostile})
    Client().post(path + "approve/", {**YES, "name": hostile, "total": total_of(owner, sent)})
    page = Client().get(path).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7|add:7 }}" in page
    assert Client().get(path + "pdf/").content.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["he", "en"])
def test_it_speaks_the_language_of_the_quote(owner: Person, language: str) -> None:
    _sent, path = send(owner, language=language)
    answer_ = Client().get(path)
    assert answer_.headers["Content-Language"] == language
    assert f'lang="{language}"' in answer_.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_approve_once(owner: Person) -> None:
    sent, path = send(owner)
    said = {**YES, "total": total_of(owner, sent)}
    answers: list[int] = []

    def knock(where: str) -> None:
        answers.append(Client().post(path + where, said).status_code)
        connection.close()

    threads = [
        threading.Thread(target=knock, args=(where,)) for where in ("approve/",) * 4 + ("decline/",) * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 6
    with owner.scope():
        approved = Quote.objects.get().state == Quote.State.APPROVED
        assert QuoteApproval.objects.count() == Document.objects.count() == int(approved)
