"""Walks every address as everybody: role x method x whose object, and compares the database after each refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from django.db import connection
from django.test import Client

from conftest import Person, make_person
from neeman.orgs.doors import DoorMissing, Needs, Public
from neeman.orgs.models import Organization
from neeman.orgs.roles import PERMISSIONS, Role, Sees
from tests.walls.addresses import METHODS, Address, Kwargs, addresses, declared, posts, samples
from tests.walls.database import changed, snapshot

ADDRESSES = {address.name: address for address in addresses()}
INSIDE = sorted(name for name, address in ADDRESSES.items() if address.in_organization)
OUTSIDE = sorted(set(ADDRESSES) - set(INSIDE))
WRITING = [method for method in METHODS if method not in {"HEAD", "OPTIONS"}]
if connection.vendor == "postgresql":  # the others end before a row is read, which SQLite's walk has seen
    WRITING = ["GET", "POST"]


@dataclass(frozen=True)
class World:
    """Two businesses with objects, and one person of every role in the first."""

    owner: Person
    stranger: Person
    staff: dict[Role, Person]
    narrow: Person
    ours: dict[str, Kwargs]
    theirs: dict[str, Kwargs]
    data: dict[str, Kwargs]


@pytest.fixture(scope="module")
def made_world(made_once: None) -> World:
    house = Organization.objects.create(slug="house", name="בית המלאכה")
    elsewhere = Organization.objects.create(slug="elsewhere", name="עסק אחר")
    owner = make_person(house, "owner@house.test", Role.OWNER)
    stranger = make_person(elsewhere, "stranger@elsewhere.test", Role.OWNER)
    staff = {role: make_person(house, f"as-{role}@house.test", role) for role in Role}
    narrow = make_person(house, "narrow@house.test", Role.SALESPERSON, sees=Sees.OWN)
    with owner.scope():
        ours, data = samples(owner.access), posts(owner.access)
    with stranger.scope():
        theirs = samples(stranger.access)
    return World(owner, stranger, staff, narrow, ours, theirs, data)


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """With browsers of the test's own: one who signs out in one test is signed in in the next."""
    staff = {role: person.anew() for role, person in made_world.staff.items()}
    owner, stranger, narrow = made_world.owner.anew(), made_world.stranger.anew(), made_world.narrow.anew()
    return replace(made_world, owner=owner, stranger=stranger, narrow=narrow, staff=staff)


def knock(client: Client, address: Address, org: str, kwargs: Kwargs, data: Kwargs, method: str) -> int:
    """The status of one request. A file that somebody else sent before is sent from its beginning."""
    url = address.url(org, kwargs)
    for file in filter(lambda value: hasattr(value, "seek"), data.values()):
        file.seek(0)
    response = client.post(url, data) if method == "POST" else client.generic(method, url)
    if response.streaming:
        b"".join(response.streaming_content)  # a file that is handed out stays open until somebody reads it
    return response.status_code


def not_refused(
    client: Client, address: Address, kwargs: Kwargs, world: World, expected: set[int]
) -> list[str]:
    """What was answered in another way than expected."""
    org, data = world.owner.organization.slug, world.data.get(address.name, {})
    answers = {method: knock(client, address, org, kwargs, data, method) for method in WRITING}
    return [f"{method} -> {status}" for method, status in answers.items() if status not in expected | {405}]


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_view_declares_a_door(name: str) -> None:
    assert ADDRESSES[name].door is not None


def test_a_view_without_a_door_is_seen() -> None:
    def bare() -> None: ...

    with pytest.raises(DoorMissing):
        _ = Address("bare", (), bare).door


@pytest.mark.parametrize("name", INSIDE)
def test_inside_an_organization(world: World, name: str) -> None:
    address = ADDRESSES[name]
    assert not address.takes_an_object or name in world.ours, (
        f"no sample object for {name} in its room's tests/walls.py"
    )
    ours, before = world.ours.get(name, {}), snapshot()
    found = {
        "strangers": not_refused(world.stranger.client, address, ours, world, {404}),
        "signed out": not_refused(Client(), address, ours, world, {302}),
    }
    if address.takes_an_object:
        theirs, nobodys = world.theirs[name], address.nobody(ours)
        found["another business's object"] = not_refused(world.owner.client, address, theirs, world, {404})
        found["nobody's object"] = not_refused(world.owner.client, address, nobodys, world, {404})
        if name not in declared("EVERYBODYS"):
            found["a colleague's object"] = not_refused(world.narrow.client, address, ours, world, {403, 404})
    if isinstance(address.door, Needs):
        for role, person in world.staff.items():
            if address.door.permission not in PERMISSIONS[role]:
                found[role] = not_refused(person.client, address, ours, world, {403})
    assert {who: wrong for who, wrong in found.items() if wrong} == {}
    assert changed(before) == []


@pytest.mark.parametrize("name", INSIDE)
def test_whoever_may_can(world: World, name: str) -> None:
    """The samples are good: the refusals above were for who asks, not for what was asked. And reading writes nothing."""
    address, org = ADDRESSES[name], world.owner.organization.slug
    before = snapshot()
    read = knock(world.owner.client, address, org, world.ours.get(name, {}), {}, "GET")
    assert read in {200, 302, 405}
    assert changed(before) == []
    if name in world.data:
        assert knock(
            world.owner.client, address, org, world.ours.get(name, {}), world.data[name], "POST"
        ) in {200, 204, 302}
        assert changed(before) != [] or name in declared("WRITES_NOTHING")


@pytest.mark.parametrize("name", OUTSIDE)
def test_outside_any_organization(world: World, name: str) -> None:
    address = ADDRESSES[name]
    kwargs = world.ours.get(name, {})
    assert not address.takes_an_object or kwargs, f"no sample object for {name} in its room's tests/walls.py"
    before = snapshot()
    for method in WRITING:
        status = knock(Client(), address, "", address.nobody(kwargs), {}, method)
        assert status < 500
        assert isinstance(address.door, Public) or status in {302, 403, 404, 405}, f"{method} -> {status}"
    assert changed(before) == []
