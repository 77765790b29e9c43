"""Coming in by invitation: newcomers, known people, and everything that must not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from conftest import Person
from neeman.orgs.access import access_of
from neeman.orgs.invitations import accept, get_invitation, invite, revoke
from neeman.orgs.models import Invitation, LogEntry, Member, User
from neeman.orgs.roles import Role, Sees
from neeman.orgs.services import add_member, change_member, close_member
from neeman.signin.tests.walls import token_in
from tests.walls.database import changed, snapshot

PASSWORD = "ארבעה סוסים על הגג"
EMAIL = "noa@house.test"


def make(owner: Person, email: str = EMAIL, role: Role = Role.FINANCE, *, now: datetime | None = None) -> str:
    with owner.scope():
        return invite(
            owner.access,
            email,
            role=role,
            sees=Sees.TEAM,
            manager=owner.access.member,
            now=now or timezone.now(),
        )


def test_a_newcomer(owner: Person) -> None:
    link, client = make(owner), Client()
    assert client.get(link).status_code == 200
    answer = client.post(link, {"name": "נועה", "password": PASSWORD})
    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/house/"
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("נועה", "he", True)
    with owner.scope():
        member = Member.objects.get(user=user)
        assert (member.role, member.sees, member.manager) == ("finance", "team", owner.access.member)
        verbs = set(LogEntry.objects.values_list("verb", flat=True))
        assert {"orgs.invitation.made", "orgs.member.added", "orgs.invitation.accepted"} <= verbs
    assert Client().get(link).status_code == 404


def test_a_guessable_password_is_refused_with_the_organizations_own_words(owner: Person) -> None:
    link, before = make(owner), snapshot()
    answer = Client().post(link, {"name": "נועה", "password": "בית המלאכה בית המלאכה"})
    assert answer.status_code == 200
    assert changed(before) == []


def test_more_fields_than_asked_for_change_nothing(owner: Person) -> None:
    Client().post(
        make(owner),
        {
            "name": "נ",
            "password": PASSWORD,
            "role": "owner",
            "email": "boss@house.test",
            "is_active": "",
            "sees": "all",
        },
    )
    with owner.scope():
        member = Member.objects.select_related("user").get(user__email=EMAIL)
        assert (member.role, member.sees) == ("finance", "team")


def test_a_known_person_signs_in_first(owner: Person, stranger: Person) -> None:
    link = make(owner, stranger.user.email)
    signed_out = Client()
    assert b"/account/login/?next=/join/" in signed_out.get(link).content
    before = snapshot()
    assert signed_out.post(link, {"name": "x", "password": PASSWORD}).status_code == 200
    assert changed(before) == []
    assert stranger.client.get(link).status_code == 200
    assert stranger.client.post(link).headers["Location"] == "/house/"
    assert stranger.client.get("/").status_code == 200  # two organizations to choose from


def test_somebody_elses_invitation_does_not_open(owner: Person, colleague: Person, stranger: Person) -> None:
    for email in ("nobody-yet@house.test", stranger.user.email):
        link = make(owner, email)
        before = snapshot()
        assert colleague.client.get(link).status_code == 200
        assert colleague.client.post(link, {"name": "x", "password": PASSWORD}).status_code == 200
        assert changed(before) == []


SPOILS: dict[str, Callable[[Person, str], str]] = {
    "never was": lambda owner, link: link.replace(token_in(link), "B" * 43),
    "too old": lambda owner, link: make(owner, now=timezone.now() - timedelta(days=7, minutes=1)),
    "taken back": lambda owner, link: (_revoke(owner), link)[1],
    "a newer one was made": lambda owner, link: (make(owner), link)[1],
    "another purpose": lambda owner, link: link.replace("/join/", "/enter/"),
}


def _revoke(owner: Person) -> None:
    with owner.scope():
        revoke(owner.access, Invitation.objects.get(), now=timezone.now())


@pytest.mark.parametrize("way", SPOILS)
def test_a_dead_invitation_is_one_clear_page(owner: Person, way: str) -> None:
    link = SPOILS[way](owner, make(owner))
    before, client = snapshot(), Client()
    assert client.get(link).status_code == 404
    assert client.post(link, {"name": "x", "password": PASSWORD}).status_code == 404
    assert changed(before) == []


@pytest.mark.parametrize("fate", ["demoted", "gone"])
def test_what_the_inviter_may_no_longer_give_is_not_given(
    owner: Person, colleague: Person, fate: str
) -> None:
    with owner.scope():
        second = add_member(owner.access, colleague.user, role=Role.OWNER)
    link = make(owner, role=Role.OWNER)
    with owner.scope():
        if fate == "demoted":
            change_member(
                access_of(second), owner.access.member, role=Role.VIEWER, sees=Sees.ALL, manager=None
            )
        else:
            close_member(access_of(second), owner.access.member)
    before = snapshot()
    assert Client().post(link, {"name": "x", "password": PASSWORD}).status_code == 404
    assert changed(before) == []


def test_two_at_once_are_one(owner: Person, stranger: Person) -> None:
    invitation = get_invitation(token_in(make(owner, stranger.user.email)), now=timezone.now())
    accept(invitation, stranger.user, now=timezone.now())
    with pytest.raises(Http404):
        accept(invitation, stranger.user, now=timezone.now())


def test_a_member_stays_what_they_are(owner: Person) -> None:
    """The only owner may not end up as a viewer through a link made for an address that became theirs."""
    link = make(owner, "later@house.test", Role.VIEWER)
    User.objects.filter(pk=owner.user.pk).update(email="later@house.test")
    assert owner.client.post(link).status_code == 302
    with owner.scope():
        assert Member.objects.get(user=owner.user).role == "owner"


def test_with_a_passkey_there_is_no_password(owner: Person) -> None:
    client = Client()
    answer = client.post(make(owner), {"name": "נועם", "passkey": "1"})
    assert answer.headers["Location"] == "/account/passkeys/add/"
    assert client.get("/account/passkeys/add/").status_code == 200
    assert not User.objects.get(email=EMAIL).has_usable_password()
