"""Sessions end: by rest, by age, and with whatever made them (TRUST T24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.orgs.models import User
from neeman.orgs.roles import Role, Sees
from neeman.orgs.services import change_member, close_member, disable_user, end_sessions
from neeman.signin import middleware
from neeman.signin.services import set_password

MINUTE, HOUR = 60, 3600


class Clock:
    """The session's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).timestamp()

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.now, UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    return made


def is_in(person: Person) -> bool:
    return person.client.get("/account/").status_code == 200


def test_an_hour_of_rest_ends_it(owner: Person, clock: Clock) -> None:
    assert is_in(owner)
    clock.now += 59 * MINUTE
    assert is_in(owner)
    clock.now += 59 * MINUTE
    assert is_in(owner), "it was in use"
    clock.now += 61 * MINUTE
    assert not is_in(owner)
    clock.now -= 61 * MINUTE
    assert not is_in(owner), "it is gone, not hidden"


@pytest.mark.parametrize(("role", "hours"), [("owner", 12), ("colleague", 7 * 24)])
def test_in_use_or_not_it_ends_in_time(
    request: pytest.FixtureRequest, settings: LazySettings, clock: Clock, role: str, hours: int
) -> None:
    settings.SESSION_IDLE_SECONDS = 15 * HOUR
    person: Person = request.getfixturevalue(role)
    for _ in range(11):
        assert is_in(person)
        clock.now += hours * HOUR / 12
    assert is_in(person)
    clock.now += hours * HOUR / 12
    assert not is_in(person)


def test_a_page_a_second_writes_once_a_minute(owner: Person, clock: Clock) -> None:
    is_in(owner)
    noted = owner.client.session[middleware.SEEN]
    clock.now += 30
    is_in(owner)
    assert owner.client.session[middleware.SEEN] == noted
    clock.now += 31
    is_in(owner)
    assert owner.client.session[middleware.SEEN] == clock.now


ENDS: dict[str, Callable[[Person, Person], object]] = {
    "disabled": lambda owner, one: disable_user(one.user),
    "another password": lambda owner, one: set_password(one.user, "ארבעה סוסים על הגג", now=timezone.now()),
    "another role": lambda owner, one: change_member(
        owner.access, _member(one), role=Role.VIEWER, sees=Sees.ALL, manager=None
    ),
    "another view": lambda owner, one: change_member(
        owner.access, _member(one), role=Role.SALESPERSON, sees=Sees.OWN, manager=None
    ),
    "membership ended": lambda owner, one: close_member(owner.access, _member(one)),
    "signed out everywhere": lambda owner, one: end_sessions(one.user),
}


def _member(person: Person) -> object:
    return person.access.member


@pytest.mark.parametrize("way", ENDS)
def test_it_ends_with_what_made_it(owner: Person, colleague: Person, way: str) -> None:
    assert is_in(colleague)
    with owner.scope():
        ENDS[way](owner, colleague)
    assert not is_in(colleague)
    assert is_in(owner)


def test_saving_a_member_unchanged_ends_nothing(owner: Person, colleague: Person) -> None:
    assert is_in(colleague)
    with owner.scope():
        change_member(
            owner.access, colleague.access.member, role=Role.SALESPERSON, sees=Sees.ALL, manager=None
        )
    assert is_in(colleague)


def test_everywhere_else_means_not_here(owner: Person) -> None:
    elsewhere = Client()
    elsewhere.force_login(owner.user)
    assert owner.client.post("/account/sign-out-everywhere/").status_code == 302
    assert is_in(owner)
    assert elsewhere.get("/account/").status_code == 302


def test_an_epoch_is_what_does_it(owner: Person) -> None:
    """The guard itself: without a new epoch in the hash the session would live on."""
    before = owner.user.get_session_auth_hash()
    end_sessions(owner.user)
    assert owner.user.get_session_auth_hash() != before
    User.objects.filter(pk=owner.user.pk).update(session_epoch=0)
    owner.user.refresh_from_db()
    assert owner.user.get_session_auth_hash() == before
