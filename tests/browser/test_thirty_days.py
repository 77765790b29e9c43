"""The thirty days of the founding plan, lived through in the product: the set-up, the sorting, the follow-ups, the habit; and
within them one customer from the first word to the recommendation (R37, R115-R119).

The clock goes day by day. Each night the scheduler's jobs run, each working day the page of the day is opened and what it
asks is done; people write by the public form and the quote's page, in browsers of their own, and mail goes through a
server on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from conftest import Person
from neeman.activity.models import Interaction, Kind
from neeman.automations.models import Run
from neeman.automations.models import State as RunState
from neeman.channels.models.consent import Consent
from neeman.channels.tests.test_email import Postman, served
from neeman.customers.models import Customer, Status
from neeman.desk.month.plan import plan_of
from neeman.ledger.models import Document
from neeman.sales.models import Deal, LeadForm, Quote, QuoteApproval
from tests.browser.conftest import Tabs
from tests.browser.setting_up import (
    bring_the_books,
    connect_the_mailbox,
    make_the_form,
    put_into_the_catalogue,
    switch_on,
)
from tests.browser.shop import Shop, link_in
from tests.browser.test_signin import PASSWORD
from tests.moving import ZONE, Clock, moved_clock

FIRST_DAY = datetime(2026, 11, 1, 8, 0, tzinfo=ZONE)
"""A Sunday in a month without festivals."""

DANI, DANI_MAIL = "דני כהן", "dani@example.test"
RINA = "רינה לוי"
KITCHEN, MEASURING = "מטבח חדש", "מדידה אצל הלקוח"


@pytest.fixture
def clock() -> Iterator[Clock]:
    with moved_clock() as clock:
        clock.at(FIRST_DAY)
        yield clock


@pytest.fixture
def postman(clock: Clock) -> Iterator[Postman]:
    yield from served()


@pytest.fixture
def shop(clock: Clock, owner: Person, page: Tabs, postman: Postman) -> Shop:
    owner.user.set_password(PASSWORD)
    owner.user.save()
    return Shop(owner, clock, page, postman)


def test_from_a_lead_to_a_recommendation(shop: Shop) -> None:
    """Each line is a day, or the days until it."""
    sunday_the_1st_everything_is_set_up(shop)
    shop.sleep_until(2)
    monday_a_lead_comes_and_is_answered(shop)
    shop.sleep_until(3)
    tuesday_a_meeting_and_the_quote_by_five(shop)
    shop.sleep_until(4)
    wednesday_the_quote_is_opened(shop)
    shop.sleep_until(5)
    thursday_a_question_is_answered(shop)
    shop.sleep_until(8)
    sunday_the_8th_the_quote_is_approved(shop)
    shop.sleep_until(11)
    wednesday_the_work_is_done_and_paid(shop)
    shop.sleep_until(16)
    by_monday_the_16th_a_review_was_asked_for(shop)
    shop.sleep_until(26)
    by_thursday_the_26th_we_asked_how_it_works(shop)
    shop.sleep_until(29)
    sunday_the_29th_a_recommendation_is_asked_for(shop)
    shop.sleep_until(30)
    monday_the_30th_the_recommended_one_comes(shop)
    the_month_is_behind_us(shop)


def sunday_the_1st_everything_is_set_up(shop: Shop) -> None:
    bring_the_books(shop)
    connect_the_mailbox(shop)
    make_the_form(shop)
    put_into_the_catalogue(shop, KITCHEN)
    for key in ("thank_you", "check_in", "referral"):
        switch_on(shop, key)
    shop.open("automations/preset/?key=review")
    shop.press("מילוי")
    shop.desk.locator("input[name^=value_]").last.fill("https://reviews.example.test/house")
    shop.press("שמירה")
    switch_on(shop, "review")
    shop.do_the_day()


def write_by_the_form(shop: Shop, name: str, phone: str, mail: str, message: str) -> None:
    """Somebody finds the form on the website, on their telephone."""
    with shop.owner.scope():
        address = LeadForm.objects.get().address
    page = shop.elsewhere(f"/form/{shop.owner.organization.slug}/{address}/")
    given = {"name": name, "phone": phone, "email": mail, "message": message}
    for field, text in given.items():
        page.locator(f"[name={field}]").fill(text)
    shop.clock.at(shop.clock() + timedelta(seconds=30))  # as long as it takes to write
    page.locator("[name=consented]").check()
    page.locator("form button.primary").click()
    expect(page.locator("h1")).to_contain_text("תודה")
    page.context.close()


def monday_a_lead_comes_and_is_answered(shop: Shop) -> None:
    """Answered within two hours; the next action is a meeting."""
    shop.clock.to("09:40")
    write_by_the_form(shop, DANI, "050-7654321", DANI_MAIL, f"{KITCHEN}\nשלושה מטר, עץ אלון")
    with shop.owner.scope():
        deal = Deal.objects.select_related("customer").get()
        assert (deal.title, deal.source, deal.customer.status) == (KITCHEN, "האתר", Status.LEAD)
        assert Consent.objects.filter(act="given", source="form").exists()
    shop.clock.to("10:50")
    shop.open("today/")
    shop.look_after(shop.card(DANI), words="רוצה שנבוא למדוד")
    plan_the_meeting(shop, deal)
    move_on(shop, deal, "contact")
    shop.do_the_day()
    with shop.owner.scope():
        deal.refresh_from_db()
        assert deal.first_reply_at is not None
        assert deal.arrived_at is not None
        assert deal.first_reply_at - deal.arrived_at < timedelta(hours=2)


def plan_the_meeting(shop: Shop, deal: Deal) -> None:
    page = shop.open(f"deals/{deal.pk}/")
    page.locator(".deal-step a").click()
    dialog = page.locator("#floating")
    dialog.locator("[name=kind]").select_option("meeting")
    dialog.locator("[name=due_on]").fill(f"{shop.clock.today + timedelta(days=1):%Y-%m-%d}")
    dialog.locator("[name=title]").fill(MEASURING)
    dialog.locator("button[name=plan]").click()
    expect(page.locator(".deal-step")).to_contain_text(MEASURING)


def move_on(shop: Shop, deal: Deal, stage: str) -> None:
    """One tap: to the next stage."""
    page = shop.open(f"deals/{deal.pk}/")
    with page.expect_navigation():
        page.locator("form[action$='/move/'] [data-key=Period]").click()
    with shop.owner.scope():
        assert Deal.objects.select_related("stage").get(pk=deal.pk).stage.code == stage


def tuesday_a_meeting_and_the_quote_by_five(shop: Shop) -> None:
    """What came of the meeting is a quote, and it is out on the same day (S2)."""
    with shop.owner.scope():
        deal = Deal.objects.get()
    move_on(shop, deal, "meeting")
    shop.clock.to("14:00")
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text(MEASURING)
    shop.look_after(shop.card(DANI), outcome="התבקשה הצעה")
    shop.clock.to("16:20")
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text("הצעה")
    make_and_send_the_quote(shop, deal)
    shop.do_the_day()
    with shop.owner.scope():
        quote = Quote.objects.get()
        assert quote.sent_at is not None
        assert quote.sent_at.astimezone(ZONE).hour < 17
        assert Deal.objects.select_related("stage").get().stage.code == "quote"


def wednesday_the_quote_is_opened(shop: Shop) -> None:
    """In the evening, so that the follow-up of day 2 is also that of the day after."""
    shop.do_the_day()
    shop.clock.to("20:15")
    look_at_the_quote(shop)


def make_and_send_the_quote(shop: Shop, deal: Deal) -> None:
    """Customer, item, out: by mail, with the paper beside the link."""
    page = shop.open("quotes/new/?q=דני")
    page.locator("#quote-customers button", has_text=DANI).click()
    page.locator(".pick-row button", has_text=KITCHEN).click()
    expect(page.locator("#quote-sums")).to_contain_text("33,040")
    page.locator("button[name=channel][value=email]").click()
    expect(page.locator("#toasts")).to_contain_text("בדרך")
    shop.clock.work()
    with shop.owner.scope():
        quote = Quote.objects.get()
        assert quote.deal == deal
    (mail,) = shop.postman.mails
    assert (mail["To"], quote.number in mail["Subject"]) == (DANI_MAIL, True)
    assert [part.get_filename() for part in mail.iter_attachments()] == [f"{quote.number}.pdf"]


def customers_link(shop: Shop) -> str:
    """The address of the quote, from the mail that the customer got."""
    return link_in(shop.mails_to(DANI_MAIL)[0][1])


def look_at_the_quote(shop: Shop) -> None:
    """The customer opens the mail in the evening: a page that stays before somebody's eyes was opened."""
    page = shop.elsewhere("about:blank")
    with page.expect_response("**/opened/"):
        page.goto(customers_link(shop))
        expect(page.locator("h1")).to_contain_text("33,040.00")
    page.context.close()
    with shop.owner.scope():
        assert Quote.objects.get().opened_at is not None


