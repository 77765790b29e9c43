"""The plan of thirty days reads itself off the facts; the ten minutes ask for what is worth most."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from conftest import Person, make_person
from neeman.activity.models import Outcome
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.tasks import add_task
from neeman.customers.models import Contact, Customer, Preference, Status
from neeman.customers.services.customers import edit_customer
from neeman.customers.tests.making import make, stand
from neeman.desk.models import Answer, Asked
from neeman.desk.month.asking import minutes_today, next_question, note
from neeman.desk.month.plan import SHOWN_DAYS, plan_of
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role, Sees
from neeman.sales.tests.making import make_deal
from tests.walls.database import changed, snapshot

TODAY = date(2026, 11, 22)


def goals(access: Access) -> dict[str, bool]:
    with override("en"):
        return {goal.title: goal.is_done for goal in plan_of(access, timezone.now()).goals}


def test_each_goal_is_reached_by_a_fact_and_by_nothing_else(inside: Access) -> None:
    now = timezone.now()
    assert not any(goals(inside).values())
    customer = make(inside, "ראשון")
    assert {title for title, done in goals(inside).items() if done} == {"Enter the customers"}
    edit_customer(inside, customer, {"phone": "052-1234567"}, version=customer.version)
    assert goals(inside)["A phone or an e-mail of each"]
    stand(customer)
    there = goals(inside)
    assert there["Split into gold, silver and bronze"]
    assert not there["A note on each gold customer"]
    assert not there["Speak to the five best"]
    log_interaction(inside, customer, Said(outcome=Outcome.SPOKE), now=now)
    there = goals(inside)
    assert there["A note on each gold customer"]
    assert there["Speak to the five best"]
    assert not there["Reminders"]
    add_task(inside, customer, title="לחזור", due_on=timezone.localdate(), now=now)
    assert goals(inside)["Reminders"]


def test_who_fell_silent_is_gone_over_by_a_talk_or_a_pause(inside: Access) -> None:
    quiet = make(inside, "שתק")
    stand(quiet, last_purchase=timezone.localdate() - timedelta(days=120))
    assert goals(inside)["Go over those who fell silent"] is False
    log_interaction(inside, quiet, Said(outcome=Outcome.NO_ANSWER), now=timezone.now())
    assert goals(inside)["Go over those who fell silent"] is True


def test_the_card_goes_when_the_month_is_long_over(owner: Person) -> None:
    with owner.scope():
        make(owner.access)
        plan = plan_of(owner.access, timezone.now())
        late = plan_of(owner.access, timezone.now() + timedelta(days=SHOWN_DAYS + 1))
    assert plan.speaks
    assert plan.weeks[0].is_now
    assert not late.speaks
    card = owner.client.get(owner.url("month/"), headers={"HX-Request": "true"}).content.decode()
    assert "month-card" in card
    assert "<html" not in card


def test_goals_lead_only_where_the_member_may_go(owner: Person, house: Organization) -> None:
    with owner.scope():
        make(owner.access)
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    page = viewer.client.get(viewer.url("month/")).content.decode()
    assert viewer.url("month/questions/") not in page
    assert viewer.url("imports/") not in page
    for goal in plan_of_client(owner):
        assert owner.client.get(goal).status_code == 200, goal


def plan_of_client(person: Person) -> set[str]:
    return {goal.href for goal in person.client.get(person.url("month/")).context["plan"].goals if goal.href}


def test_the_most_valuable_thing_of_the_most_valuable_customer_is_asked_first(inside: Access) -> None:
    small, big = make(inside, "קטן", owner_id=inside.member.pk), make(inside, "גדול", phone="03-1234567")
    stand(small, revenue_window_minor=100_00)
    stand(big, revenue_window_minor=9_000_000_00)
    question = next_question(inside, TODAY)
    assert question is not None
    assert (question.customer.pk, question.field.key) == (big.pk, "contact"), "its phone is known"
    Contact.objects.create(customer=big, name="איש")
    question = next_question(inside, TODAY)
    assert question is not None
    assert question.field.key == "owner"


def test_a_lead_is_asked_for_what_it_likes_by_what_it_may_bring(inside: Access) -> None:
    for number in range(3):
        known = make(inside, f"לקוח {number}", owner_id=inside.member.pk, phone=f"03-123456{number}")
        stand(known, revenue_window_minor=1_000_00 * (number + 1))
    lead = make(inside, "ליד", status=Status.LEAD, owner_id=inside.member.pk, phone="050-1234567")
    given = {"email": "a@b.co.il", "remarks": "הגיע מהאתר"}
    Customer.objects.filter(pk=lead.pk).update(**given)
    Contact.objects.create(customer=lead, name="איש")
    assert asked_of(inside, lead) == [], "an average customer's contact is worth more"
    make_deal(inside, customer=lead, value_minor=90_000_00)
    assert asked_of(inside, lead) == ["personal", "channel", "time"]


def asked_of(access: Access, customer: Customer) -> list[str]:
    """Which questions come first, one after the other, as long as they are of this customer."""
    keys: list[str] = []
    while (question := next_question(access, TODAY)) and question.customer == customer:
        keys.append(question.field.key)
        note(access, customer, question.field, Answer.NEVER, now=timezone.now())
    return keys


@pytest.mark.parametrize("field", ["personal", "time"])
def test_what_a_lead_likes_is_kept_as_a_preference(owner: Person, field: str) -> None:
    with owner.scope():
        lead = make(owner.access, "ליד", status=Status.LEAD)
    assert answer(owner, lead, field, "בבוקר, לפני תשע") == 302
    with owner.scope():
        kept = Preference.objects.get(customer=lead)
    assert (kept.what, kept.value) == (field, "בבוקר, לפני תשע")


def answer(
    person: Person, customer: Customer, field: str, value: str = "", act: str = "saved", **more: str
) -> int:
    given = {"customer": customer.pk, "field": field, "value": value, "answer": act, **more}
    return person.client.post(person.url("month/questions/"), given).status_code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "052-1234567"),
        ("email", "a@b.co.il"),
        ("remarks", "בבוקר בלבד"),
        ("birthday", "1980-03-07"),
    ],
)
def test_an_answer_stands_on_the_customer_and_can_be_undone(owner: Person, field: str, value: str) -> None:
    with owner.scope():
        customer = make(owner.access, "נשאל")
    assert answer(owner, customer, field, value) == 302
    with owner.scope():
        assert str(getattr(Customer.objects.get(pk=customer.pk), field)) == value
    assert "undo/" in owner.client.get(owner.url("month/questions/")).content.decode()


def test_people_preferences_and_owners_are_answers_too(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "נשאל")
    assert answer(owner, customer, "contact", "דנה", phone="0521112233") == 302
    assert answer(owner, customer, "channel", str(owner.client.get(owner.url("month/")).status_code)) == 422
    assert answer(owner, customer, "channel", "WhatsApp") in {302, 422}
    assert answer(owner, customer, "owner", str(owner.access.member.pk)) == 302
    with owner.scope():
        assert Contact.objects.get(customer=customer).phone == "0521112233"
        assert Customer.objects.get(pk=customer.pk).owner == owner.access.member
        assert Preference.objects.filter(customer=customer).count() <= 1


def test_later_comes_back_in_a_week_and_never_does_not(inside: Access, owner: Person) -> None:
    customer = make(inside, "נשאל", owner_id=inside.member.pk, phone="03-1", email="a@b.co")
    asked = []
    for act in (Answer.LATER, Answer.NEVER, Answer.NEVER):
        question = next_question(inside, timezone.localdate())
        assert question is not None
        asked.append(question.field.key)
        answer(owner, customer, question.field.key, act=act)
    assert next_question(inside, timezone.localdate()) is None
    later = next_question(inside, timezone.localdate() + timedelta(days=8))
    assert later is not None
    assert later.field.key == asked[0]
    templates = owner.client.get(owner.url("month/questions/")).templates
    assert "desk/enrich_done.html" in [template.name for template in templates]


def test_minutes_are_counted_from_the_gaps_without_the_pauses(inside: Access) -> None:
    now = timezone.localtime().replace(hour=12, minute=0)
    assert minutes_today(inside, now) == 0
    customer = make(inside)
    for number, seconds in enumerate((0, 60, 120, 4_000, 4_060)):
        given = {"member": inside.member, "at": now + timedelta(seconds=seconds), "answer": Answer.LATER}
        Asked.objects.create(customer=customer, field=f"f{number}", **given)
    assert minutes_today(inside, now) == 4, (
        "three gaps of a minute, one pause counted as one answer, the first answer"
    )


def test_strange_answers_write_nothing(owner: Person, stranger: Person, house: Organization) -> None:
    with owner.scope():
        customer = make(owner.access, "נשאל")
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    before = snapshot()
    assert answer(owner, customer, "email", "no address") == 422
    assert answer(owner, customer, "birthday", "32.13.2000") == 422
    assert answer(owner, customer, "owner", "999999") == 422
    assert answer(owner, customer, "search_text", "x") == 404
    assert answer(stranger, customer, "phone", "1") == 404
    assert answer(narrow, customer, "phone", "1") == 404
    assert answer(narrow, customer, "phone", act="never") == 404
    assert changed(before) == []
