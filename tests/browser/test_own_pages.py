"""The pages of signing in, of one's account and of the organization: nothing in a reader's way, in either language and size."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from conftest import Person
from neeman.orgs.invitations import invite
from neeman.orgs.models import User
from neeman.orgs.roles import Role, Sees
from neeman.signin.models import Purpose
from neeman.signin.services import make_link
from tests.browser.conftest import Tabs

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
OWN = [
    *("/account/", "/account/email/", "/account/password/first/", "/account/codes/on/"),
    *("/account/passkeys/add/", "/house/members/", "/house/settings/", "/house/log/"),
]


@pytest.mark.parametrize(("language", "size"), [("he", "phone"), ("en", "desk")])
def test_nothing_stands_in_a_readers_way(
    page: Tabs, owner: Person, colleague: Person, language: str, size: str
) -> None:
    User.objects.update(language=language)
    with owner.scope():
        joining = invite(
            owner.access, "x@house.test", role=Role.VIEWER, sees=Sees.ALL, manager=None, now=timezone.now()
        )
    links = [make_link(colleague.user, purpose, now=timezone.now()) for purpose in Purpose]
    assert colleague.access.member is not None
    inside = [*OWN, f"/house/members/{colleague.access.member.pk}/"]
    tabs = {
        page(owner, size): inside,
        page(size=size, language=language): ["/account/login/", joining, *links],
    }
    found = []
    for tab, paths in tabs.items():
        for path in paths:
            tab.goto(path)
            assert tab.locator("html").get_attribute("lang") == language
            if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path}: wider than the screen")
            tab.evaluate(AXE.read_text("utf-8"))
            faults = tab.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
            found += [f"{path}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in faults]
    assert found == []
