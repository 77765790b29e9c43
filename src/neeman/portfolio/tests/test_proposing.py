"""Where new grades wait: a computation proposes them, people decide, and what they said holds over the next computations."""

from __future__ import annotations

from datetime import date

import pytest

from neeman.customers.models import Customer, Standing
from neeman.jobs.models import Job
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry
from neeman.portfolio.computing import recompute
from neeman.portfolio.models import Rules, Snapshot
from neeman.portfolio.moving import moves_between
from neeman.portfolio.queries import customers_of, get_change_set, get_rules
from neeman.portfolio.services import change_rules, decide_grades, lift_grade, set_grade, undo_act
from neeman.portfolio.standings import Proposal
from neeman.portfolio.tests.selling import TODAY, sell
from neeman.portfolio.tests.waiting import RISE, let_wait, open_waiting, rise

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def shop(inside: Access) -> dict[str, Customer]:
    return open_waiting(inside)


def stands(customer: Customer) -> tuple[str, Proposal]:
    """The grade in force, and what is proposed."""
    row = Standing.objects.get(customer=customer)
    return row.grade, Proposal(row.proposed, row.proposed_on, row.declined)


def computed(access: Access, day: date = MONDAY) -> Snapshot:
    snapshot = recompute(access, today=day)
    assert snapshot is not None
    return snapshot


def test_a_new_grade_is_proposed_and_the_one_in_force_stays(
    inside: Access, shop: dict[str, Customer]
) -> None:
    rise(shop["small"])
    newcomer = Customer.objects.create(name="חדשה")
    sell(newcomer, TODAY, 1_000)
    computed(inside)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY))
    assert stands(shop["big"]) == ("A", Proposal())
    assert stands(newcomer) == ("C", Proposal()), "who has no grade yet gets the computed one at once"


def test_computing_again_says_since_when(inside: Access, shop: dict[str, Customer]) -> None:
    rise(shop["small"])
    for day in (MONDAY, TUESDAY, TUESDAY):
        computed(inside, day)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY))


def test_what_was_declined_stays_so_until_another_grade_is_computed(
    inside: Access, shop: dict[str, Customer]
) -> None:
    rise(shop["small"])
    computed(inside)
    assert decide_grades(inside, {shop["small"].pk: "A"}, approve=False) is not None
    assert decide_grades(inside, {shop["small"].pk: "A"}, approve=True) is None, "nobody is asked any more"
    computed(inside, TUESDAY)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY, True))

    sell(shop["big"], TODAY, 9 * RISE)  # silver is left for whoever comes second
    computed(inside, WEDNESDAY)
    assert stands(shop["small"]) == ("C", Proposal("B", WEDNESDAY))
    sell(shop["small"], TODAY, -RISE)  # returned
    computed(inside, WEDNESDAY)
    assert stands(shop["small"]) == ("C", Proposal())


def test_what_is_approved_is_in_force_and_followed(inside: Access, shop: dict[str, Customer]) -> None:
    rise(shop["small"])
    computed(inside)
    Job.objects.all().delete()
    done = decide_grades(inside, {shop["small"].pk: "A"}, approve=True)
    assert done is not None
    assert stands(shop["small"]) == ("A", Proposal())
    assert {"portfolio.recompute", "activity.follow_ups"} <= set(Job.objects.values_list("name", flat=True))
    told = LogEntry.objects.get(verb="portfolio.grade.approved")
    assert (told.subject_id, told.data["was"], told.data["proposed"]) == (shop["small"].pk, "C", "A")
    computed(inside, TUESDAY)
    assert stands(shop["small"]) == ("A", Proposal())


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_is_taken_back_even_after_a_computation(
    inside: Access, shop: dict[str, Customer], approve: bool
) -> None:
    rise(shop["small"])
    computed(inside)
    done = decide_grades(inside, {shop["small"].pk: "A"}, approve=approve)
    assert done is not None
    again = computed(inside, TUESDAY)
    undo_act(inside, get_change_set(inside, done.pk), now=again.taken_at)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY))
    computed(inside, WEDNESDAY)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY))


def test_who_is_proposed_another_grade_by_now_is_passed_over(
    inside: Access, shop: dict[str, Customer]
) -> None:
    rise(shop["small"])
    computed(inside)
    assert decide_grades(inside, {shop["small"].pk: "B", shop["big"].pk: "B"}, approve=True) is None
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY))


@pytest.mark.parametrize("step", ["customers", "writing"])
def test_what_is_decided_while_the_engine_works_counts(
    inside: Access, shop: dict[str, Customer], step: str
) -> None:
    rise(shop["small"])
    computed(inside)

    def tell(now: str) -> None:
        if now == step:
            assert decide_grades(inside, {shop["small"].pk: "A"}, approve=True) is not None
            set_grade(inside, shop["third"], "A", reason="ותיק")

    recompute(inside, today=TUESDAY, tell=tell)
    assert stands(shop["small"]) == ("A", Proposal())
    assert stands(shop["third"]) == ("A", Proposal())


def test_a_grade_set_by_hand_is_asked_of_nobody(inside: Access, shop: dict[str, Customer]) -> None:
    rise(shop["small"])
    computed(inside)
    done = set_grade(inside, shop["small"], "B", reason="לקוח של פעם בשנה")
    assert stands(shop["small"]) == ("B", Proposal())
    computed(inside, TUESDAY)
    assert stands(shop["small"]) == ("B", Proposal())
    undo_act(inside, done, now=computed(inside, TUESDAY).taken_at)
    assert stands(shop["small"]) == ("C", Proposal("A", MONDAY)), "as it was before"


@pytest.mark.parametrize("method", ["pareto", "rules"])
def test_once_it_is_lifted_the_computed_grade_holds_and_none_is_proposed(
    inside: Access, shop: dict[str, Customer], method: str
) -> None:
    """By the rules whoever is neither gold nor bronze is silver, as everybody here."""
    change_rules(inside, method=method, params={}, version=get_rules(inside).version)
    set_grade(inside, shop["small"], "A", reason="ותיק")
    computed(inside)
    lift_grade(inside, shop["small"])
    by_method = {"pareto": "C", "rules": "B"}[method]
    assert stands(shop["small"]) == (by_method, Proposal())
    computed(inside, TUESDAY)
    assert stands(shop["small"]) == (by_method, Proposal())


def test_switching_it_off_takes_what_is_computed(inside: Access, shop: dict[str, Customer]) -> None:
    rise(shop["small"])
    computed(inside)
    decide_grades(inside, {shop["small"].pk: "A"}, approve=False)
    let_wait(inside, "at_once")
    computed(inside, TUESDAY)
    assert stands(shop["small"]) == ("A", Proposal())


def test_snapshots_and_moves_are_of_grades_in_force(inside: Access, shop: dict[str, Customer]) -> None:
    first = Snapshot.objects.get()
    rise(shop["small"])
    waited = computed(inside)
    row = customers_of(waited, ["grade", "grade_in_force"], shop["small"].pk).to_pylist()
    assert row == [{"grade": "A", "grade_in_force": "C"}]
    assert waited.portfolio["grades_in_force"]["C"]["customers"] == 1
    assert len(moves_between(first, waited).of("C", "A")) == 0
    decide_grades(inside, {shop["small"].pk: "A"}, approve=True)
    assert len(moves_between(first, computed(inside, TUESDAY)).of("C", "A")) == 1


def test_back_to_the_defaults_leaves_it_waiting(inside: Access, shop: dict[str, Customer]) -> None:
    change_rules(inside, method="share", params={}, version=get_rules(inside).version)
    assert Rules.objects.get().new_grades == "wait"
