"""The pages: a preset is taken, filled in, switched on and off; runs are stopped; nobody else may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import Person
from neeman.automations.models import Automation, Run
from neeman.automations.presets import PRESETS
from neeman.automations.triggers import triggers
from neeman.customers.tests.making import make
from neeman.orgs.models import ChangeSet


def test_a_business_begins_with_all_presets_and_none_on(owner: Person) -> None:
    page = owner.client.get(owner.url("automations/")).content.decode()
    for preset in PRESETS.values():
        assert str(preset.title) in page
    with owner.scope():
        assert not Automation.objects.exists()


@pytest.mark.parametrize("key", PRESETS)
def test_each_preset_tells_what_it_does(owner: Person, key: str) -> None:
    page = owner.client.get(owner.url("automations/preset/"), {"key": key})
    assert page.status_code == 200
    assert "{{" not in page.content.decode().replace("{{name}}", "")


def test_from_the_list_to_work_and_back(owner: Person) -> None:
    taken = owner.client.post(owner.url("automations/preset/"), {"key": "review", "edit": "1"})
    with owner.scope():
        row = Automation.objects.get()
    assert taken.url == owner.url(f"automations/{row.pk}/edit/")
    refused = owner.client.post(owner.url(f"automations/{row.pk}/on/"), {"version": 1, "days_back": 0})
    assert refused.url == taken.url  # a link is missing, and the page that asks for it opens
    form = {
        "version": 1, "name": "ביקורת", "wait": 5, "wait_unit": "workdays", "text": "review", "channels": ["sms"],
        "value_link": "https://example.com/r", "condition_grade": ["A", "B"], "condition_amount": "1,500",
        "condition_no_tag": "לא לפנות, ספק", "stops": ["bought"], "again_days": 90, "most_a_day": 10,
    }  # fmt: skip
    owner.client.post(taken.url, form)
    with owner.scope():
        row.refresh_from_db()
    assert row.values == {"link": "https://example.com/r"}
    assert row.conditions == [
        {"what": "grade", "value": ["A", "B"]},
        {"what": "no_tag", "value": ["לא לפנות", "ספק"]},
        {"what": "amount", "value": 150_000},
    ]
    owner.client.post(owner.url(f"automations/{row.pk}/on/"), {"version": 2, "days_back": 7})
    with owner.scope():
        row.refresh_from_db()
        assert row.is_on
        assert row.on_from == row.switched_at - timedelta(days=7)
        change_set = ChangeSet.objects.get(verb="automations.automation.on")
    owner.client.post(owner.url(f"customers/undo/{change_set.pk}/"))
    with owner.scope():
        assert not Automation.objects.get().is_on
    page = owner.client.get(owner.url(f"automations/{row.pk}/")).content.decode()
    assert "1,500" in page


def test_a_stale_page_overwrites_nothing(owner: Person) -> None:
    owner.client.post(owner.url("automations/preset/"), {"key": "thank_you"})
    with owner.scope():
        row = Automation.objects.get()
        Automation.objects.update(version=5, name="שלי")
    form = {"version": 1, "name": "אחר", "wait": 0, "wait_unit": "days", "text": "thanks", "again_days": 0}
    owner.client.post(owner.url(f"automations/{row.pk}/edit/"), {**form, "channels": "sms", "most_a_day": 1})
    with owner.scope():
        assert Automation.objects.get().name == "שלי"


def test_a_seller_stops_what_goes_to_a_customer_and_sees_no_more(owner: Person, colleague: Person) -> None:
    owner.client.post(owner.url("automations/preset/"), {"key": "thank_you"})
    now = timezone.now()
    with owner.scope():
        customer = make(owner.access)
        row = Automation.objects.get()
        for key in "12":
            Run.objects.create(
                automation=row, customer=customer, key=key, happened_at=now, planned_at=now, due_at=now
            )
        run = Run.objects.earliest("pk")
    seen = owner.client.get(owner.url("automations/runs/")).content.decode()
    assert str(triggers()[row.trigger].title) in seen, "what set it off"
    assert colleague.client.get(colleague.url("automations/")).status_code == 403
    assert row.name in colleague.client.get(colleague.url(f"customers/{customer.pk}/later/")).content.decode()
    colleague.client.post(colleague.url(f"automations/runs/{run.pk}/stop/"))
    with owner.scope():
        assert list(Run.objects.order_by("pk").values_list("state", "why")) == [
            ("stopped", "by_hand"),
            ("waiting", ""),
        ]
    colleague.client.post(colleague.url(f"customers/{customer.pk}/automations/stop/"))
    with owner.scope():
        assert Run.objects.latest("pk").why == "customer"


def test_what_people_write_is_only_text(owner: Person) -> None:
    hostile = "<script>alert(1)</script>{{7*7}}"
    owner.client.post(
        owner.url("automations/new/"), {"name": hostile, "trigger": "ledger.purchase", "act": "tag"}
    )
    with owner.scope():
        row = Automation.objects.get()
    for path in (f"automations/{row.pk}/", "automations/", f"automations/{row.pk}/edit/"):
        page = owner.client.get(owner.url(path)).content.decode()
        assert "<script>alert" not in page
        assert "{{7*7}}" in page
