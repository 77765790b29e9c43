"""The background: everybody's follow-up each night and after new standings, those of new customers at once."""

from __future__ import annotations

from datetime import timedelta

from neeman.activity.tests.making import NOW, stand_still, talk
from neeman.customers.models import FollowUp
from neeman.customers.services.customers import archive_customer
from neeman.customers.services.standings import STANDINGS
from neeman.customers.tests.making import make
from neeman.jobs.models import Job
from neeman.jobs.services import enqueue, tell_of
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access


def run(access: Access, name: str) -> None:
    enqueue(access, name)
    do_waiting()


def test_a_new_customer_is_followed_up_at_once(inside: Access) -> None:
    lead = make(inside, status="lead")
    assert Job.objects.filter(name="activity.new_follow_ups").exists(), "adding tells of itself"
    run(inside, "activity.new_follow_ups")
    assert FollowUp.objects.get().customer == lead
    assert FollowUp.objects.get().every_days == 7


def test_grades_move_the_cadence(inside: Access) -> None:
    customer = make(inside)
    talk(inside, customer)
    assert FollowUp.objects.get().every_days == 90
    stand_still(customer)
    Job.objects.all().delete()
    tell_of(inside, STANDINGS)
    assert [job.name for job in Job.objects.filter(name__startswith="activity.")] == ["activity.follow_ups"]
    run(inside, "activity.follow_ups")
    assert (FollowUp.objects.get().grade, FollowUp.objects.get().every_days) == ("A", 14)


def test_the_night_ends_what_is_over(inside: Access) -> None:
    kept, away = make(inside), make(inside, "לארכיון")
    run(inside, "activity.follow_ups")
    assert FollowUp.objects.count() == 2
    archive_customer(inside, away, version=1, now=NOW)
    FollowUp.objects.update(paused_until=NOW.date() - timedelta(days=1))
    run(inside, "activity.follow_ups")
    assert list(FollowUp.objects.values_list("customer", "paused_until")) == [(kept.pk, None)]
