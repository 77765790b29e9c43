"""Where the day begins, the first steps, the settings and the help."""

from __future__ import annotations

import re

from conftest import Person, make_person
from neeman.customers.models import Customer
from neeman.desk.definitions import CHAPTERS
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from neeman.ui.navigation import open_places


def test_the_day_begins_where_there_is_something_to_see(owner: Person, house: Organization) -> None:
    assert owner.client.get(owner.url()).url == owner.url("start/")
    with owner.scope():
        Customer.objects.create(name="ראשון")
    assert owner.client.get(owner.url()).url == owner.url("today/")
    finance, viewer = (make_person(house, f"{role}@house.test", role) for role in (Role.FINANCE, Role.VIEWER))
    assert finance.client.get(finance.url()).url == finance.url("portfolio/"), "no talks are theirs to record"
    assert viewer.client.get(viewer.url()).url == viewer.url("customers/")


def test_first_steps_offer_what_the_member_may_do(owner: Person, colleague: Person) -> None:
    ways = owner.client.get(owner.url("start/")).content.decode()
    for way in ("imports/", "customers/quick/", "demo/load/"):
        assert owner.url(way) in ways
    steps = owner.client.get(owner.url("start/")).context["steps"]
    done = [step.done for step in steps]
    assert done == [False, True, False, False, True], "the owner has a name and the colleague is here already"
    narrow = colleague.client.get(colleague.url("start/")).content.decode()
    assert colleague.url("demo/load/") not in narrow
    assert colleague.url("imports/") not in narrow


def test_the_settings_list_the_pages_of_the_rooms(owner: Person, colleague: Person) -> None:
    hrefs = re.findall(r'href="([^"]+)"', owner.client.get(owner.url("settings/all/")).content.decode())
    for page in ("members/", "settings/", "settings/fields/", "portfolio/rules/", "log/"):
        assert owner.url(page) in hrefs
        assert owner.client.get(owner.url(page)).status_code == 200
    narrow = colleague.client.get(colleague.url("settings/all/")).content.decode()
    assert colleague.url("members/") not in narrow
    assert 'id="drawer-business"' not in narrow, "a heading with nothing under it"


def test_the_settings_stand_under_headings_from_the_business_to_the_log(owner: Person) -> None:
    page = owner.client.get(owner.url("settings/all/")).content.decode()
    under = (
        "drawer-business",
        "members/",
        "drawer-customers",
        "settings/fields/",
        "drawer-sales",
        "products/",
    )
    places = [page.index(f'id="{one}"' if "drawer" in one else f'href="{owner.url(one)}"') for one in under]
    assert places == sorted(places)
    main = page[page.index("<main") :]
    assert main.count("<li>") == 2 + sum(1 for one in open_places(owner.access) if one.in_settings)


def test_every_definition_has_its_anchor(owner: Person) -> None:
    page = owner.client.get(owner.url("help/")).content.decode()
    anchors = [one.anchor for chapter in CHAPTERS for one in chapter.definitions]
    assert len(anchors) == len(set(anchors))
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_the_manifest_is_public_and_names_an_icon_that_exists(owner: Person) -> None:
    from django.contrib.staticfiles.finders import find
    from django.test import Client

    told = Client().get("/manifest.webmanifest").json()
    assert told["start_url"] == "/"
    assert find(told["icons"][0]["src"].removeprefix("/static/"))
