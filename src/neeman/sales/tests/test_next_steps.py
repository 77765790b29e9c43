"""No open deal without a next action and a day, wherever the last one was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from neeman.activity.models import Task
from neeman.activity.proposing import Proposal
from neeman.activity.services.interactions import Said, log_interaction
from neeman.activity.services.tasks import done, drop
from neeman.lib.calendar import DayKind
from neeman.orgs.access import Access
from neeman.orgs.changes import undo
from neeman.orgs.hours import hours_of
from neeman.sales.clock import Waiting, clock_of
from neeman.sales.queries.deals import get_deal
from neeman.sales.queries.steps import find_next_step, open_steps
from neeman.sales.services.deals import lose_deal, reopen_deal
from neeman.sales.tests.making import NOW, TODAY, make_deal

LATER = NOW + timedelta(minutes=30)


def test_a_lead_is_to_be_called_within_two_working_hours(inside: Access) -> None:
    step = find_next_step(make_deal(inside, arrived=True))
    assert step is not None
    assert (step.due_on, step.due_at, step.urgent) == (TODAY, (NOW + timedelta(hours=4)).time(), True)


def test_other_deals_get_a_whole_working_day(inside: Access) -> None:
    step = find_next_step(make_deal(inside))
    assert step is not None
    assert step.due_on > TODAY
    assert hours_of(inside.organization).kind(step.due_on) == DayKind.WORK


@pytest.mark.parametrize("end", [done, drop])
def test_ending_the_last_task_anywhere_brings_another(inside: Access, end: object) -> None:
    deal = make_deal(inside)
    step = find_next_step(deal)
    assert step is not None
    assert callable(end)
    act = end(inside, step, version=step.version, now=LATER)
    following = find_next_step(deal)
    assert following is not None
    assert following.pk != step.pk
    undo(inside, act, now=LATER)
    assert [task.pk for task in open_steps()] == [step.pk]


def test_a_talk_from_the_card_settles_it_and_stops_the_clock(inside: Access) -> None:
    deal = make_deal(inside, arrived=True)
    step = find_next_step(deal)
    logged = log_interaction(inside, deal.customer, Said(text="רוצים הצעה"), now=LATER, task=step)
    assert (logged.interaction.about_table, logged.interaction.about_id) == ("sales.deal", deal.pk)
    assert get_deal(inside, deal.pk).first_reply_at == LATER
    assert open_steps().count() == 1


def test_the_step_that_was_chosen_is_the_one_that_follows(inside: Access) -> None:
    deal = make_deal(inside)
    chosen = Proposal(Task.Kind.MEETING, "הדגמה", TODAY + timedelta(days=9))
    log_interaction(inside, deal.customer, Said(), now=LATER, task=find_next_step(deal), next_step=chosen)
    following = find_next_step(deal)
    assert following is not None
    assert (following.title, open_steps().count()) == ("הדגמה", 1)


def test_an_ended_deal_asks_for_nothing_until_it_is_reopened(inside: Access) -> None:
    deal = make_deal(inside)
    lose_deal(inside, deal, version=1, now=LATER, reason=None)
    assert not open_steps().exists()
    lost = get_deal(inside, deal.pk)
    reopen_deal(inside, lost, version=lost.version, now=LATER)
    assert open_steps().count() == 1


def test_the_clock_runs_in_working_time_only(inside: Access) -> None:
    """A lead of Thursday evening waits over Friday's short day and Shabbat, not at night."""
    hours = hours_of(inside.organization)
    thursday = NOW + timedelta(days=4, hours=9, minutes=30)  # 19:30 in Jerusalem, after the day's end
    friday = thursday + timedelta(hours=14)
    assert clock_of(thursday, None, now=friday, hours=hours).took == timedelta(minutes=30)
    late = clock_of(thursday, None, now=thursday + timedelta(days=3), hours=hours)
    assert (late.state, late.left) == (Waiting.PASSED, timedelta())
