"""A rehearsal writes nothing and tells who would have received what, when, and who not and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from neeman.activity.models import Outcome
from neeman.activity.tests.making import talk
from neeman.automations.models import Automation
from neeman.automations.presets import PRESETS, values_of_preset
from neeman.automations.queries.rehearsal import rehearse
from neeman.automations.queries.response import response_of
from neeman.automations.tests.making import DAY, NOW, bought, look, outside, preset
from neeman.channels.models.consent import Source
from neeman.channels.models.message import Message
from neeman.channels.services.consents import Words, give_consent
from neeman.customers.directory import recipient_of
from neeman.customers.models import Customer
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from tests.walls.database import changed, snapshot

REVIEW = "https://example.com/review"


def planned(key: str, **changed: object) -> Automation:
    return Automation(**{**values_of_preset(PRESETS[key], "he"), **changed})


def someone(access: Access, number: int, *, agrees: bool = False) -> Customer:
    customer = make(access, f"לקוח {number}", kind="person", phone=f"050-123456{number}")
    if agrees:
        words = Words("כן", Source.FORM, NOW - DAY, "טופס")
        give_consent(access, recipient_of(access, customer), words)
    return customer


def test_nothing_is_written(inside: Access) -> None:
    bought(someone(inside, 1), date(2026, 10, 1))
    before = snapshot()
    played = rehearse(inside, planned("review", values={"link": REVIEW}), days=90, now=NOW)
    assert changed(before) == []
    [one] = played.done
    assert (one.channel, one.planned_at.isoformat()) == ("whatsapp", "2026-10-08T07:00:00+00:00")
    assert REVIEW in one.words


def test_who_not_and_why(inside: Access) -> None:
    agreed, silent, nowhere, back, talked = (
        someone(inside, 1, agrees=True), someone(inside, 2), make(inside, "בלי"), someone(inside, 4), someone(inside, 5),
    )  # fmt: skip
    for customer in (agreed, silent, nowhere, back, talked):
        bought(customer, date(2026, 7, 20))
    bought(back, date(2026, 10, 22))
    talk(inside, talked, outcome=Outcome.SPOKE, now=NOW - 32 * DAY)
    miss = planned("miss_you", values={"content": "מדריך"}, wait=5)
    played = rehearse(inside, miss, days=60, now=NOW)
    assert [one.customer for one in played.done] == [agreed]
    assert {one.customer: one.why for one in played.not_done} == {
        silent: "no_consent", nowhere: "no_address", back: "bought", talked: "answered",
    }  # fmt: skip
    assert dict(played.whys) == {"no_consent": 1, "no_address": 1, "bought": 1, "answered": 1}


def test_the_bounds_are_played_through(inside: Access) -> None:
    one, two, three = (someone(inside, number) for number in (1, 2, 3))
    for customer in (one, two, three):
        bought(customer, date(2026, 10, 5))
    bought(one, date(2026, 10, 8))
    thanks = planned("thank_you", most_a_day=2)
    played = rehearse(inside, thanks, days=90, now=NOW)
    assert [(one.customer, one.waited) for one in played.done] == [(one, ""), (two, ""), (three, "day_full")]
    assert [(one.customer, one.why) for one in played.not_done] == [(one, "again")]


def test_it_foretells_what_is_done(inside: Access) -> None:
    """The same past, rehearsed and then caught up with: the same customers."""
    for number in range(5):
        bought(someone(inside, number), NOW.date() - number * 3 * DAY)
    with outside(inside):
        played = rehearse(inside, planned("review", values={"link": REVIEW}), days=30, now=NOW)
        preset(inside, "review", values={"link": REVIEW}, days_back=30)
        runs = look(inside, NOW + 10 * DAY)
    assert {run.customer_id for run in runs} == {one.customer.pk for one in played.done}
    assert all(run.state == "done" for run in runs)


@pytest.mark.parametrize(("days_later", "counted"), [(30, (1, 1, 1)), (120, (2, 1, 0))])
def test_the_response_is_measured(inside: Access, days_later: int, counted: tuple[int, int, int]) -> None:
    came, stayed = someone(inside, 1, agrees=True), someone(inside, 2, agrees=True)
    for customer in (came, stayed):
        bought(customer, date(2025, 11, 23))
    with outside(inside):
        automation = preset(inside, "win_back")
        look(inside, NOW)
    Message.objects.update(state="sent")
    bought(came, NOW.date() + timedelta(days=10))
    told = response_of(inside, automation, now=NOW + days_later * DAY)
    assert told is not None
    assert (told.reached, told.bought, told.open) == counted
    assert (told.expected, told.days, told.says_little) == ((25, 30), 90, True)
