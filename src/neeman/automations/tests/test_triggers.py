"""What each trigger finds in a span, and that it finds the same when it is asked again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from neeman.automations.acting import reaching_hours
from neeman.automations.tests.making import NOW, ZONE, bought
from neeman.automations.triggers import Happening, Span, triggers
from neeman.channels.wording.filling import placeholders_of
from neeman.channels.wording.starting import starting_texts
from neeman.customers.models import Customer
from neeman.customers.services.fields import add_field
from neeman.customers.tests.making import make, stand
from neeman.orgs.access import Access


def found(access: Access, key: str, first: date, last: date, **settings: Any) -> list[Happening]:
    hours = reaching_hours(access.organization)
    span = Span(
        datetime.combine(first, datetime.min.time(), ZONE),
        datetime.combine(last, datetime.max.time(), ZONE),
        hours,
    )
    trigger = triggers()[key]
    once, again = (list(trigger.find(access, trigger.with_defaults(settings), span)) for _ in range(2))
    assert once == again
    return once


@pytest.fixture
def dana(inside: Access) -> Customer:
    return make(inside, "דנה לוי", kind="person", birthday=date(1980, 11, 28))


def test_every_trigger_can_be_asked(inside: Access, dana: Customer) -> None:
    bought(dana, NOW.date())
    for key, trigger in triggers().items():
        found(inside, key, NOW.date() - timedelta(days=400), NOW.date())
        assert trigger.says(trigger.with_defaults({}))


def test_a_purchase_once_a_day_with_what_it_was_about(inside: Access, dana: Customer) -> None:
    for key in ("הזמנה", "חשבונית"):
        bought(dana, date(2026, 3, 2), key=key, product="ארון")
    bought(dana, date(2026, 3, 5), minor=-100)
    one = found(inside, "ledger.purchase", date(2026, 3, 1), date(2026, 3, 31))
    assert [(one.key, one.values["product"], one.amount_minor) for one in one] == [
        ("bought 2026-03-02", "ארון", 50_000)
    ]


def test_only_the_first_purchase_is_the_first(inside: Access, dana: Customer) -> None:
    bought(dana, date(2026, 3, 2))
    bought(dana, date(2026, 3, 9))
    assert len(found(inside, "ledger.first_purchase", date(2026, 3, 1), date(2026, 3, 31))) == 1
    assert found(inside, "ledger.first_purchase", date(2026, 3, 5), date(2026, 3, 31)) == []


def test_silence_counts_from_the_last_purchase(inside: Access, dana: Customer) -> None:
    bought(dana, date(2026, 1, 31))
    bought(dana, date(2026, 2, 10))
    month = (date(2026, 4, 1), date(2026, 5, 31))
    assert [one.key for one in found(inside, "ledger.silent", *month)] == ["silent 3 2026-02-10"]
    bought(dana, date(2026, 5, 10))
    assert found(inside, "ledger.silent", *month) == []


def test_a_month_that_is_shorter_loses_nobody(inside: Access, dana: Customer) -> None:
    bought(dana, date(2026, 1, 31))
    assert len(found(inside, "ledger.silent", date(2026, 2, 28), date(2026, 2, 28), months=1)) == 1


def test_time_since_a_product(inside: Access, dana: Customer) -> None:
    bought(dana, date(2025, 11, 20), product="מסנן מים")
    bought(dana, date(2026, 2, 1), product="ברז")
    year = {"months": 12, "words": "מסנן"}
    one = found(inside, "ledger.since_purchase", date(2026, 11, 1), date(2026, 11, 30), **year)
    assert [one.values["product"] for one in one] == ["מסנן"]


def test_the_rhythm(inside: Access, dana: Customer) -> None:
    stand(dana, last_purchase=date(2026, 11, 1), usual_gap_days=20.0)
    assert len(found(inside, "ledger.rhythm", date(2026, 11, 18), date(2026, 11, 18), days=3)) == 1
    assert found(inside, "ledger.rhythm", date(2026, 11, 19), date(2026, 11, 30), days=3) == []


def test_a_birthday_on_shabbat_is_wished_on_friday(inside: Access, dana: Customer) -> None:
    assert date(2026, 11, 28).isoweekday() == 6
    [one] = found(inside, "dates.birthday", date(2026, 11, 20), date(2026, 11, 27))
    assert one.at.date() == date(2026, 11, 27)
    assert found(inside, "dates.birthday", date(2026, 11, 28), date(2026, 11, 30)) == []


def test_great_holidays_before_they_begin(inside: Access, dana: Customer) -> None:
    one = found(inside, "dates.holiday", date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.key, one.at.date().isoformat(), one.values["holiday"]) for one in one] == [
        ("pesach 2026", "2026-03-31", "פסח"),
        ("rosh_hashana 2026", "2026-09-10", "ראש השנה"),
    ]


def test_each_quarter_has_a_wish_of_its_own(inside: Access, dana: Customer) -> None:
    year = found(inside, "dates.quarter", date(2026, 1, 1), date(2026, 12, 31))
    wishes = [one.values["greeting"] for one in year]
    assert len(set(wishes)) == len(wishes) == 4
    text = starting_texts()["season", "he"]
    assert "greeting" in placeholders_of(text.subject + text.body)


def test_a_date_in_a_field_of_our_own(inside: Access, dana: Customer) -> None:
    field = add_field(inside, label="סוף החוזה", type_="date", choices=[])
    Customer.objects.filter(pk=dana.pk).update(custom={field.key: "2026-12-22"})
    other = make(inside, "אחר")
    Customer.objects.filter(pk=other.pk).update(custom={field.key: "אחרי החגים"})
    [one] = found(inside, "dates.field", date(2026, 11, 1), date(2026, 11, 30), field=field.key, days=30)
    assert (one.customer_id, one.values["subject"]) == (dana.pk, "סוף החוזה")
