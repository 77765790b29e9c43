"""Facts go in, a snapshot and standings come out; nothing of one business shows in another's."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Customer, Standing
from neeman.customers.services.merging import merge_customers
from neeman.customers.services.undoing import undo_act
from neeman.jobs.models import Job
from neeman.jobs.work import do_waiting
from neeman.orgs.access import Access
from neeman.portfolio.computing import day_of_measure, recompute
from neeman.portfolio.models import Snapshot
from neeman.portfolio.queries import customers_of, find_snapshot, get_rules
from neeman.portfolio.services import RECOMPUTE, change_rules, lift_grade, request_recompute, set_grade
from neeman.portfolio.tests.selling import TODAY, sell, sell_rhythmically


@pytest.fixture
def sales(inside: Access) -> dict[str, Customer]:
    """Four customers whose window revenues are 50, 30, 15 and 5 percent: exact arithmetic grades them A, A, B, C."""
    shares = {"big": 50_000, "second": 30_000, "third": 15_000, "small": 5_000}
    made = {name: Customer.objects.create(name=name) for name in shares}
    for name, minor in shares.items():
        sell_rhythmically(made[name], every=10, times=5, last=date(2026, 11, 15), minor=minor)
    sell(None, date(2026, 11, 1), 99_999_999)
    return made


def test_standings_and_snapshot(inside: Access, sales: dict[str, Customer]) -> None:
    snapshot = recompute(inside, today=TODAY)
    assert snapshot is not None
    assert {row.customer.name: row.grade for row in Standing.objects.select_related("customer")} == {
        "big": "A", "second": "A", "third": "B", "small": "C",
    }  # fmt: skip
    big = Standing.objects.get(customer=sales["big"])
    assert (big.revenue_window_minor, big.purchase_days, big.usual_gap_days) == (250_000, 5, 10.0)
    assert big.revenue_share == pytest.approx(0.5)
    assert snapshot.portfolio["revenue_window_minor"] == 500_000, "sales of nobody are in nobody's figures"
    assert customers_of(snapshot, ["customer_id", "grade"]).num_rows == 4


def test_who_is_late_by_their_own_rhythm_is_at_stake(inside: Access, sales: dict[str, Customer]) -> None:
    recompute(inside, today=date(2026, 12, 20))
    assert Standing.objects.get(customer=sales["big"]).at_stake_minor == 250_000
    recompute(inside, today=date(2026, 11, 20))
    assert Standing.objects.get(customer=sales["big"]).at_stake_minor == 0


def test_history_is_measured_as_of_its_own_end(inside: Access, sales: dict[str, Customer]) -> None:
    assert day_of_measure(TODAY) == TODAY
    assert day_of_measure(date(2030, 1, 1)) == date(2026, 11, 15)


def test_one_snapshot_a_day_and_the_latest_before_a_day(inside: Access, sales: dict[str, Customer]) -> None:
    for day in (date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 22)):
        recompute(inside, today=day)
    assert Snapshot.objects.count() == 2
    found = find_snapshot(inside, date(2026, 11, 21))
    assert found is not None
    assert found.as_of == date(2026, 11, 20)
    assert find_snapshot(inside, date(2020, 1, 1)) is None


def test_without_sales_there_is_nothing_to_say(inside: Access) -> None:
    assert recompute(inside, today=TODAY) is None
    assert not Standing.objects.exists()


def test_rules_change_the_grades(inside: Access, sales: dict[str, Customer]) -> None:
    change_rules(inside, method="share", params={"grade_share_a": 25, "grade_share_b": 25}, version=1)
    recompute(inside, today=TODAY)
    assert sorted(Standing.objects.values_list("grade", flat=True)) == ["A", "B", "C", "C"]
    assert get_rules(inside).version == 2


def test_who_brings_customers_may_be_gold(inside: Access, sales: dict[str, Customer]) -> None:
    change_rules(inside, method="rules", params={"rule_a_revenue_minor": 1, "rule_a_referrals": 1}, version=1)
    recompute(inside, today=TODAY)
    assert Standing.objects.get(customer=sales["small"]).grade != "A", "money alone is one condition of two"
    Customer.objects.filter(pk=sales["big"].pk).update(referrer=sales["small"])
    recompute(inside, today=TODAY)
    assert Standing.objects.get(customer=sales["small"]).grade == "A"


def test_a_grade_set_by_hand_outlives_computations(inside: Access, sales: dict[str, Customer]) -> None:
    set_grade(inside, sales["small"], "A", reason="לקוח אסטרטגי")
    recompute(inside, today=TODAY)
    assert Standing.objects.get(customer=sales["small"]).grade == "A"
    lift_grade(inside, sales["small"])
    recompute(inside, today=TODAY)
    assert Standing.objects.get(customer=sales["small"]).grade == "C"


def test_the_job_computes_each_business_apart(owner: Person, stranger: Person) -> None:
    for person, minor in ((owner, 700), (stranger, 900)):
        with person.scope():
            sell(Customer.objects.create(name="a"), timezone.localdate(), minor)
            request_recompute(person.access)
            request_recompute(person.access)
    assert do_waiting() == 4
    for person, minor in ((owner, 700), (stranger, 900)):
        with person.scope():
            assert Snapshot.objects.get().portfolio["revenue_minor"] == minor
            assert Standing.objects.get().revenue_minor == minor


def test_a_merge_and_its_undoing_are_followed_once(inside: Access, sales: dict[str, Customer]) -> None:
    recompute(inside, today=TODAY)
    Job.objects.all().delete()
    kept, absorbed = list(sales.values())[:2]
    versions = (kept.version, absorbed.version)
    now = timezone.now()
    merged = merge_customers(inside, kept, absorbed, taken=[], versions=versions, now=now)
    job = Job.objects.get(name=RECOMPUTE)
    assert job.due_at > now
    undo_act(inside, merged, now=now)
    assert Job.objects.get(name=RECOMPUTE) == job
