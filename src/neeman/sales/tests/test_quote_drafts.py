"""Writing a quote: numbers, lines, sums, two people at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404

from conftest import Person
from neeman.customers.models import Kind
from neeman.customers.services.acting import Unfit
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.changes import StaleWrite, undo
from neeman.orgs.models import LogEntry
from neeman.orgs.wall import organization_scope
from neeman.sales.models import Quote
from neeman.sales.queries.quotes import lines_of
from neeman.sales.services.quote_drafts import Edit, LineAct, edit_quote, make_quote
from neeman.sales.tests.making import NOW, make_deal
from neeman.sales.tests.quoting import do, make_draft, make_product


def test_it_begins_with_the_usual_words_and_the_rate_of_the_day(inside: Access) -> None:
    quote = make_quote(inside, make(inside), now=NOW)
    assert (quote.number, quote.vat_rate_bp, quote.tax_day) == ("2026-0001", 1_800, date(2026, 11, 22))
    assert (quote.consumer, quote.owner) == (False, inside.member)


def test_a_private_person_is_quoted_with_vat(inside: Access) -> None:
    quote = make_quote(inside, make(inside, kind=Kind.PERSON), now=NOW)
    quote = do(inside, quote, LineAct("product", make_product(inside).pk))
    assert lines_of(quote)[0].unit_price_minor == 289_100  # 2,450.00 and 18 %
    assert (quote.net_minor, quote.vat_minor, quote.total_minor) == (245_000, 44_100, 289_100)


def test_it_belongs_to_the_only_open_deal(inside: Access) -> None:
    customer = make(inside)
    deal = make_deal(inside, customer=customer)
    assert make_quote(inside, customer, now=NOW).deal == deal
    make_deal(inside, "עוד אחת", customer=customer)
    assert make_quote(inside, customer, now=NOW).deal is None


def test_lines_add_up_as_they_are_written(inside: Access) -> None:
    quote = make_draft(inside, discount_bp=200)
    assert quote.net_minor == 2_925_300  # (12 x 2,450.00 + 450.00) less 2 %
    assert (quote.vat_minor, quote.total_minor) == (526_554, 3_451_854)
    assert quote.cost_minor == 2_190_000


def test_a_product_picked_twice_is_two_of_it(inside: Access) -> None:
    quote = do(inside, make_quote(inside, make(inside), now=NOW), LineAct("product", make_product(inside).pk))
    quote = do(inside, quote, LineAct("product", lines_of(quote)[0].product_id or 0))
    assert [line.quantity_milli for line in lines_of(quote)] == [2_000]


def test_lines_move_and_go_and_come_back(inside: Access) -> None:
    quote = make_draft(inside)
    quote = do(inside, quote, LineAct("section", "עבודה"))
    first, _second, section = lines_of(quote)
    quote = do(inside, quote, LineAct("up", section.pk))
    assert [line.name for line in lines_of(quote)][1] == "עבודה"
    edited, change_set = edit_quote(
        inside, quote, Edit(act=LineAct("remove", first.pk)), version=quote.version, now=NOW
    )
    assert edited.net_minor == 45_000
    assert change_set is not None
    undo(inside, change_set, now=NOW)
    assert first.pk in [line.pk for line in lines_of(quote)]


def test_an_option_counts_for_nothing_yet(inside: Access) -> None:
    quote = make_draft(inside)
    line = lines_of(quote)[0]
    lines = {line.pk: {"optional": True}}
    quote, _ = edit_quote(inside, quote, Edit(lines=lines), version=quote.version, now=NOW)
    assert quote.net_minor == 45_000


def test_turning_to_a_consumer_keeps_what_is_paid(inside: Access) -> None:
    quote = make_draft(inside)
    before = quote.total_minor
    quote, _ = edit_quote(inside, quote, Edit({"consumer": True}), version=quote.version, now=NOW)
    assert abs(quote.total_minor - before) <= 2
    quote, _ = edit_quote(inside, quote, Edit({"consumer": False}), version=quote.version, now=NOW)
    assert abs(quote.total_minor - before) <= 2


def test_two_people_do_not_overwrite_each_other(inside: Access) -> None:
    quote = make_draft(inside)
    edit_quote(inside, quote, Edit({"title": "של מיכל"}), version=quote.version, now=NOW)
    with pytest.raises(StaleWrite):
        edit_quote(inside, quote, Edit({"title": "של דני"}), version=quote.version, now=NOW)
    assert Quote.objects.get(pk=quote.pk).title == "של מיכל"


def test_saving_the_same_again_writes_nothing(inside: Access) -> None:
    quote = make_draft(inside, title="ציוד")
    same, _ = edit_quote(inside, quote, Edit({"title": "ציוד"}), version=quote.version, now=NOW)
    assert same.version == quote.version


def test_a_sitting_is_one_line_of_the_log(inside: Access) -> None:
    quote = make_draft(inside)
    for title in ("א", "ב", "ג"):
        quote, _ = edit_quote(inside, quote, Edit({"title": title}), version=quote.version, now=NOW)
    assert LogEntry.objects.filter(verb="sales.quote.edited", subject_id=quote.pk).count() == 1


@pytest.mark.parametrize(
    "values", [{"quantity_milli": 0}, {"discount_bp": 10_001}, {"discount_minor": -1}, {"quantity_milli": -5}]
)
def test_what_cannot_be_is_refused(inside: Access, values: dict[str, int]) -> None:
    quote = make_draft(inside)
    lines = {lines_of(quote)[0].pk: values}
    with pytest.raises(Unfit):
        edit_quote(inside, quote, Edit(lines=lines), version=quote.version, now=NOW)


def test_another_quotes_lines_are_passed_over(inside: Access) -> None:
    quote, other = make_draft(inside), make_draft(inside)
    theirs = lines_of(other)[0]
    edit_quote(inside, quote, Edit(lines={theirs.pk: {"name": "זר"}}), version=quote.version, now=NOW)
    assert lines_of(other)[0].name != "זר"


def test_strangers_and_viewers_do_not_write(owner: Person, colleague: Person, stranger: Person) -> None:
    with owner.scope():
        quote = make_draft(owner.access)
        narrow = Access(colleague.organization, colleague.access.member, colleague.access.role, "own")  # type: ignore[arg-type]
        with pytest.raises(Http404):
            edit_quote(narrow, quote, Edit({"title": "א"}), version=quote.version, now=NOW)
        viewer = Access(owner.organization, owner.access.member, "viewer", "all")  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied):
            edit_quote(viewer, quote, Edit({"title": "א"}), version=quote.version, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_neither_gaps_nor_doubles(owner: Person) -> None:
    with owner.scope():
        customer = make(owner.access)
    failures: list[Exception] = []

    def make_some() -> None:
        try:
            with organization_scope(owner.organization.pk):
                for _ in range(5):
                    make_quote(owner.access, customer, now=NOW)
        except Exception as failed:  # noqa: BLE001 - said by the assertion below
            failures.append(failed)
        finally:
            connection.close()

    threads = [threading.Thread(target=make_some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with owner.scope():
        numbers = sorted(Quote.objects.values_list("number", flat=True))
    assert numbers == [f"2026-{n:04}" for n in range(1, 21)]


def test_a_quote_that_comes_to_nothing_takes_no_number(inside: Access) -> None:
    first = make_quote(inside, make(inside), now=NOW, key="a")
    assert make_quote(inside, first.customer, now=NOW, key="a") == first
    assert make_quote(inside, first.customer, now=NOW).number == "2026-0002"
