"""Sales files into the ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from neeman.customers.models import Customer, ExternalKey
from neeman.imports.services.checking import NotReady
from neeman.imports.services.undoing import take_back
from neeman.imports.tests.bringing import bring
from neeman.ledger.models import Document, Line
from neeman.orgs.access import Access

SALES = """מספר חשבונית,תאריך,מספר לקוח,שם לקוח,מק"ט,תיאור,כמות,מחיר ליחידה,סה"כ
1001,07/03/2025,17850,נגריית הגליל,A1,בורג,10,2.55,25.50
1001,07/03/2025,17850,נגריית הגליל,A2,אום,1,"1,234.50 ₪","1,234.50 ₪"
1002,25/03/2025,17851,דני כהן,A1,בורג,-2,2.55,-5.10
1003,25/03/2025,,,A1,בורג,1,2.55,2.55
1003,25/03/2025,,,A1,בורג,1,2.55,2.55
סה"כ,,,,,,,,1260.00
"""


def test_lines_become_documents_of_customers(inside: Access) -> None:
    planned, done, _ = bring(inside, SALES)
    assert planned == done
    assert (done.rows, done.created, done.nobodys, dict(done.skipped)) == (5, 5, 2, {"total": 1})
    assert set(Customer.objects.values_list("name", flat=True)) == {"נגריית הגליל", "דני כהן"}
    assert set(ExternalKey.objects.values_list("system", "key")) == {
        ("accounting", "17850"),
        ("accounting", "17851"),
    }
    first = Document.objects.get(number="1001")
    assert (first.day, first.total_minor, first.lines_count, first.kind) == (
        date(2025, 3, 7),
        126_000,
        2,
        "invoice",
    )
    assert Document.objects.get(number="1002").kind == "credit"
    nobody = Document.objects.get(number="1003")
    assert nobody.customer is None
    assert nobody.lines.count() == 2  # an exact duplicate line is a line


def test_the_same_file_again_changes_nothing(inside: Access) -> None:
    bring(inside, SALES)
    before = list(Line.objects.order_by("pk").values())
    planned, done, file = bring(inside, SALES)
    assert planned == done
    assert (done.unchanged, done.created, done.updated) == (5, 0, 0)
    assert file.from_memory
    assert list(Line.objects.order_by("pk").values()) == before
    assert Customer.objects.count() == 2


def test_next_months_file_adds_only_what_is_new(inside: Access) -> None:
    bring(inside, SALES)
    more = SALES.replace(
        'סה"כ,,,,', '1003,25/03/2025,,,A1,בורג,1,2.55,2.55\n1004,1/4/2025,17850,,A9,,1,,7\nסה"כ,,,,'
    )
    planned, done, _ = bring(
        inside,
        more.replace(
            "1002,25/03/2025,17851,דני כהן,A1,בורג,-2,2.55,-5.10",
            "1002,25/03/2025,17851,דני כהן,A1,בורג,-3,2.55,-7.65",
        ),
    )
    assert planned == done
    assert (done.created, done.updated, done.unchanged) == (2, 1, 4)
    assert Document.objects.get(number="1002").total_minor == -765
    assert Document.objects.get(number="1003").lines_count == 3


def test_undo_leaves_documents_that_a_later_file_added_to(inside: Access) -> None:
    _, _, first = bring(inside, SALES)
    more = SALES.replace('סה"כ,,,,', '1003,25/03/2025,,,A7,מברג,1,2.55,2.55\nסה"כ,,,,')
    bring(inside, more)
    take_back(inside, first, now=timezone.now())
    assert set(Document.objects.values_list("number", flat=True)) == {"1003"}
    assert Line.objects.filter(document__number="1003", product="A7").exists()


CHECKED_SUMS = [("10", "2.55", 2550), ("3", "0.0125", 4), ("1.5", "0.01", 2), ("-2", "9.99", -1998)]


def test_amounts_are_exact_products_rounded_once(inside: Access) -> None:
    rows = "\n".join(
        f"{number},1/2/2025,17,{quantity},{price}" for number, (quantity, price, _) in enumerate(CHECKED_SUMS)
    )
    bring(inside, f"מספר חשבונית,תאריך,מספר לקוח,כמות,מחיר ליחידה\n{rows}\n")
    found = list(Line.objects.order_by("document__number").values_list("amount_minor", flat=True))
    assert found == [amount for _, _, amount in CHECKED_SUMS]


def test_one_number_of_two_customers_is_not_one_document(inside: Access) -> None:
    content = "מספר חשבונית,תאריך,מספר לקוח,סכום\n7,1/2/2025,17,10\n7,1/2/2025,18,20\n7,1/2/2024,19,30\n"
    planned, done, _ = bring(inside, content)
    assert planned == done
    assert (done.created, done.rejected) == (2, {"number_of_another": 1})
    _, later, _ = bring(
        inside, content.replace("7,1/2/2025,17,10\n", "").replace("1/2/2025,18", "5/2/2025,18")
    )
    assert later.rejected == {"number_used": 1}


def test_credit_notes_without_a_sign_are_negative(inside: Access) -> None:
    content = "סוג מסמך,מספר חשבונית,תאריך,מספר לקוח,סכום\nחשבונית זיכוי,7,1/2/2025,17,100\nחשבונית,7,1/2/2025,17,50\n"
    bring(inside, content)
    assert set(Document.objects.values_list("kind", "total_minor")) == {
        ("credit", -10_000),
        ("invoice", 5_000),
    }


def test_another_currency_is_said(inside: Access) -> None:
    _, done, file = bring(inside, "מספר חשבונית,תאריך,מספר לקוח,סכום,מטבע\n7,1/2/2025,17,$100,USD\n")
    assert (done.created, done.doubts) == (1, {"other_currency": 1})
    assert file.info["currencies"] == ["USD"]


DISCOUNTS = [("הנחה", "10%", "0"), ("הנחה", "10", "5"), ("הנחה", "0.1", "0.05"), ("הנחה", "2.11 ₪", "")]


@pytest.mark.parametrize(("title", "discount", "other"), DISCOUNTS, ids=[each[1] for each in DISCOUNTS])
def test_discounts_are_taken_off(inside: Access, title: str, discount: str, other: str) -> None:
    """3 x 7.03 = 21.09; a tenth of it is 2.109, so 2.11."""
    content = f"מספר חשבונית,תאריך,מספר לקוח,כמות,מחיר ליחידה,{title}\n1,13/2/2025,17,3,7.03,{discount}\n2,13/2/2025,17,1,100,{other}\n"
    bring(inside, content)
    first = Line.objects.get(document__number="1")
    assert (first.amount_minor, first.discount_minor) == (1_898, 211)


def test_a_discount_above_the_whole_is_no_percentage(inside: Access) -> None:
    content = "מספר חשבונית,תאריך,מספר לקוח,כמות,מחיר ליחידה,אחוז הנחה\n1,13/2/2025,17,3,7.03,250\n2,13/2/2025,17,1,100,10\n"
    _, done, _ = bring(inside, content)
    assert (done.created, done.rejected) == (1, {"percent_far": 1})


def test_an_amount_that_is_written_has_its_discount_off_already(inside: Access) -> None:
    content = "מספר חשבונית,תאריך,מספר לקוח,כמות,מחיר ליחידה,הנחה,סכום\n1,13/2/2025,17,1,100,10%,90\n2,13/2/2025,17,1,50,,50\n"
    bring(inside, content)
    assert set(Line.objects.values_list("amount_minor", "discount_minor")) == {(9_000, 1_000), (5_000, None)}


def test_an_undo_that_was_stopped_goes_on(inside: Access) -> None:
    _, _, file = bring(inside, SALES)

    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        take_back(inside, file, now=timezone.now(), tell=stop)
    file.refresh_from_db()
    assert file.state == "done"
    outcome = take_back(inside, file, now=timezone.now() + timedelta(days=40))
    assert (Document.objects.count(), Customer.objects.count(), outcome.kept) == (0, 0, 0)
    assert outcome.removed == 3 + 2 + 2  # documents, customers and their keys
    with pytest.raises(NotReady):
        take_back(inside, file, now=timezone.now())
