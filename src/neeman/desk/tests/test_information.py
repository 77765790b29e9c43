"""The last part of the day: what it tells, what it leaves out, and that its queries stand still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person
from neeman.activity.listening import hear
from neeman.activity.services.cadence import refresh_all
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.pauses import pause
from neeman.channels.kinds import Purpose
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message, State
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import party_of, recipient_of
from neeman.customers.models import Contact, Customer, CustomField
from neeman.customers.services.customers import edit_customer
from neeman.customers.services.own_dates import keep_all_own_dates
from neeman.customers.services.undoing import undo_act
from neeman.customers.tests.making import make, stand
from neeman.desk.today.information import MOST, Fact, information
from neeman.orgs.access import Access
from neeman.portfolio.models import Snapshot
from neeman.sales.models.deal import Kind
from neeman.sales.services.deals import add_deal

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)


@pytest.fixture
def now() -> datetime:
    return NOW


def told(access: Access, topic: str) -> list[Fact]:
    return [fact for fact in information(access, NOW) if fact.topic == topic]


def graded(access: Access, name: str, grade: str = "A") -> Customer:
    customer = make(access, name)
    stand(customer, grade=grade, as_of=TODAY, revenue_window_minor=100_000)
    return customer


def test_birthdays_of_the_week_come_with_today_first(inside: Access) -> None:
    make(inside, "מחר", kind="person", birthday=date(1980, 3, 11))
    firm = make(inside, "מפעלי גומא")
    Contact.objects.create(customer=firm, name="מיכל לוי", birthday=date(1975, 3, 10))
    Contact.objects.create(customer=firm, name="מי שעזב", birthday=date(1975, 3, 10), left_at=TODAY)
    make(inside, "בשבוע הבא", kind="person", birthday=date(1980, 3, 17))
    found = told(inside, "יום הולדת")
    assert [fact.name for fact in found] == ["מפעלי גומא", "מחר"]
    assert "מיכל לוי" in found[0].says
    assert "היום" in found[0].says


def test_the_leap_day_comes_round_every_year(inside: Access) -> None:
    make(inside, "בן מעוברת", kind="person", birthday=date(1992, 2, 29))
    found = information(inside, datetime(2026, 2, 26, 9, tzinfo=UTC))
    assert [fact.name for fact in found if fact.topic == "יום הולדת"] == ["בן מעוברת"]


def test_a_colleagues_birthdays_are_theirs(owner: Person, colleague: Person) -> None:
    with owner.scope():
        theirs = make(owner.access, "של עמית", birthday=TODAY)
        Customer.objects.filter(pk=theirs.pk).update(owner=colleague.access.member)
        assert told(owner.access, "יום הולדת") == []
        assert len(told(colleague.access, "יום הולדת")) == 1


def test_a_holiday_is_told_while_a_greeting_can_be_written(inside: Access) -> None:
    before_pesach = information(inside, datetime(2026, 3, 24, 9, tzinfo=UTC))
    said = [fact.says for fact in before_pesach if fact.topic == "חג"]
    assert sum(says.startswith("פסח") for says in said) == 1, "the day, and not its eve as well"
    assert not any("פסח" in fact.says for fact in information(inside, datetime(2026, 3, 10, 9, tzinfo=UTC)))


def test_what_renews_is_told_in_three_steps(inside: Access) -> None:
    customer = make(inside, "מספנות חיפה")
    CustomField.objects.create(key="contract", label="סוף חוזה", type=CustomField.Type.DATE)
    for days in (20, 45, 58, 70, 88):
        end = (TODAY + timedelta(days=days)).isoformat()
        make(inside, f"עוד {days}", custom={"contract": end})
    wanted = {"title": "חידוש שירות", "kind": Kind.RENEWAL, "expected_on": TODAY + timedelta(days=30)}
    add_deal(inside, customer, wanted, now=NOW)
    assert [fact.name for fact in told(inside, "חידוש")] == ["עוד 20", "מספנות חיפה", "עוד 58", "עוד 88"]


def test_what_renews_is_told_of_everybody_however_many_are_worth_more(inside: Access) -> None:
    CustomField.objects.create(key="contract", label="סוף חוזה", type=CustomField.Type.DATE)
    for number in range(MOST):
        make(inside, f"מחר {number}", custom={"contract": (TODAY + timedelta(days=1)).isoformat()})
    names = [f"בעוד חודש {number}" for number in range(250)]
    end = (TODAY + timedelta(days=30)).isoformat()
    Customer.objects.bulk_create(Customer(name=name, custom={"contract": end}) for name in names)
    assert keep_all_own_dates(inside) == MOST + 250
    *lines, more = told(inside, "חידוש")
    assert (len(lines), "250" in more.says) == (MOST, True)


def test_a_date_that_is_moved_or_taken_off_the_card_is_told_no_more(inside: Access) -> None:
    CustomField.objects.create(key="contract", label="סוף חוזה", type=CustomField.Type.DATE)
    customer = make(inside, "מספנות חיפה", custom={"contract": "2026-03-20"})
    assert "10" in told(inside, "חידוש")[0].says
    change_set = edit_customer(inside, customer, {"custom": {"contract": "2027-03-20"}}, version=1)
    assert told(inside, "חידוש") == []
    assert change_set is not None
    undo_act(inside, change_set, now=timezone.now())
    assert len(told(inside, "חידוש")) == 1
    CustomField.objects.update(archived_at=NOW)
    assert told(inside, "חידוש") == [], "a field that was put away"


@pytest.mark.parametrize(("share", "lines"), [(0.14, []), (0.17, ["15%"]), (0.31, ["20%"])])
def test_too_much_on_one_customer(inside: Access, share: float, lines: list[str]) -> None:
    customer = make(inside, "הגדול")
    leaves = [{"group_id": str(customer.pk), "revenue_share": share}]
    Snapshot.objects.create(
        as_of=TODAY, engine_version="1", method="pareto", portfolio={"what_if_leaves": leaves}
    )
    found = told(inside, "ריכוזיות")
    assert [fact.name for fact in found] == ["הגדול"] * len(lines)
    assert all(line in fact.says for fact, line in zip(found, lines, strict=True))


def test_who_heard_nothing_general_is_one_line(inside: Access) -> None:
    silent, spoken, written, removed = (graded(inside, name) for name in ("שותק", "דובר", "נכתב", "הוסר"))
    bronze = graded(inside, "ארד", "C")
    log_interaction(inside, spoken, Said(at=NOW - timedelta(days=3)), now=NOW)
    news = Message.objects.create(
        party=party_of(written),
        address="a@example.co.il",
        channel="email",
        purpose=Purpose.MARKETING,
        state=State.SENT,
        body="חדשות",
        made_at=NOW - timedelta(days=6),
        due_at=NOW - timedelta(days=6),
    )
    hear(inside, news)
    refresh_all(inside, today=TODAY)
    words = Words(wording="הסירו אותי", source=Source.SPOKEN, at=NOW)
    refuse(inside, recipient_of(inside, removed), words, everything=True)
    (fact,) = told(inside, "מילה כללית")
    said = fact.says.replace("\u2066", "").replace("\u2069", "")
    assert "זהב 1 (7 ימים)" in said
    assert "ארד 1" in said
    for customer in (silent, bronze):
        log_interaction(inside, customer, Said(at=NOW - timedelta(days=1)), now=NOW)
    assert told(inside, "מילה כללית") == []


def test_everybody_is_counted_who_heard_nothing_and_nobody_who_rests(inside: Access) -> None:
    people = [Customer(name=f"ארד {number}") for number in range(250)]
    Customer.objects.bulk_create(people)
    for customer in people:
        stand(customer, grade="C", as_of=TODAY, revenue_window_minor=100_000)
    pause(inside, people[0], TODAY + timedelta(days=5), now=NOW)
    refresh_all(inside, today=TODAY)
    (fact,) = told(inside, "מילה כללית")
    assert "249" in fact.says
    assert "+" not in fact.says


def test_the_number_of_queries_stands_still(inside: Access) -> None:
    CustomField.objects.create(key="contract", label="סוף חוזה", type=CustomField.Type.DATE)

    def asked() -> int:
        refresh_all(inside, today=TODAY)
        with CaptureQueriesContext(connection) as queries:
            information(inside, NOW)
        return len(queries)

    make(inside, "ראשון", birthday=date(1980, 3, 11))
    few = asked()
    for number in range(20):
        make(inside, f"לקוח {number}", birthday=date(1980, 3, 11), anniversary=date(2001, 3, 12))
        graded(inside, f"זהב {number}")
    assert asked() <= few + 2 <= 30, "messages and refusals are asked for once there is somebody"


def test_the_page_asks_for_it_and_it_stands_alone_without_script(owner: Person) -> None:
    with owner.scope():
        make(owner.access, "בעל השמחה", birthday=timezone.localdate())
    assert owner.url("today/information/") in owner.client.get(owner.url("today/")).content.decode()
    part = owner.client.get(owner.url("today/information/"), headers={"HX-Request": "true"}).content.decode()
    assert "<details" in part
    assert "בעל השמחה" in part
    whole = owner.client.get(owner.url("today/information/")).content.decode()
    assert "<html" in whole
    assert "בעל השמחה" in whole