def thursday_a_question_is_answered(shop: Shop) -> None:
    """The follow-up of day 2 stands on the page of the day by itself; a question goes before everything."""
    with shop.owner.scope():
        quote = Quote.objects.get()
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text(f"מעקב אחרי הצעה {quote.number}")
    shop.look_after(shop.card(DANI), words="יש לו שאלה, יכתוב")
    shop.clock.to("11:00")
    page = shop.elsewhere(customers_link(shop))
    page.locator("#talk-text").fill("אפשר להתחיל כבר ביום שני?")
    page.get_by_role("button", name="שליחת השאלה").click()
    expect(page.locator("#talk")).to_contain_text("אפשר להתחיל")
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text(f"שאלה על הצעה {quote.number}")
    desk = shop.open(f"quotes/{quote.pk}/")
    desk.locator("#answer-text").fill("כן, ביום שני ב-8:00.")
    desk.get_by_role("button", name="תשובה בדף ההצעה").click()
    expect(desk.locator("#talk .rows")).to_contain_text("ב-8:00")
    page.reload()
    expect(page.locator("#talk")).to_contain_text("ב-8:00")
    page.context.close()
    shop.open("today/")
    expect(shop.desk.locator("main")).not_to_contain_text(f"שאלה על הצעה {quote.number}")
    shop.do_the_day()


