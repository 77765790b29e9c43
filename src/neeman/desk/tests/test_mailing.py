"""Reports by e-mail: to a real mail server, once a period whatever dies, and never what the reader may not see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from conftest import Person, make_person
from neeman.channels.models import Connection
from neeman.channels.sealing import seal
from neeman.channels.tests.test_email import Postman, postman  # noqa: F401  a fixture is found by its name
from neeman.channels.tests.test_email import settings as connected_to
from neeman.customers.tests.making import make
from neeman.desk.models import Delivery, Every, Subscription
from neeman.desk.reports.mailing import MOST_TRIES, period_of, send_waiting, write_down
from neeman.orgs.access import Access
from neeman.orgs.models import Organization
from neeman.orgs.roles import Role
from tests.walls.database import changed, snapshot

THEN = timezone.now() + timedelta(days=40)
LATER = timezone.localdate(THEN)


@pytest.fixture
def subscribed(inside: Access) -> Subscription:
    make(inside, "מאפיית הגליל")
    return Subscription.objects.create(member=inside.member, report="new-customers", every=Every.MONTH)


def connect(postman: Postman) -> None:  # noqa: F811
    given = dict(connected_to(postman))
    secret = {key: given.pop(key) for key in ("password",) if key in given}
    Connection.objects.create(way="email", settings=given, sealed=seal(secret))


def test_periods_begin_on_their_first_day() -> None:
    assert period_of(Every.WEEK, date(2026, 11, 25)) == date(2026, 11, 22)
    assert period_of(Every.WEEK, date(2026, 11, 22)) == date(2026, 11, 22)
    assert period_of(Every.MONTH, date(2026, 11, 25)) == date(2026, 11, 1)
    assert period_of(Every.HALF, date(2026, 11, 25)) == date(2026, 7, 1)
    assert period_of(Every.HALF, date(2026, 6, 30)) == date(2026, 1, 1)


def test_one_a_period_however_often_the_night_comes(inside: Access, subscribed: Subscription) -> None:
    assert write_down(timezone.localdate()) == 0, (
        "the period in which one subscribed is over half of it unseen"
    )
    assert write_down(LATER) == 1
    assert write_down(LATER) == 0
    assert write_down(LATER + timedelta(days=31)) == 1


def test_it_arrives_once_with_its_table(inside: Access, subscribed: Subscription, postman: Postman) -> None:  # noqa: F811
    connect(postman)
    write_down(LATER)
    for _night in range(2):
        send_waiting(inside, THEN)
    assert [one.state for one in Delivery.objects.all()] == [Delivery.State.SENT]
    (mail,) = postman.mails
    assert mail["To"] == inside.member.user.email
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        f"new-customers-{LATER:%Y-%m-%d}.xlsx"
    ]
    assert 'dir="rtl"' in mail.get_body(("html",)).get_content()


def test_it_comes_as_a_pdf_for_whoever_asked_for_one(
    inside: Access,
    subscribed: Subscription,
    postman: Postman,  # noqa: F811
) -> None:
    connect(postman)
    Subscription.objects.update(form="pdf")
    write_down(LATER)
    send_waiting(inside, THEN)
    [part] = postman.mails[0].iter_attachments()
    assert part.get_filename() == f"new-customers-{LATER:%Y-%m-%d}.pdf"
    assert part.get_content()[:5] == b"%PDF-"


def test_what_was_being_sent_when_a_process_died_is_not_sent_again(
    inside: Access,
    subscribed: Subscription,
    postman: Postman,  # noqa: F811
) -> None:
    connect(postman)
    write_down(LATER)
    Delivery.objects.update(state=Delivery.State.SENDING)
    assert send_waiting(inside, THEN)["unknown"] == 1
    assert postman.mails == []
    assert Delivery.objects.get().state == Delivery.State.UNKNOWN


def test_without_a_server_it_waits_and_in_the_end_gives_up(inside: Access, subscribed: Subscription) -> None:
    write_down(LATER)
    assert send_waiting(inside, THEN)["left"] == 1
    Connection.objects.create(
        way="email",
        settings={"host": "no-such-host.invalid", "port": "25", "security": "none", "from_address": "a@b.co"},
        sealed=seal({}),
    )
    for _night in range(MOST_TRIES):
        send_waiting(inside, THEN)
    assert Delivery.objects.get().state == Delivery.State.FAILED


def test_nobody_gets_what_they_may_not_read(owner: Person, house: Organization) -> None:
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    before = snapshot()
    given = {"report": "revenue", "every": "week", "form": "xlsx", "member": viewer.access.member.pk}
    assert owner.client.post(owner.url("reports/by-mail/"), given).status_code == 422
    assert viewer.client.post(viewer.url("reports/by-mail/"), given).status_code == 422
    given = {"report": "new-customers", "every": "week", "form": "xlsx", "member": owner.access.member.pk}
    assert viewer.client.post(viewer.url("reports/by-mail/"), given).status_code == 422
    assert changed(before) == []
    with owner.scope():
        one = Subscription.objects.create(member=viewer.access.member, report="revenue")
        write_down(LATER)
        Connection.objects.create(way="email", settings={}, sealed=seal({}))
        send_waiting(owner.access, THEN)
        assert Delivery.objects.get(subscription=one).state == Delivery.State.FAILED


def test_subscribing_and_stopping(owner: Person, house: Organization) -> None:
    given = {"report": "revenue", "every": "week", "form": "pdf", "member": owner.access.member.pk}
    assert owner.client.post(owner.url("reports/by-mail/"), given).status_code == 302
    assert owner.client.post(owner.url("reports/by-mail/"), {**given, "every": "month"}).status_code == 302
    with owner.scope():
        one = Subscription.objects.get()
        assert (one.every, one.form) == (Every.MONTH, "pdf")
    viewer = make_person(house, "viewer@house.test", Role.VIEWER)
    assert viewer.client.post(viewer.url(f"reports/by-mail/{one.pk}/stop/")).status_code == 404
    assert owner.client.post(owner.url(f"reports/by-mail/{one.pk}/stop/")).status_code == 302
    with owner.scope():
        assert not Subscription.objects.exists()
