"""The demo business from the command line: founded, loaded anew, and never over anybody's data."""

from __future__ import annotations

import pytest

from neeman.cli.demo import DemoRefused, load_anew
from neeman.customers.models import Customer
from neeman.orgs.models import Organization
from neeman.orgs.queries import first_owner
from neeman.orgs.wall import organization_scope

pytestmark = pytest.mark.django_db


def test_founded_when_absent_and_loaded_anew() -> None:
    count = load_anew()
    assert load_anew() == count > 100
    demo = Organization.objects.get()
    assert (demo.slug, demo.is_demo) == ("demo", True)
    owner = first_owner()
    assert owner is not None
    with organization_scope(demo.pk):
        assert Customer.objects.count() == count


def test_data_of_its_own_are_left_alone() -> None:
    own = Organization.objects.create(slug="demo", name="עסק אמיתי")
    with organization_scope(own.pk):
        Customer.objects.create(name="לקוח אמיתי")
        with pytest.raises(DemoRefused):
            load_anew()
        assert [customer.name for customer in Customer.objects.all()] == ["לקוח אמיתי"]
