"""A link for somebody else's password: only for a member who is nobody else's member, and who is not above oneself."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.orgs.access import Access, access_of
from neeman.orgs.models import Member
from neeman.orgs.roles import PERMISSIONS, May, Role
from neeman.orgs.services import AboveOneself, add_member
from neeman.signin.models import SignInLink
from neeman.signin.services import make_member_link
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"


def at(owner: Person, member: Member) -> str:
    return owner.url(f"members/{member.pk}/link/")


def member_of(person: Person) -> Member:
    assert person.access.member is not None
    return person.access.member


def test_it_is_shown_once_and_sets_a_password(owner: Person, colleague: Person) -> None:
    page = owner.client.post(at(owner, member_of(colleague))).content.decode()
    found = re.search(r'value="(http://localhost:8000/new-password/[\w-]{43}/)"', page)
    assert found
    assert Client().post(found[1], {"password": PASSWORD}).status_code == 302
    colleague.user.refresh_from_db()
    assert colleague.user.check_password(PASSWORD)


def test_nobody_opens_the_account_of_another_organizations_member(owner: Person, stranger: Person) -> None:
    """Else one could invite anybody and then take the account over, with all that it opens elsewhere."""
    with owner.scope():
        member = add_member(owner.access, stranger.user, role=Role.VIEWER)
    before = snapshot()
    assert owner.client.post(at(owner, member)).status_code == 403
    assert changed(before) == []


def test_it_takes_fresh_proof(owner: Person, colleague: Person) -> None:
    owner.user.set_password(PASSWORD)
    owner.user.save()
    client = Client()
    client.force_login(owner.user)
    before = snapshot()
    answer = client.post(at(owner, member_of(colleague)))
    assert answer.headers["Location"].startswith("/account/confirm/?next=")
    assert changed(before) == []


def test_nobody_opens_an_account_above_their_own(
    owner: Person, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = PERMISSIONS[Role.SALESPERSON] | {May.MANAGE_MEMBERS}
    monkeypatch.setitem(PERMISSIONS, Role.SALESPERSON, frozenset(reach))
    access: Access = access_of(member_of(colleague))
    with owner.scope(), pytest.raises(AboveOneself):
        make_member_link(access, member_of(owner), now=timezone.now())
    assert not SignInLink.objects.exists()