def sunday_the_8th_the_quote_is_approved(shop: Shop) -> None:
    """The second follow-up; the yes with a signature makes an order, and the thank-you goes by itself."""
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text("הצעה")
    shop.look_after(shop.card(DANI), words="מאשר היום")
    shop.clock.to("12:00")
    page = shop.elsewhere(customers_link(shop))
    page.locator("#approve-name").fill(DANI)
    sign(page)
    page.locator("#approve-form [name=agreed]").check()
    page.locator("#approve-act button").click()
    expect(page.locator("main")).to_contain_text("ההצעה אושרה")
    page.context.close()
    with shop.owner.scope():
        quote, order = Quote.objects.get(), Document.objects.get(customer__name=DANI)
        assert (order.kind, order.number, order.total_minor) == ("order", quote.number, 2_800_000)
        assert QuoteApproval.objects.get().strokes
        assert Deal.objects.get().won_at is not None
    shop.do_the_day()
    shop.close()
    assert "תודה על הקנייה" in shop.mails_to(DANI_MAIL)[-1][1]


def sign(page: Page) -> None:
    """A line with a finger."""
    pad = page.locator("svg.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 30)
    page.mouse.up()


def wednesday_the_work_is_done_and_paid(shop: Shop) -> None:
    """A word to the customer on each day of the work; then it is done, and paid."""
    for day, words in ((9, "הארונות מורכבים"), (10, "המשטח מגיע מחר")):
        shop.sleep_until(day)
        record(shop, Kind.UPDATE, words)
        shop.do_the_day()
    shop.sleep_until(11)
    record(shop, Kind.DONE, "הכול במקום")
    record(shop, Kind.PAID, "העברה בנקאית")
    shop.do_the_day()
    with shop.owner.scope():
        kinds = set(Interaction.objects.filter(customer__name=DANI).values_list("kind", flat=True))
    assert {Kind.CALL, Kind.MEETING, Kind.EMAIL, Kind.UPDATE, Kind.DONE, Kind.PAID} <= kinds


def record(shop: Shop, kind: str, words: str) -> None:
    """Something in full, on the customer's card."""
    with shop.owner.scope():
        dani = Customer.objects.get(name=DANI)
    page = shop.open(f"customers/{dani.pk}/record/")
    page.locator(f"label:has([name=kind][value={kind}])").click()
    page.locator("[name=text]").fill(words)
    page.locator(".record button.primary").click()
    page.wait_for_url(f"**/customers/{dani.pk}/")
    expect(page.locator("main")).to_contain_text(words)


def by_monday_the_16th_a_review_was_asked_for(shop: Shop) -> None:
    subject, text = shop.mails_to(DANI_MAIL)[-1]
    assert subject == "איך היה?"
    assert "reviews.example.test" in text
    shop.do_the_day()


def by_thursday_the_26th_we_asked_how_it_works(shop: Shop) -> None:
    """And week 4: the texts are said in the business's own words."""
    assert [subject for subject, _ in shop.mails_to(DANI_MAIL)][2:] == ["איך היה?", "הכול עובד כמו שצריך?"]
    page = shop.open("texts/thanks/")
    page.locator("[name=body]").fill("{{שם פרטי}}, תודה! הנגרים של {{העסק}}")
    page.get_by_role("button", name="שמירה", exact=True).click()
    page.wait_for_url("**/texts/")
    shop.do_the_day()


def sunday_the_29th_a_recommendation_is_asked_for(shop: Shop) -> None:
    shop.clock.to("10:30")
    shop.clock.work()
    shop.open("today/")
    expect(shop.card(DANI)).to_contain_text("למי עוד אפשר לעזור")
    shop.look_after(shop.card(DANI), words="ממליץ עלינו לאחותו רינה")
    shop.do_the_day()


def monday_the_30th_the_recommended_one_comes(shop: Shop) -> None:
    shop.clock.to("09:10")
    write_by_the_form(shop, RINA, "052-1112233", "rina@example.test", "ארון קיר\nדני כהן המליץ")
    shop.clock.to("09:50")
    shop.open("today/")
    shop.look_after(shop.card(RINA))
    with shop.owner.scope():
        rina = Customer.objects.get(name=RINA)
    page = shop.open(f"customers/{rina.pk}/edit/ties/")
    page.locator("[name=referrer]").fill(DANI)
    page.locator("form:has([name=referrer]) button.primary").click()
    page.wait_for_url(f"**/customers/{rina.pk}/**")
    shop.do_the_day()
    with shop.owner.scope():
        rina.refresh_from_db()
        assert rina.referrer is not None
        assert (rina.referrer.name, rina.source) == (DANI, "האתר")


def the_month_is_behind_us(shop: Shop) -> None:
    """The checklist ticked itself off; all that happened by itself happened once; each working day was worked."""
    with shop.owner.scope():
        plan = plan_of(shop.owner.access, shop.clock())
        done = Run.objects.filter(customer__name=DANI, state=RunState.DONE)
        by_itself = sorted(done.values_list("automation__preset", flat=True))
    assert by_itself == ["check_in", "referral", "review", "thank_you"]
    assert [goal.title for goal in plan.goals if not goal.is_done] == []
    shop.open("month/")
    shop.says("החודש הראשון")
    assert len(set(shop.worked)) == 22
