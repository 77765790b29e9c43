"""The demo business in an organization: a banner while it is there, gone with one click, never over real data."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Interaction
from neeman.channels.models.message import Message
from neeman.customers.models import Customer
from neeman.desk.demo import words
from neeman.desk.demo.loading import ROOMS, NotEmpty, clear_demo, load_demo
from neeman.desk.reports.selling import quotes
from neeman.desk.today.composing import done_today
from neeman.orgs.models import LogEntry, Member
from neeman.orgs.wall import Owned
from neeman.sales.models import Deal, Quote
from neeman.sales.services.stages import keep_stages

TODAY = date(2026, 11, 22)


def rows_of_a_business() -> int:
    return sum(
        model._default_manager.count()
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if issubclass(model, Owned)
    )


def test_one_click_in_and_one_click_out(owner: Person, colleague: Person, stranger: Person) -> None:
    with stranger.scope():
        Customer.objects.create(name="של אחרים")
    assert owner.client.post(owner.url("demo/load/")).status_code == 302
    owner.organization.refresh_from_db()
    with owner.scope():
        assert Customer.objects.count() > 100
    assert b"/demo/clear/" in owner.client.get(owner.url("help/")).content
    the_inbox_holds_conversations_and_the_day_begins_undone(owner)
    assert colleague.client.post(colleague.url("demo/clear/")).status_code == 403

    said = owner.client.post(owner.url("demo/clear/"), follow=True)
    assert said.redirect_chain[-1][0] == owner.url("start/")
    assert b"/demo/clear/" not in said.content
    with owner.scope():
        assert rows_of_a_business() == 0
        assert Member.objects.count() == 2
        assert LogEntry.objects.filter(verb="desk.demo.cleared").count() == 1
    with stranger.scope():
        assert Customer.objects.count() == 1


def test_never_over_customers_of_ones_own(owner: Person) -> None:
    with owner.scope():
        Customer.objects.create(name="אמיתי")
        with pytest.raises(NotEmpty):
            load_demo(owner.access, today=TODAY)
    owner.client.post(owner.url("demo/load/"))
    owner.client.post(owner.url("demo/clear/"))
    with owner.scope():
        assert [customer.name for customer in Customer.objects.all()] == ["אמיתי"]


def test_the_same_each_time_and_something_to_show_of_selling(owner: Person) -> None:
    """Deals in every stage, won and lost; leads; a catalogue; quotes in each state. Every table of the rooms is emptied,
    a new one too, in an order that its keys allow."""
    told = []
    with owner.scope():
        for _time in range(2):
            load_demo(owner.access, today=TODAY)
            staged = Deal.objects.filter(won_at=None, lost_at=None).values("stage").distinct().count()
            assert staged == len(keep_stages(owner.access))
            assert Deal.objects.exclude(lost_at=None).count() == 3
            assert Deal.objects.filter(arrived_at__isnull=False, won_at=None).count() == 4
            states = Counter(Quote.objects.values_list("state", flat=True))
            assert states == {"draft": 2, "sent": 6, "approved": 4, "declined": 2}
            assert quotes(owner.access, "6", TODAY).rows[-1][1:6] == [12, 4, 2, 1, 57]
            yes = Quote.objects.filter(state="approved").earliest("decided_at")
            logged = LogEntry.objects.get(verb="sales.quote.approved", subject_id=yes.pk)
            assert (logged.at, logged.member) == (yes.decided_at, None), "told when it was, of whom it was"
            told.append(list(Quote.objects.order_by("number").values_list("number", "net_minor")))
            assert rows_of_a_business() > 10_000
            clear_demo(owner.access)
            assert rows_of_a_business() == 0
    assert told[0] == told[1]


def the_inbox_holds_conversations_and_the_day_begins_undone(owner: Person) -> None:
    """Asked of the demo that another test has loaded: loading takes seconds."""
    page = owner.client.get(owner.url("inbox/")).content.decode()
    assert words.FROM_A_STRANGER[-1][:20] in page
    with owner.scope():
        sides = Counter(Message.objects.values_list("direction", flat=True))
        said = [line for _channel, lines in words.CONVERSATIONS for line in lines]
        assert sides == {
            "in": 1 + sum(one[2] == "in" for one in said),
            "out": sum(one[2] == "out" for one in said),
        }
        assert Interaction.objects.filter(text__in=[one[3] for one in said]).count() == len(said)
        days = list(Message.objects.order_by("pk").values_list("made_at", flat=True))
        assert days == sorted(days), "the inbox shows who wrote last by what came last"
        assert done_today(owner.access, timezone.localtime()) == 0, "loading is no work"
