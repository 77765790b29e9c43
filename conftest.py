"""The cast of every test, and the tripwire that reads each SQL statement.

An owner and a colleague of one business, a stranger from another; the database is whatever NEEMAN_DATABASE says.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neeman.settings")
os.environ.setdefault("NEEMAN_DATA", tempfile.mkdtemp(prefix="neeman-test-"))

import django
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

django.setup()

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

from neeman.orgs.access import Access, access_of
from neeman.orgs.models import Member, Organization, User
from neeman.orgs.roles import Role
from neeman.orgs.wall import organization_scope
from tests.tripwire import watch_the_wall

# The same examples for everybody, and no stopwatch: a busy machine must not turn a property red.
property_settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
property_settings.load_profile("house")

TEST_DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parent.parent / "shared" / "data"))


@dataclass(frozen=True)
class Person:
    """One of the cast: their access, and a browser in which they are signed in."""

    access: Access
    client: Client

    @property
    def organization(self) -> Organization:
        return self.access.organization

    @property
    def user(self) -> User:
        assert self.access.member is not None
        return self.access.member.user

    def scope(self) -> AbstractContextManager[None]:
        """Inside it, queries are this person's organization's."""
        return organization_scope(self.organization.pk)

    def url(self, path: str = "") -> str:
        return f"/{self.organization.slug}/{path}"

    def anew(self) -> Person:
        """The same person in a new browser with the same cookies: for who lives longer than a test."""
        client = Client()
        client.cookies = deepcopy(self.client.cookies)
        return replace(self, client=client)


def make_person(organization: Organization, email: str, role: Role, **fields: object) -> Person:
    """A member with this role, signed in."""
    user = User.objects.create_user(email, name=email.split("@")[0])
    with organization_scope(organization.pk):
        member = Member.objects.create(organization=organization, user=user, role=role, **fields)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Person(access_of(member), client)


@pytest.fixture(autouse=True, scope="session")
def plain_assets() -> Iterator[None]:
    """Pages name their assets as they are called: no collected, hashed copies are needed."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a file, for what is costly to make: every test is rolled back to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def founder(made_once: None) -> Person:
    """The owner of a business that is made once for all tests of a file; a test takes `founder.anew()`."""
    return make_person(
        Organization.objects.create(slug="founded", name="המייסדת"), "founder@founded.test", Role.OWNER
    )


@pytest.fixture
def house(db: None) -> Organization:
    """The business in which most tests live."""
    return Organization.objects.create(slug="house", name="בית המלאכה")


@pytest.fixture
def owner(house: Organization) -> Person:
    return make_person(house, "owner@house.test", Role.OWNER)


@pytest.fixture
def colleague(house: Organization) -> Person:
    """A salesperson of the same business."""
    return make_person(house, "colleague@house.test", Role.SALESPERSON)


@pytest.fixture
def stranger(db: None) -> Person:
    """The owner of another business: sees nothing of this one."""
    other = Organization.objects.create(slug="elsewhere", name="עסק אחר")
    return make_person(other, "stranger@elsewhere.test", Role.OWNER)


@pytest.fixture
def inside(owner: Person) -> Iterator[Access]:
    """The owner's access, with the organization in scope: for tests of queries and services."""
    with owner.scope():
        yield owner.access


@pytest.fixture(autouse=True)
def tripwire(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every SELECT that names an owned table must carry its organization, in every test that has a database."""
    if "db" not in request.fixturenames and "transactional_db" not in request.fixturenames:
        yield
        return
    with connection.execute_wrapper(watch_the_wall):
        yield


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of public data sets, or a skip that says where it was looked for."""
    if not TEST_DATA.is_dir():
        pytest.skip(f"no public data sets in {TEST_DATA}: set NEEMAN_TEST_DATA")
    return TEST_DATA


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that open no database say the same on every database: they run once."""
    for item in items:
        if not {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("one_database")
