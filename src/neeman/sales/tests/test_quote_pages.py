"""Pages of quotes and products for our own people: written, sent, read, with and without script."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.channels.models.message import Message
from neeman.channels.tests.standins import Provider, connected
from neeman.customers.tests.making import make, stand
from neeman.ledger.models import Document
from neeman.orgs.access import house_access
from neeman.orgs.models import ChangeSet
from neeman.sales.models import Deal, Product, Quote, QuoteLink, QuoteTemplate
from neeman.sales.queries.quotes import get_quote, lines_of, settings_of, tasks_of
from neeman.sales.services.deals import win_deal
from neeman.sales.services.quote_sending import send_quote
from neeman.sales.services.quote_talk import answer, ask
from neeman.sales.tests.making import make_deal
from neeman.sales.tests.quoting import make_draft, make_product

HTMX = {"hx-request": "true"}


def at(owner: Person, quote: Quote, where: str = "") -> str:
    return owner.url(f"quotes/{quote.pk}/{where}")


def sent_now(owner: Person, **words: object) -> Quote:
    with owner.scope():
        draft = make_draft(owner.access, **words)  # type: ignore[arg-type]  # columns of the quote
        return send_quote(owner.access, draft, version=draft.version, now=timezone.now()).quote


def fresh(owner: Person, quote: Quote) -> Quote:
    with owner.scope():
        return get_quote(owner.access, quote.pk)


def test_eight_taps_make_three_lines_and_a_link(owner: Person) -> None:
    """Customer, three chips, send: each a POST, nothing typed but a few letters of a name."""
    with owner.scope():
        customer = make(owner.access, "מפעלי גלבוע מתכת", phone="050-7741826")
        products = [
            make_product(owner.access, f"פריט {n}", code=f"P{n}", is_favourite=True) for n in range(3)
        ]
    assert "מפעלי גלבוע" in owner.client.get(owner.url("quotes/new/"), {"q": "גלב"}).content.decode()
    made = owner.client.post(owner.url("quotes/new/"), {"customer": customer.pk, "key": "k"})
    with owner.scope():
        quote = Quote.objects.get()
    for product in products:
        page = owner.client.get(made["Location"]).content.decode()
        assert f'value="product-{product.pk}"' in page
        version = fresh(owner, quote).version
        owner.client.post(at(owner, quote, "save/"), {"do": f"product-{product.pk}", "version": version})
    said = {"version": fresh(owner, quote).version, "channel": "whatsapp", "key": "k"}
    out = owner.client.post(at(owner, quote, "send/"), said, follow=True)
    page = out.content.decode()
    assert "https://wa.me/972507741826?text=" in page
    assert re.search(r"http://localhost:8000/q/house/[\w-]{43}/", page)
    with owner.scope():
        assert tasks_of(quote).count() == 3
    again = owner.client.get(at(owner, quote)).content.decode()
    assert "/q/house/" not in again


def test_what_was_typed_last_goes_out_too(owner: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
        line = lines_of(quote)[0]
    typed = {"version": quote.version, "valid_days": "14", "line": line.pk, f"l{line.pk}-quantity": "3"}
    wrong = {**typed, f"l{line.pk}-price": "הרבה"}
    owner.client.post(at(owner, quote, "send/"), wrong)
    assert fresh(owner, quote).is_draft
    owner.client.post(at(owner, quote, "send/"), typed)
    assert (fresh(owner, quote).state, fresh(owner, quote).net_minor) == (Quote.State.SENT, 780_000)


def test_the_same_press_twice_makes_one_quote(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    for _ in range(2):
        owner.client.post(owner.url("quotes/new/"), {"customer": customer.pk, "key": "once"})
    with owner.scope():
        assert Quote.objects.count() == 1


def test_it_saves_itself_and_answers_with_the_sums(owner: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
        line = lines_of(quote)[0]
    said = {
        "version": quote.version,
        "line": line.pk,
        f"l{line.pk}-name": line.name,
        f"l{line.pk}-quantity": "2.5",
        f"l{line.pk}-price": "1,000.50",
        f"l{line.pk}-discount": "10",
        "discount": "100 ₪",
    }
    answer = owner.client.post(at(owner, quote, "save/"), said, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="quote-sums"' in page
    assert "2,251.12" in page  # 2.5 x 1,000.50 less 10 %
    with owner.scope():
        now = lines_of(quote)[0]
        assert (now.quantity_milli, now.unit_price_minor, now.discount_bp) == (2_500, 100_050, 1_000)
        assert Quote.objects.get().discount_minor == 10_000


def test_what_cannot_be_read_stays_and_is_said(owner: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
        line = lines_of(quote)[0]
    said = {"version": quote.version, "line": line.pk, f"l{line.pk}-price": "הרבה", "title": "נשמר"}
    page = owner.client.post(at(owner, quote, "save/"), said, headers=HTMX).content.decode()
    assert f'data-wrong="l{line.pk}-price"' in page
    with owner.scope():
        assert lines_of(quote)[0].unit_price_minor == 245_000
        assert Quote.objects.get().title == "נשמר"


def test_two_people_see_both_versions(owner: Person, colleague: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
    owner.client.post(at(owner, quote, "save/"), {"version": quote.version, "title": "ראשונה"})
    late = {"version": quote.version, "title": "שנייה"}
    answer = colleague.client.post(at(owner, quote, "save/"), late, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#quote-conflict"
    assert "ראשונה" in page
    assert "שנייה" in page
    plain = colleague.client.post(at(owner, quote, "save/"), late)
    assert plain.status_code == 409
    assert fresh(owner, quote).title == "ראשונה"


def test_a_line_that_was_removed_comes_back(owner: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
        line = lines_of(quote)[0]
    owner.client.post(at(owner, quote, "save/"), {"version": quote.version, "do": f"remove-{line.pk}"})
    with owner.scope():
        act = ChangeSet.objects.get(verb="sales.quote.line_removed")
    owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"))
    assert fresh(owner, quote).net_minor == quote.net_minor


def test_sending_is_undone(owner: Person) -> None:
    quote = sent_now(owner)
    with owner.scope():
        act = ChangeSet.objects.get(verb="sales.quote.sent")
    owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"))
    assert fresh(owner, quote).is_draft
    with owner.scope():
        assert not tasks_of(quote).filter(dropped_at=None).exists()


def test_a_yes_told_to_us_is_undone_with_its_order_and_deal(owner: Person) -> None:
    quote = sent_now(owner)
    owner.client.post(at(owner, quote, "decide/"), {"name": "רונית"})
    with owner.scope():
        assert Document.objects.count() == 1
        act = ChangeSet.objects.get(verb="sales.quote.approved")
    owner.client.post(owner.url(f"pipeline/undo/{act.pk}/"))
    with owner.scope():
        assert Document.objects.count() == 0
        assert Deal.objects.get().won_at is None
        assert tasks_of(quote).filter(dropped_at=None, done_at=None).count() == 3
    assert fresh(owner, quote).state == Quote.State.SENT


def test_concentration_is_said_inside_the_builder(owner: Person) -> None:
    with owner.scope():
        group = make(owner.access, "קבוצה")
        customer = make(owner.access, "חברה בת", parent_id=group.pk)
        stand(group, revenue_share=0.10, revenue_window_minor=10_000_000)
        stand(customer, revenue_share=0.09, revenue_window_minor=9_000_000)
        quote = make_draft(owner.access, customer=customer)
    page = owner.client.get(at(owner, quote)).content.decode()
    assert (
        "21.3%" in page
    )  # 19 % of 100,000 and the quote of 29,850 more: 48,850 of 129,850 is beyond both bars
    assert "note lose" in page


def test_costs_are_for_those_who_see_money(owner: Person) -> None:
    quote = sent_now(owner)
    with owner.scope():
        owner.access.member.role = "viewer"  # type: ignore[union-attr]  # the owner has a member
    assert "26.6%" in owner.client.get(at(owner, quote)).content.decode()
    assert "26.6%" not in Client().get(at(owner, quote)).content.decode()


def test_the_list_counts_and_narrows(owner: Person) -> None:
    quote = sent_now(owner, title="ציוד לקו 3")
    page = owner.client.get(owner.url("quotes/")).content.decode()
    assert "ציוד לקו 3" in page
    assert "ציוד לקו 3" not in owner.client.get(owner.url("quotes/"), {"is": "draft"}).content.decode()
    owner.client.post(at(owner, quote, "decide/"), {"name": "רונית"})
    assert "100%" in owner.client.get(owner.url("quotes/")).content.decode()
    assert owner.client.get(owner.url("quotes/"), {"is": "strange", "page": "9x"}).status_code == 200


def test_a_template_begins_a_quote_at_todays_prices(owner: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access, terms="שוטף", internal_note="סוד")
    owner.client.post(at(owner, quote, "keep/"), {"name": "ערכת פתיחה"})
    with owner.scope():
        template = QuoteTemplate.objects.get()
        assert "סוד" not in str(template.content)
        Product.objects.update(price_minor=300_000)
        other = make(owner.access, "אחר")
    owner.client.post(owner.url("quotes/new/"), {"customer": other.pk, "template": template.pk})
    with owner.scope():
        made = Quote.objects.get(customer=other)
        assert [line.unit_price_minor for line in lines_of(made)] == [300_000, 50_000]
        assert made.terms == "שוטף"


def test_an_item_is_found_by_a_few_letters_with_its_price(owner: Person) -> None:
    with owner.scope():
        product = make_product(owner.access, "מקדחה נטענת", price_minor=64_900)
        quote = make_draft(owner.access)
    page = owner.client.get(at(owner, quote, "find/"), {"find": "מקד"}).content.decode()
    assert f'value="product-{product.pk}"' in page
    assert "649" in page
    words = owner.client.get(at(owner, quote, "find/"), {"find": "הובלה לאתר"}).content.decode()
    assert 'value="free"' in words


def test_the_catalogue_takes_a_name_and_a_price(owner: Person) -> None:
    owner.client.post(owner.url("products/add/"), {"name": "שמן חיתוך", "kind": "product", "price": "412"})
    with owner.scope():
        product = Product.objects.get()
        assert (product.price_minor, product.cost_minor) == (41_200, None)
    bad = owner.client.post(owner.url("products/add/"), {"name": "x", "kind": "product", "price": "-5"})
    assert bad.status_code == 422
    assert "שמן חיתוך" in owner.client.get(owner.url("products/"), {"q": "חיתוך"}).content.decode()
    owner.client.post(owner.url(f"products/{product.pk}/archive/"), {"version": product.version})
    assert "שמן חיתוך" not in owner.client.get(owner.url("products/")).content.decode()


def test_the_calculator_reckons(owner: Person) -> None:
    said = {"materials": "100", "hours": "1.5", "hour": "120", "margin": "30%"}
    assert "400.00" in owner.client.post(owner.url("products/price/"), said).content.decode()


def test_words_of_quotes_are_kept(owner: Person) -> None:
    said = {"business_name": "אבן־דרך", "valid_days": "30", "terms": "שוטף + 60", "version": 1}
    owner.client.post(owner.url("settings/quotes/"), said)
    with owner.scope():
        quote = make_draft(owner.access)
    assert (quote.valid_days, quote.terms, quote.vat_rate_bp) == (
        30,
        "שוטף + 60",
        0,
    )  # the box of VAT was not ticked
    assert "אבן־דרך" in owner.client.get(owner.url("settings/quotes/")).content.decode()


def test_what_is_worth_telling_stands_beside_open_deals_and_an_hour_has_its_cost(owner: Person) -> None:
    with owner.scope():
        deal = make_deal(owner.access)
    page = owner.url(f"deals/{deal.pk}/")
    assert "deal-proofs" not in owner.client.get(page).content.decode()
    said = {
        "valid_days": "14",
        "value_proofs": "אספקה תוך יום, 98% מההזמנות\n\n<b>30 שנה</b>",
        "hour_minor": "120.50",
        "version": 1,
    }
    owner.client.post(owner.url("settings/quotes/"), said)
    shown = owner.client.get(page).content.decode()
    assert "אספקה תוך יום, 98% מההזמנות" in shown
    assert "&lt;b&gt;30 שנה" in shown
    assert 'value="120.50"' in owner.client.get(owner.url("settings/quotes/")).content.decode()
    with owner.scope():
        row = settings_of(owner.access)
        assert row.hour_minor == 120_50
        win_deal(owner.access, deal, version=1, now=timezone.now())
    assert "deal-proofs" not in owner.client.get(page).content.decode(), "what was won needs no telling"
    owner.client.post(owner.url("settings/quotes/"), {**said, "hour_minor": "", "version": row.version})
    with owner.scope():
        assert settings_of(owner.access).hour_minor == 0


def test_the_card_tells_of_quotes(owner: Person) -> None:
    quote = sent_now(owner)
    page = owner.client.get(owner.url(f"customers/{quote.customer_id}/later/")).content.decode()
    assert 'id="panel-quotes"' in page
    assert quote.number in page
    card = owner.client.get(owner.url(f"customers/{quote.customer_id}/")).content.decode()
    assert "הצעה אחת" in card[card.index('id="card-head"') : card.index('class="card-acts"')]


def test_the_head_of_the_card_keeps_its_quotes_after_an_edit(owner: Person) -> None:
    quote = sent_now(owner)
    url = owner.url(f"customers/{quote.customer_id}/tags/add/")
    answered = owner.client.post(url, {"tag": "חדש"}, headers={"HX-Request": "true"}).content.decode()
    assert "הצעה אחת" in answered[answered.index('id="card-head"') :]


def test_questions_and_answers_stand_once_on_the_timeline(owner: Person) -> None:
    quote = sent_now(owner)
    with owner.scope():
        link, now = QuoteLink.objects.get(), timezone.now()
        for _ in range(2):
            ask(
                house_access(owner.access.organization),
                link,
                "אפשר באדום?",
                name="רונית אלבז",
                key="k",
                now=now,
            )
            answer(owner.access, quote, "כן, באותו מחיר", key="k2", now=now)
    page = owner.client.get(owner.url(f"customers/{quote.customer_id}/")).content.decode()
    timeline = page[page.index('id="timeline"') :]
    assert timeline.count("אפשר באדום?") == 1
    assert timeline.count("כן, באותו מחיר") == 1
    assert "רונית אלבז" in timeline


def test_it_goes_out_by_mail_from_its_page(owner: Person) -> None:
    with owner.scope(), connected(owner.access, Provider(key="email", channel="email")):
        customer = make(owner.access, "מפעלי גלבוע מתכת", email="office@gilboa.test")
        quote = make_draft(owner.access, customer=customer)
        assert 'value="email"' in owner.client.get(at(owner, quote)).content.decode()
        said = {"version": quote.version, "channel": "email", "key": "tap"}
        for _ in range(2):
            page = owner.client.post(at(owner, quote, "send/"), said, follow=True).content.decode()
        assert Message.objects.get().channel == "email"
    assert "/q/house/" not in page, "the link is in the message alone"
