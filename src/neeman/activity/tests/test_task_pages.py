"""The pages of tasks: a tap does it and leads back to where it was tapped; nobody's work is lost or overwritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from conftest import Person, make_person
from neeman.activity.agenda import bands_of, week_of, weeks_of
from neeman.activity.models import Task
from neeman.activity.services.tasks import add_task
from neeman.activity.tests.making import NOW
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

TODAY = timezone.localdate()


@pytest.fixture
def customer(owner: Person) -> Customer:
    with owner.scope():
        return make(owner.access)


def a_task(person: Person, customer: Customer | None, title: str = "לשלוח מחירון", days: int = 0) -> Task:
    with person.scope():
        day = TODAY + timedelta(days=days)
        return add_task(person.access, customer, title=title, due_on=day, now=timezone.now())[0]


def page(person: Person, path: str = "tasks/") -> str:
    return person.client.get(person.url(path)).content.decode()


def test_tasks_stand_by_urgency(owner: Person, customer: Customer) -> None:
    for title, days in (("מאוחר מאוד", -9), ("של היום", 0), ("רחוק", 40)):
        a_task(owner, customer, title, days)
    shown = page(owner)
    places = [shown.index(word) for word in ("מאוחר מאוד", "של היום", "רחוק")]
    assert places == sorted(places)
    assert [f'id="band-{key}"' in shown for key in ("late", "today", "later")] == [True] * 3


def test_a_colleagues_tasks_are_a_tap_away(owner: Person, colleague: Person, customer: Customer) -> None:
    a_task(colleague, customer, "של הקולגה")
    assert "של הקולגה" not in page(owner)
    assert colleague.access.member is not None
    assert "של הקולגה" in page(owner, f"tasks/?of={colleague.access.member.pk}")
    assert "של הקולגה" in page(owner, "tasks/?of=all")
    assert "של הקולגה" not in page(owner, "tasks/?of=nobody")
    assert "של הקולגה" not in page(owner, "tasks/?of=%00"), "what means nothing is oneself"


def test_on_the_page_of_tasks_a_tap_leads_back_to_it(owner: Person, customer: Customer) -> None:
    task = a_task(owner, customer)
    came = {"Referer": f"http://testserver{owner.url('tasks/')}?of=all"}
    answer = owner.client.post(owner.url(f"tasks/{task.pk}/done/"), headers=came)
    assert answer.headers["Location"] == f"{owner.url('tasks/')}?of=all"
    undo = page(owner).partition('action="/house/customers/undo/')[2].partition("/")[0]
    back = owner.client.post(owner.url(f"customers/undo/{undo}/"), headers=came)
    assert back.headers["Location"] == f"{owner.url('tasks/')}?of=all"
    assert "לשלוח מחירון" in page(owner)


def test_on_the_card_a_tap_answers_with_the_panel(owner: Person, customer: Customer) -> None:
    task = a_task(owner, customer)
    card = owner.url(f"customers/{customer.pk}/")
    assert "לשלוח מחירון" in page(owner, f"customers/{customer.pk}/")
    came = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{card}"}
    later = TODAY + timedelta(days=12)
    answer = owner.client.post(
        owner.url(f"tasks/{task.pk}/later/"), {"until": later.isoformat()}, headers=came
    ).content.decode()
    assert 'id="part-next"' in answer
    with owner.scope():
        assert Task.objects.get().due_on == later
    plain = owner.client.post(owner.url(f"tasks/{task.pk}/drop/"))
    assert plain.headers["Location"] == card
    with owner.scope():
        assert not Task.objects.get().is_open


def test_another_site_is_led_nowhere_but_home(owner: Person) -> None:
    task = a_task(owner, None)
    came = {"Referer": "https://evil.example/house/tasks/"}
    answer = owner.client.post(owner.url(f"tasks/{task.pk}/done/"), headers=came)
    assert answer.headers["Location"] == owner.url("tasks/")


def test_a_task_is_set_and_changed_by_its_form(owner: Person, customer: Customer) -> None:
    assert owner.access.member is not None
    told = {
        "title": "להתקשר",
        "kind": "call",
        "due_on": "2027-01-05",
        "due_at": "16:00",
        "member": owner.access.member.pk,
    }
    answer = owner.client.post(owner.url(f"customers/{customer.pk}/task/"), told)
    assert answer.headers["Location"] == owner.url(f"customers/{customer.pk}/")
    with owner.scope():
        task = Task.objects.get()
    url = owner.url(f"tasks/{task.pk}/")
    assert owner.client.post(url, {**told, "title": "לכתוב", "version": 1}).status_code == 302
    before = snapshot()
    clash = owner.client.post(url, {**told, "title": "לבקר", "version": 1})
    assert clash.status_code == 409
    assert "לכתוב" in clash.content.decode()
    assert owner.client.post(url, {**told, "title": " ", "version": 2}).status_code == 422
    assert changed(before) == []


def test_a_viewer_changes_nothing(owner: Person, house: Organization, customer: Customer) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    task = a_task(owner, customer)
    assert "לשלוח מחירון" in page(viewer, f"tasks/{task.pk}/")
    before = snapshot()
    told = {"title": "אחר", "kind": "call", "due_on": "2027-01-05", "version": 1}
    assert owner.access.member is not None
    told["member"] = owner.access.member.pk
    assert viewer.client.post(viewer.url(f"tasks/{task.pk}/"), told).status_code == 403
    assert changed(before) == []


def test_a_week_begins_on_sunday() -> None:
    assert week_of(date(2026, 11, 22))[0] == date(2026, 11, 22)
    assert week_of(date(2026, 11, 28))[0] == date(2026, 11, 22)
    weeks = weeks_of(date(2026, 11, 15))
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2026, 11, 1), date(2026, 12, 5), 5)
    assert len(weeks_of(date(2026, 2, 3))) == 4


def test_on_saturday_the_week_is_over() -> None:
    sunday = Task(title="x", due_on=date(2026, 11, 29))
    assert [band.key for band in bands_of([sunday], date(2026, 11, 28))] == ["later"]
    assert [band.key for band in bands_of([sunday], NOW.date())] == ["later"]
