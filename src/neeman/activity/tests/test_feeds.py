"""Secret addresses: what they show of whom, and all the ways in which they stop."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from conftest import Person, make_person
from neeman.activity.models import Feed, Task
from neeman.activity.services.feeds import make_feed, revoke_feed
from neeman.customers.models import Contact, Customer, FollowUp
from neeman.customers.tests.making import make
from neeman.orgs.models import Member, Organization
from neeman.orgs.roles import Role, Sees
from neeman.orgs.services import close_member, disable_user
from neeman.signin.quiet import HideTokens
from tests.walls.database import changed, snapshot

ZONE = ZoneInfo("Asia/Jerusalem")
USES = list(Feed.Use)


def today() -> date:
    return timezone.now().astimezone(ZONE).date()


def address(person: Person, use: Feed.Use = Feed.Use.CALENDAR) -> str:
    with person.scope():
        link = make_feed(person.access, use)
    return link[link.index("/feed/") :]


def read(path: str) -> str:
    """What whoever holds the address gets."""
    answer = Client().get(path)
    assert answer.status_code == 200
    body: bytes = b"".join(answer) if answer.streaming else answer.content
    return body.decode()


def events(path: str) -> list[dict[str, str]]:
    calendar = Calendar.from_ical(read(path))
    return [{key.lower(): str(value) for key, value in event.items()} for event in calendar.walk("VEVENT")]


def task(person: Person, title: str, *, days: int = 1, **fields: object) -> Task:
    return Task.objects.create(
        member=person.access.member, title=title, due_on=today() + timedelta(days=days), **fields
    )


@pytest.mark.parametrize("use", USES)
def test_it_opens_without_signing_in_and_leaves_no_copy(owner: Person, use: Feed.Use) -> None:
    answer = Client().get(address(owner, use))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    "way", ["revoked", "closed", "shut out", "another use", "another business", "mistyped", "no business"]
)
def test_it_stops(owner: Person, colleague: Person, stranger: Person, use: Feed.Use, way: str) -> None:
    path = address(colleague, use)
    with owner.scope():
        assert colleague.access.member is not None
        match way:
            case "revoked":
                revoke_feed(colleague.access, Feed.objects.get(), now=timezone.now())
            case "closed":
                close_member(owner.access, colleague.access.member)
            case "shut out":
                disable_user(colleague.user)
            case "another use":
                path = (
                    path.replace(".ics", ".vcf") if use == Feed.Use.CALENDAR else path.replace(".vcf", ".ics")
                )
            case "another business":
                path = path.replace("/house/", "/elsewhere/")
            case "mistyped":
                path = path[:-5] + ("A" if path[-5] != "A" else "B") + path[-4:]
            case "no business":
                path = path.replace("/house/", "/nowhere/")
    before = snapshot()
    assert Client().get(path).status_code == 404
    assert changed(before) == []


def test_only_a_hash_is_kept_and_the_log_repeats_no_token(owner: Person) -> None:
    path = address(owner)
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    with owner.scope():
        assert token not in str(list(Feed.objects.values()))
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (path,), None)
    HideTokens().filter(record)
    assert token not in record.getMessage()


def test_reading_writes_nothing(owner: Person) -> None:
    paths = [address(owner, use) for use in USES]
    before = snapshot()
    for path in paths:
        read(path)
    assert changed(before) == []


def test_tasks_stand_on_their_days_and_hours(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, name="דני כהן")
        task(owner, "להתקשר", customer=customer)
        task(owner, "פגישה", due_at=time(10, 30))
        task(owner, "נעשתה", done_at=timezone.now())
        task(owner, "ישנה מאוד", days=-200)
    found = {event["summary"]: event for event in events(address(owner))}
    assert set(found) == {"להתקשר · דני כהן", "פגישה"}
    start = Calendar.from_ical(read(address(owner))).walk("VEVENT")[0]["DTSTART"].dt
    assert start == datetime.combine(today() + timedelta(days=1), time(10, 30), ZONE)
    assert f"/customers/{customer.pk}/" in found["להתקשר · דני כהן"]["description"]


def test_an_entry_keeps_its_name(owner: Person) -> None:
    with owner.scope():
        one = task(owner, "ראשונה")
    before = [event["uid"] for event in events(address(owner))]
    with owner.scope():
        Task.objects.filter(pk=one.pk).update(title="אחרת", due_on=today() + timedelta(days=9))
    assert [event["uid"] for event in events(address(owner))] == before


def test_colleagues_tasks_are_not_mine_and_a_customer_out_of_sight_is_not_named(
    owner: Person, house: Organization
) -> None:
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        hidden = make(owner.access, name="סודי")
        task(owner, "של הבעלים", customer=hidden)
        task(narrow, "שלי", customer=hidden)
    assert [event["summary"] for event in events(address(narrow))] == ["שלי"]
    assert "סודי" not in read(address(narrow))


def follow_up(customer: Customer, owner: Member | None, *, days: int, **fields: object) -> None:
    FollowUp.objects.update_or_create(
        customer=customer, defaults={"owner": owner, "due_on": today() + timedelta(days=days), **fields}
    )


def test_a_day_of_follow_ups_is_one_line(owner: Person, colleague: Person) -> None:
    with owner.scope():
        mine = colleague.access.member
        for name, grade, days in (
            ("ראשון", "A", -3),
            ("שני", "B", 0),
            ("שלישי", "", 4),
            ("בלי שם", "A", 30),
            ("רחוק", "A", 90),
        ):
            follow_up(make(owner.access, name=name), mine, days=days, grade=grade)
        follow_up(make(owner.access, name="מתוכנן"), mine, days=1, next_step="פגישה")
        follow_up(make(owner.access, name="של אחר"), owner.access.member, days=1)
    first, second, far = events(address(colleague))
    assert "2" in first["summary"]
    assert first["description"].splitlines()[:2] == ["ראשון · A", "שני · B"]
    assert second["description"].splitlines()[0] == "שלישי"
    assert "בלי שם" not in far["description"]  # beyond a week the cadence will still move


def test_customers_of_nobody_fall_to_the_owner(owner: Person, colleague: Person) -> None:
    with owner.scope():
        follow_up(make(owner.access, name="של איש"), None, days=2)
    assert "של איש" in events(address(owner))[0]["description"]
    assert events(address(colleague)) == []


def test_the_phone_book_says_who_calls(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, name="טק-סולושנס", phone="03-5551234")
        Contact.objects.create(customer=customer, name="דני כהן", phone="050-7654321")
        Contact.objects.create(customer=customer, name="מי שעזב", phone="050-7654322", left_at=today())
        make(owner.access, name="בלי טלפון")
        gone = make(owner.access, name="בארכיון", phone="03-5551235")
        Customer.objects.filter(pk=gone.pk).update(archived_at=timezone.now())
    book = read(address(owner, Feed.Use.PHONE_BOOK))
    assert "FN:דני כהן · טק-סולושנס\r\n" in book
    assert "TEL;TYPE=VOICE:+972507654321\r\n" in book
    assert "FN:טק-סולושנס\r\n" in book
    for absent in ("מי שעזב", "בלי טלפון", "בארכיון"):
        assert absent not in book


def test_the_phone_book_of_whoever_may_not_export_holds_their_own_customers(
    owner: Person, colleague: Person
) -> None:
    with owner.scope():
        make(owner.access, name="של אחרים", phone="03-5551234")
        own = make(owner.access, name="שלי", phone="03-5551235")
        Customer.objects.filter(pk=own.pk).update(owner=colleague.access.member)
    book = read(address(colleague, Feed.Use.PHONE_BOOK))
    assert "שלי" in book
    assert "של אחרים" not in book


def test_a_book_of_many_pages(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neeman.activity.queries.phone_book.PAGE", 2)
    with owner.scope():
        for number in range(5):
            make(owner.access, name=f"לקוח {number}", phone=f"03-555123{number}")
    assert read(address(owner, Feed.Use.PHONE_BOOK)).count("BEGIN:VCARD") == 5


def test_the_page_makes_and_revokes(owner: Person) -> None:
    page = owner.client.get(owner.url("settings/phone/"))
    assert page.status_code == 200
    made = owner.client.post(owner.url("settings/phone/make/"), {"use": "calendar", "label": "האייפון שלי"})
    assert b"/feed/house/" in made.content
    assert b"data:image/svg+xml" in made.content
    assert "האייפון שלי".encode() in owner.client.get(owner.url("settings/phone/")).content
    with owner.scope():
        feed = Feed.objects.get()
    assert owner.client.post(owner.url(f"settings/phone/{feed.pk}/revoke/")).status_code == 302
    with owner.scope():
        assert Feed.objects.get().revoked_at is not None


def test_nobody_revokes_anothers(owner: Person, colleague: Person) -> None:
    address(owner)
    with owner.scope():
        feed = Feed.objects.get()
    assert colleague.client.post(colleague.url(f"settings/phone/{feed.pk}/revoke/")).status_code == 404
    with owner.scope():
        assert Feed.objects.get().revoked_at is None


@pytest.mark.parametrize("fault", [{"use": "spying"}, {"use": "calendar", "label": "א" * 61}, {}])
def test_what_cannot_be_made_is_refused(owner: Person, fault: dict[str, str]) -> None:
    before = snapshot()
    assert owner.client.post(owner.url("settings/phone/make/"), fault).status_code == 200
    assert changed(before) == []
