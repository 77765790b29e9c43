"""The page of the day: who stands on it and why, how few, and what each tap does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import Person
from neeman.activity.models import Interaction, Outcome, Pause, Task
from neeman.activity.services.cadence import refresh_all
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.pauses import pause, resume
from neeman.activity.services.tasks import add_task
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, refuse
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer, Standing
from neeman.customers.tests.making import make, stand
from neeman.desk.models import FinishedDay
from neeman.desk.today.cards import Part
from neeman.desk.today.composing import compose, seconds_a_card
from neeman.desk.today.ending import streak_of
from neeman.orgs.access import Access
from neeman.orgs.hours import hours_of
from neeman.orgs.models import Organization
from neeman.ui.text import plain
from tests.walls.database import changed, snapshot

HTMX = {"HX-Request": "true"}


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def due(access: Access, name: str, *, grade: str = "A", value: int = 100_000, days: int = 40) -> Customer:
    """A customer to whom nobody has spoken for `days`, and who buys by its rhythm."""
    customer = make(access, name)
    stand(
        customer,
        grade=grade,
        as_of=timezone.localdate(),
        revenue_window_minor=value,
        revenue_before_minor=value,
        overdue_ratio=0.5,
        at_stake_minor=0,
        last_purchase=timezone.localdate() - timedelta(days=days),
    )
    return customer


def reckon(access: Access) -> None:
    refresh_all(access, today=timezone.localdate())


def names(access: Access, part: Part, now: datetime) -> list[str]:
    return [card.customer.name for card in compose(access, now).parts[part] if card.customer]


def test_gold_comes_first_then_value_times_lateness(inside: Access, now: datetime) -> None:
    due(inside, "כסף", grade="B", value=9_000_000, days=300)
    due(inside, "זהב קטן", value=200_000, days=30)
    due(inside, "זהב גדול", value=300_000, days=30)
    due(inside, "זהב קטן ומאחר", value=200_000, days=90)
    reckon(inside)
    assert names(inside, Part.CADENCE, now) == ["זהב קטן ומאחר", "זהב גדול", "זהב קטן", "כסף"]


def test_a_broken_promise_waits_and_a_plan_for_today_does_not(inside: Access, now: datetime) -> None:
    today = timezone.localdate()
    promised, planned = due(inside, "הובטח"), due(inside, "מתוכנן")
    add_task(inside, promised, title="לשלוח דוגמאות", due_on=today - timedelta(days=2), now=now)
    add_task(inside, planned, title="להתקשר", due_on=today, now=now)
    reckon(inside)
    assert names(inside, Part.NOW, now) == ["הובטח"]
    assert names(inside, Part.CADENCE, now) == ["מתוכנן"]


def test_one_card_a_customer_with_every_reason_on_it(inside: Access, now: datetime) -> None:
    customer = due(inside, "הכול יחד")
    customer.standing.at_stake_minor, customer.standing.overdue_ratio = 8_640_000, 2.2
    customer.standing.save()
    add_task(inside, customer, title="לחזור אליהם", due_on=timezone.localdate(), now=now, urgent=True)
    reckon(inside)
    day = compose(inside, now)
    assert day.left == 1
    card = day.card_of(customer.pk)
    assert card is not None
    assert (card.reason.part, [more.part for more in card.more]) == (Part.NOW, [Part.KEEP])


def test_sales_that_end_long_ago_are_told_with_their_last_day(inside: Access, now: datetime) -> None:
    customer = due(inside, "קובץ ישן")
    standing = customer.standing
    standing.at_stake_minor, standing.overdue_ratio, standing.usual_gap_days = 8_640_000, 2.2, 12
    for back, is_said in ((2, False), (400, True)):
        standing.as_of = timezone.localdate() - timedelta(days=back)
        standing.last_purchase = standing.as_of - timedelta(days=30)
        standing.save()
        reckon(inside)
        (card,) = compose(inside, now).parts[Part.KEEP]
        assert "30" in card.reason.why
        assert (plain("he").day(standing.as_of) in card.reason.why) is is_said


def test_never_more_than_five_minutes(inside: Access, now: datetime) -> None:
    for number in range(30):
        due(inside, f"לקוח {number}", days=40 + number)
    reckon(inside)
    day = compose(inside, now)
    assert day.left == 12
    assert day.later == 18
    assert day.minutes <= 5


def test_whoever_is_slow_gets_fewer(inside: Access, now: datetime) -> None:
    customer = due(inside, "אחד")
    for number in range(8):
        log_interaction(inside, customer, Said(outcome=Outcome.SPOKE), now=now)
        Interaction.objects.filter(pk=Interaction.objects.latest("pk").pk).update(
            noted_at=now - timedelta(days=3, seconds=100 * number)
        )
    assert seconds_a_card(inside) == 100
    for number in range(10):
        due(inside, f"לקוח {number}")
    reckon(inside)
    assert compose(inside, now).left == 3


def test_a_pause_holds_and_a_muted_reason_leaves_the_others(inside: Access, now: datetime) -> None:
    resting, muted = due(inside, "נח"), due(inside, "מושתק")
    for customer in (resting, muted):
        customer.standing.at_stake_minor, customer.standing.overdue_ratio = 5_000_000, 2.0
        customer.standing.save()
    reckon(inside)
    assert len(names(inside, Part.KEEP, now)) == 2
    until = timezone.localdate() + timedelta(days=30)
    pause(inside, resting, until, now=now)
    pause(inside, muted, until, now=now, signal="risk")
    assert names(inside, Part.KEEP, now) == []
    assert names(inside, Part.CADENCE, now) == ["מושתק"]


def test_a_colleagues_customers_are_theirs(owner: Person, colleague: Person, now: datetime) -> None:
    with owner.scope():
        theirs, mine = due(owner.access, "של עמית"), due(owner.access, "של אף אחד")
        Customer.objects.filter(pk=theirs.pk).update(owner=colleague.access.member)
        reckon(owner.access)
        assert names(owner.access, Part.CADENCE, now) == [mine.name], "those of nobody are management's"
        assert names(colleague.access, Part.CADENCE, now) == [theirs.name]


def test_the_number_of_queries_stands_still(inside: Access, now: datetime) -> None:
    def asked() -> int:
        reckon(inside)
        with CaptureQueriesContext(connection) as queries:
            compose(inside, now)
        return len(queries)

    due(inside, "ראשון")
    few = asked()
    for number in range(20):
        due(inside, f"לקוח {number}")
    assert asked() <= few <= 32


def test_a_tap_records_and_the_line_takes_it_back(owner: Person) -> None:
    with owner.scope():
        customer = due(owner.access, "ראשון")
        reckon(owner.access)
    page = owner.client.get(owner.url("today/")).content.decode()
    assert f'id="card-{customer.pk}"' in page
    url = owner.url(f"today/{customer.pk}/talk/")
    done = owner.client.post(
        url, {"outcome": "spoke", "kind": "call", "key": "k"}, headers=HTMX
    ).content.decode()
    assert "today-line" in done
    assert 'hx-swap-oob="true"' in done
    with owner.scope():
        assert Interaction.objects.get().key == "k"
    undo = done.split('hx-post="')[1].split('"')[0]
    back = owner.client.post(undo, headers=HTMX).content.decode()
    assert f'id="card-{customer.pk}"' in back
    with owner.scope():
        assert not Interaction.objects.exists()


def test_a_message_sent_by_hand_is_kept_by_the_gate_and_ends_the_task(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "דני כהן", phone="050-1234567")
        task, _ = add_task(
            owner.access, customer, title="לכתוב", due_on=timezone.localdate(), now=timezone.now()
        )
        reckon(owner.access)
    page = owner.client.get(owner.url("today/")).content.decode()
    assert "https://wa.me/972501234567?text=" in page
    url = owner.url(f"today/{customer.pk}/sent/")
    data = {"wording": "in_touch", "key": "k", "task": task.pk}
    for _again in range(2):
        assert "today-line" in owner.client.post(url, data, headers=HTMX).content.decode()
    with owner.scope():
        message, said = Message.objects.get(), Interaction.objects.get()
        assert (message.state, message.channel, said.kind) == ("sent", "whatsapp", "whatsapp")
        assert not Task.objects.get().is_open


def test_who_asked_to_be_removed_is_not_written_to(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access, "דני כהן", phone="050-1234567")
        add_task(owner.access, customer, title="לכתוב", due_on=timezone.localdate(), now=timezone.now())
        words = Words(wording="הסירו אותי", source=Source.SPOKEN, at=timezone.now())
        refuse(owner.access, recipient_of(owner.access, customer), words, everything=True)
    assert "https://wa.me/" not in owner.client.get(owner.url("today/")).content.decode()
    before = snapshot()
    answer = owner.client.post(owner.url(f"today/{customer.pk}/sent/"), {"key": "k"}, headers=HTMX)
    assert answer.headers["HX-Reswap"] == "none"
    with owner.scope():
        assert not Interaction.objects.exists()
    assert set(changed(before)) <= {"channels.Message", "orgs.LogEntry"}


def test_a_snooze_asks_for_a_day_only(owner: Person) -> None:
    with owner.scope():
        customer = due(owner.access, "ראשון")
        reckon(owner.access)
    url = owner.url(f"today/{customer.pk}/snooze/")
    assert owner.client.post(url, {"until": "2020-01-01"}, headers=HTMX).headers["HX-Reswap"] == "none"
    until = (timezone.localdate() + timedelta(days=8)).isoformat()
    assert "today-line" in owner.client.post(url, {"until": until}, headers=HTMX).content.decode()
    with owner.scope():
        assert Pause.objects.get().until.isoformat() == until
    assert f'id="card-{customer.pk}"' not in owner.client.get(owner.url("today/")).content.decode()


def test_the_chance_is_whoever_lost_most_of_those_who_are_silent_and_do_not_rest(
    inside: Access, now: datetime
) -> None:
    for name, value, before in (("מעט", 90, 100), ("הרבה", 50, 100), ("יותר", 40, 100), ("הכי", 30, 100)):
        customer = due(inside, name, value=value * 1_000, days=1)
        Standing.objects.filter(customer=customer).update(revenue_before_minor=before * 1_000)
    far = due(inside, "ברונזה", grade="C", value=10_000, days=1)
    Standing.objects.filter(customer=far).update(revenue_before_minor=900_000)
    spoken, resting = (Customer.objects.get(name=name) for name in ("הכי", "יותר"))
    log_interaction(inside, spoken, Said(kind="call", outcome=Outcome.SPOKE), now=now)
    pause(inside, resting, timezone.localdate() + timedelta(days=9), now=now, signal="chance")
    reckon(inside)
    assert names(inside, Part.CHANCE, now) == ["הרבה"]
    resume(inside, resting, now=now)
    (card,) = compose(inside, now).parts[Part.CHANCE]
    assert (card.customer, card.reason.amount_minor) == (resting, 60_000)


def test_a_task_on_nobody_is_ended_here(owner: Person) -> None:
    with owner.scope():
        task, _ = add_task(
            owner.access, None, title="להזמין נייר", due_on=timezone.localdate(), now=timezone.now()
        )
    assert "להזמין נייר" in owner.client.get(owner.url("today/")).content.decode()
    owner.client.post(owner.url(f"today/task/{task.pk}/"))
    with owner.scope():
        assert not Task.objects.get().is_open


def test_before_the_first_customer_the_page_says_what_it_will_be_and_where_to_begin(owner: Person) -> None:
    page = owner.client.get(owner.url("today/")).content.decode()
    assert "כאן יופיע בכל בוקר עם מי לדבר, ולמה" in page
    assert f'href="{owner.url("start/")}"' in page
    assert "today-strip" not in page, "nothing of nothing is no progress"


def test_the_end_is_quiet(owner: Person) -> None:
    with owner.scope():
        make(owner.access, "אין לו מועד")
    page = owner.client.get(owner.url("today/")).content.decode()
    assert "today-empty" in page
    assert "אין היום למי לפנות" in page


def test_a_day_is_finished_by_the_act_that_ends_it_and_unfinished_by_its_undo(owner: Person) -> None:
    with owner.scope():
        customer = due(owner.access, "אחרון")
        reckon(owner.access)
    done = owner.client.post(
        owner.url(f"today/{customer.pk}/talk/"),
        {"outcome": "spoke", "kind": "call", "key": "k"},
        headers=HTMX,
    )
    with owner.scope():
        assert FinishedDay.objects.get().member == owner.access.member
    owner.client.post(done.content.decode().split('hx-post="')[1].split('"')[0], headers=HTMX)
    with owner.scope():
        assert not FinishedDay.objects.exists()


def test_rest_breaks_no_streak_and_a_missed_day_does(inside: Access) -> None:
    hours = hours_of(inside.organization)
    sunday = date(2026, 11, 22)
    week = {date(2026, 11, day) for day in (17, 18, 19)}
    assert streak_of(week, sunday, hours) == 3, "Friday and Shabbat lie between, and today is not over"
    assert streak_of({*week, sunday}, sunday, hours) == 4
    assert streak_of(week - {date(2026, 11, 18)}, sunday, hours) == 1
    assert streak_of(week, sunday + timedelta(days=1), hours) == 0
    assert streak_of({date(2026, 3, 31)}, date(2026, 4, 3), hours) == 1, "the eve of Pesach and its first day"


def test_the_first_month_stands_beside_the_day_while_it_lasts(owner: Person) -> None:
    address = f'hx-get="{owner.url("month/")}"'
    assert address in owner.client.get(owner.url("today/")).content.decode()
    Organization.objects.update(created_at=timezone.now() - timedelta(days=61))
    assert address not in owner.client.get(owner.url("today/")).content.decode()
