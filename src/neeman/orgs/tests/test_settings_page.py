"""The organization's settings: only what is on the page, and in the range that the product can hold."""

from __future__ import annotations

import pytest

from conftest import Person
from neeman.orgs.models import LogEntry, Organization
from tests.walls.database import changed, snapshot

GOOD = {"name": "עסק אחר", "currency": "USD", "timezone": "Europe/Athens"}


def test_saved_and_logged(owner: Person) -> None:
    assert owner.client.post(owner.url("settings/"), GOOD).status_code == 302
    row = Organization.objects.values("name", "currency", "timezone").get(slug="house")
    assert row == GOOD
    with owner.scope():
        assert LogEntry.objects.get().data["after"] == GOOD


@pytest.mark.parametrize("fault", [{"currency": "JPY"}, {"timezone": "Mars/Base"}, {"name": ""}])
def test_refused(owner: Person, fault: dict[str, str]) -> None:
    before = snapshot()
    assert owner.client.post(owner.url("settings/"), {**GOOD, **fault}).status_code == 200
    assert changed(before) == []


def test_nothing_else_changes(owner: Person) -> None:
    owner.client.post(owner.url("settings/"), {**GOOD, "slug": "taken", "is_demo": "on", "id": "77"})
    row = Organization.objects.get(pk=owner.organization.pk)
    assert (row.slug, row.is_demo) == ("house", False)
