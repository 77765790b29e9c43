"""Members: nobody gives more than they hold, the last owner stays, and each act is on the log (TRUST T10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from conftest import Person
from neeman.orgs.access import Access, access_of
from neeman.orgs.invitations import AlreadyMember, invite
from neeman.orgs.models import Invitation, LogEntry, Member, User
from neeman.orgs.roles import PERMISSIONS, May, Role, Sees
from neeman.orgs.services import (
    RESERVED_SLUGS,
    AboveOneself,
    LastOwner,
    add_member,
    change_member,
    close_member,
    found_organization,
)
from tests.walls.addresses import addresses
from tests.walls.database import changed, snapshot


def member_of(person: Person) -> Member:
    assert person.access.member is not None
    return person.access.member


@pytest.fixture
def deputy(colleague: Person, monkeypatch: pytest.MonkeyPatch) -> Access:
    """A salesperson who may manage members: no role of today is one, so the table is bent."""
    monkeypatch.setitem(
        PERMISSIONS, Role.SALESPERSON, frozenset(PERMISSIONS[Role.SALESPERSON] | {May.MANAGE_MEMBERS})
    )
    return access_of(member_of(colleague))


ABOVE: dict[str, Callable[[Access, Member, User], object]] = {
    "invite": lambda access, boss, new: invite(
        access, "x@house.test", role=Role.OWNER, sees=Sees.ALL, manager=None, now=timezone.now()
    ),
    "add": lambda access, boss, new: add_member(access, new, role=Role.FINANCE),
    "raise oneself": lambda access, boss, new: change_member(
        access, access.member, role=Role.OWNER, sees=Sees.ALL, manager=None
    ),
    "demote the boss": lambda access, boss, new: change_member(
        access, boss, role=Role.SALESPERSON, sees=Sees.ALL, manager=None
    ),
    "close the boss": lambda access, boss, new: close_member(access, boss),
}


@pytest.mark.parametrize("act", ABOVE)
def test_nobody_deals_above_themselves(owner: Person, deputy: Access, act: str) -> None:
    new = User.objects.create_user("new@house.test")
    before = snapshot()
    with owner.scope(), pytest.raises(AboveOneself):
        ABOVE[act](deputy, member_of(owner), new)
    assert changed(before) == []


def test_within_reach_all_of_it_works(owner: Person, deputy: Access) -> None:
    new = User.objects.create_user("new@house.test")
    with owner.scope():
        member = add_member(deputy, new, role=Role.VIEWER)
        change_member(deputy, member, role=Role.SERVICE, sees=Sees.OWN, manager=deputy.member)
        member.refresh_from_db()
        assert (member.role, member.sees, member.manager) == ("service", "own", deputy.member)
        close_member(deputy, member)
        verbs = list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))
        assert verbs == ["orgs.member.added", "orgs.member.changed", "orgs.member.closed"]


def test_a_form_offers_only_what_is_within_reach(owner: Person, colleague: Person, deputy: Access) -> None:
    answer = colleague.client.post(
        owner.url("members/invite/"), {"email": "x@house.test", "role": "owner", "sees": "all"}
    )
    assert answer.status_code == 200
    with owner.scope():
        assert not Invitation.objects.exists()


@pytest.mark.parametrize("act", ["demote", "close"])
def test_the_last_owner_stays(owner: Person, colleague: Person, act: str) -> None:
    me = member_of(owner)
    path = owner.url(f"members/{me.pk}/") + ("close/" if act == "close" else "")
    before = snapshot()
    answer = owner.client.post(path, {"role": "viewer", "sees": "all"})
    assert answer.status_code == (302 if act == "close" else 200)
    assert changed(before) == []
    with owner.scope():
        add_member(owner.access, colleague.user, role=Role.OWNER)
    assert owner.client.post(path, {"role": "viewer", "sees": "all"}).status_code == 302
    assert owner.client.get(owner.url("members/")).status_code in {302, 403, 404}


def test_an_owner_who_may_not_enter_is_no_owner(owner: Person, colleague: Person) -> None:
    with owner.scope():
        add_member(owner.access, colleague.user, role=Role.OWNER)
        User.objects.filter(pk=colleague.user.pk).update(is_active=False)
        with pytest.raises(LastOwner):
            close_member(owner.access, member_of(owner))


def test_an_owner_sees_everything(owner: Person, colleague: Person) -> None:
    with owner.scope():
        member = change_member(
            owner.access, member_of(colleague), role=Role.OWNER, sees=Sees.OWN, manager=None
        )
        assert member.sees == "all"


def test_nobody_is_their_own_manager(owner: Person, colleague: Person) -> None:
    me = member_of(colleague)
    path = owner.url(f"members/{me.pk}/")
    before = snapshot()
    assert owner.client.post(path, {"role": "viewer", "sees": "all", "manager": me.pk}).status_code == 200
    assert changed(before) == []


def test_a_former_member_is_out_and_may_come_back(owner: Person, colleague: Person) -> None:
    me = member_of(colleague)
    assert owner.client.post(owner.url(f"members/{me.pk}/close/")).status_code == 302
    colleague.user.refresh_from_db()
    colleague.client.force_login(colleague.user)
    assert colleague.client.get(owner.url("customers/")).status_code == 404
    assert owner.client.get(owner.url(f"members/{me.pk}/")).status_code == 404
    with owner.scope():
        assert add_member(owner.access, colleague.user, role=Role.VIEWER).pk == me.pk


def test_a_member_is_not_invited_again(owner: Person, colleague: Person) -> None:
    with owner.scope(), pytest.raises(AlreadyMember):
        invite(
            owner.access,
            colleague.user.email.upper(),
            role=Role.VIEWER,
            sees=Sees.ALL,
            manager=None,
            now=timezone.now(),
        )


def test_the_invitation_is_shared_by_hand(owner: Person) -> None:
    page = owner.client.post(
        owner.url("members/invite/"), {"email": "New@House.test", "role": "viewer", "sees": "all"}
    ).content.decode()
    assert "https://wa.me/?text=" in page
    assert page.count("http://localhost:8000/join/") == 1
    again = owner.client.get(owner.url("members/")).content.decode()
    assert "/join/" not in again
    assert "new@house.test" in again


def test_no_business_stands_in_the_shadow_of_the_products_own_addresses(owner: Person) -> None:
    outside = [address for address in addresses() if not address.in_organization]
    paths = [
        address.url("", {part: 1 if part == "pk" else "x" for part in address.parts}) for address in outside
    ]
    fixed = {path.strip("/").partition("/")[0] for path in paths} - {""}
    assert fixed <= RESERVED_SLUGS
    with pytest.raises(ValueError, match="account"):
        found_organization(owner.user, name="x", slug="account")
