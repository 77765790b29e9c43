"""Targets: from when on they hold, what of them changes, who may set them, and the page."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from conftest import Person, make_person
from neeman.customers.services.undoing import undo_act
from neeman.orgs.access import Access
from neeman.orgs.models import LogEntry
from neeman.orgs.roles import Role
from neeman.targets.models import Target
from neeman.targets.queries import Aim, targets_on
from neeman.targets.services import set_targets
from neeman.targets.spans import Span, months_ahead, period_of

WON = "sales.won"
MONTH, QUARTER = Aim(WON, None, Span.MONTH), Aim(WON, None, Span.QUARTER)
AUGUST, NOVEMBER = date(2026, 8, 20), date(2026, 11, 22)


def on(access: Access, day: date) -> dict[Aim, int]:
    return targets_on(access, day, [WON])


def test_it_holds_from_the_beginning_of_its_period_until_another_is_set(inside: Access) -> None:
    assert on(inside, NOVEMBER) == {}
    set_targets(inside, {MONTH: 10_000_00, QUARTER: 30_000_00}, day=AUGUST)
    set_targets(inside, {MONTH: 12_000_00}, day=NOVEMBER)
    assert on(inside, date(2026, 6, 30)) == {}
    assert on(inside, date(2026, 7, 1)) == {QUARTER: 30_000_00}
    assert on(inside, date(2026, 10, 31)) == {MONTH: 10_000_00, QUARTER: 30_000_00}
    assert on(inside, date(2027, 11, 1)) == {MONTH: 12_000_00, QUARTER: 30_000_00}


def test_it_is_lifted_and_the_past_keeps_it(inside: Access) -> None:
    set_targets(inside, {MONTH: 10_000_00}, day=AUGUST)
    set_targets(inside, {MONTH: None}, day=NOVEMBER)
    assert on(inside, NOVEMBER) == {}
    assert on(inside, date(2026, 10, 1)) == {MONTH: 10_000_00}


def test_a_members_own_stands_beside_that_of_the_business(inside: Access) -> None:
    assert inside.member is not None
    own = Aim(WON, inside.member.pk, Span.MONTH)
    set_targets(inside, {MONTH: 10_000_00, own: 4_000_00}, day=NOVEMBER)
    set_targets(inside, {own: 5_000_00}, day=NOVEMBER)
    assert on(inside, NOVEMBER) == {MONTH: 10_000_00, own: 5_000_00}
    assert Target.objects.count() == 2, "a second thought within the period is no new target"


def test_it_is_one_entry_and_can_be_undone(inside: Access) -> None:
    assert set_targets(inside, {MONTH: 10_000_00}, day=AUGUST) is not None
    assert set_targets(inside, {MONTH: 10_000_00}, day=NOVEMBER) is None
    done = set_targets(inside, {MONTH: 20_000_00}, day=NOVEMBER)
    assert done is not None
    assert LogEntry.objects.filter(verb="targets.targets.changed").count() == 2
    undo_act(inside, done, now=timezone.now())
    assert on(inside, NOVEMBER) == {MONTH: 10_000_00}


def test_who_may_not_sets_none(owner: Person) -> None:
    manager = make_person(owner.access.organization, "manager@targets.test", Role.SALES_MANAGER)
    with manager.scope(), pytest.raises(PermissionDenied):
        set_targets(manager.access, {MONTH: 1}, day=NOVEMBER)
    assert manager.client.get(manager.url("settings/targets/")).status_code == 403


def test_the_page_takes_money_and_percent_and_only_what_changed(owner: Person) -> None:
    fields = {
        "sales.won-all-month": "12,500.50",
        "portfolio.churn_rate_customers-all-year": "8.5%",
        "portfolio.arpa_minor-all-quarter": "",
        "initial-portfolio.arpa_minor-all-quarter": "",
    }
    assert owner.client.post(owner.url("settings/targets/"), fields).status_code == 302
    with owner.scope():
        kept = {(row.measure, row.span): row.value for row in Target.objects.all()}
    assert kept == {("sales.won", "month"): 12_500_50, ("portfolio.churn_rate_customers", "year"): 850}
    page = owner.client.get(owner.url("settings/targets/")).content.decode()
    assert 'value="12,500.50"' in page or 'value="12500.50"' in page
    assert 'value="8.50"' in page


def test_what_is_set_for_a_later_month_holds_from_then_on_and_not_before(owner: Person) -> None:
    today = timezone.localdate()
    later = months_ahead(today)[-1]
    address = owner.url(f"settings/targets/?from={later:%Y-%m}")
    names = [f"sales.won-all-{span}" for span in Span]
    fields = {**dict.fromkeys(names, "100"), **{f"initial-{name}": "" for name in names}}
    assert owner.client.post(address, fields)["Location"] == address
    with owner.scope():
        since = {row.span: row.since for row in Target.objects.all()}
        assert since == {span.value: period_of(span, later).first for span in Span}
        assert on(owner.access, today) == {}
        assert len(on(owner.access, later)) == 3
        set_targets(owner.access, {MONTH: 7_000_00}, day=today)
        assert (on(owner.access, today)[MONTH], on(owner.access, later)[MONTH]) == (7_000_00, 100_00)
    page = owner.client.get(address).content.decode()
    assert f'<option value="{later:%Y-%m}" selected>' in page
    assert page.count('value="100"') == 2 * 3, "each beside what it was when the page came"
    assert f"רבעון\u00a0{(later.month + 2) // 3}, {later.year}" in page


@pytest.mark.parametrize("asked", ["2020-01", "2099-01", "x", "2027-13"])
def test_a_month_that_cannot_be_chosen_is_that_of_today(owner: Person, asked: str) -> None:
    page = owner.client.get(owner.url(f"settings/targets/?from={asked}")).content.decode()
    assert f'<option value="{timezone.localdate():%Y-%m}" selected>' in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("sales.won-all-month", "much"),
        ("sales.won-all-month", "-5"),
        ("portfolio.repeat_rate-all-year", "101"),
    ],
)
def test_what_is_no_target_is_said_beside_it(owner: Person, name: str, typed: str) -> None:
    answer = owner.client.post(owner.url("settings/targets/"), {name: typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    with owner.scope():
        assert not Target.objects.exists()


def test_each_field_says_in_what_it_is_counted(owner: Person) -> None:
    page = owner.client.get(owner.url("settings/targets/")).content.decode()
    units = re.findall(r'<div class="with-unit">.*?<span>(.*?)</span>', page, re.S)
    assert set(units) == {"₪", "%"}
