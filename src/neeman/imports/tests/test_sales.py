"""Sales files into the ledger."""

from __future__ import annotations

from datetime import date

from neeman.customers.models import Customer, ExternalKey
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
