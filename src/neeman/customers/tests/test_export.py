"""The exported list, opened again: right to left, figures as figures, and nothing that a spreadsheet would run."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from conftest import Person
from neeman.customers.models import CustomField
from neeman.customers.tests.test_listing import add
from neeman.orgs.models import LogEntry


@pytest.fixture
def shop(owner: Person) -> Person:
    with owner.scope():
        CustomField.objects.create(key="seats", label="מושבים", type=CustomField.Type.NUMBER)
        add(
            "נגריית הגליל",
            revenue=6_000,
            late=True,
            phone="050-1234567",
            city="חיפה",
            custom={"seats": "7.5"},
        )
        add("=HYPERLINK(1)", revenue=10, phone="+972-3-1234567", remarks="@cmd")
    return owner


def sheet(person: Person, query: str = "") -> Any:
    response = person.client.post(person.url("customers/export/"), {"kind": "xlsx", "query": query})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(BytesIO(response.content)).active


def test_the_sheet_reads_as_the_list(shop: Person) -> None:
    page = sheet(shop, "columns=revenue,rhythm,last,phone,c.seats,city")
    assert page.sheet_view.rightToLeft
    assert page.freeze_panes == "A2"
    rows = list(page.values)
    assert rows[0][0]
    assert rows[1][:4] == ("נגריית הגליל", 6000, 90, 21)
    assert isinstance(rows[1][4], datetime | date)
    assert rows[1][5] == "050-1234567"


def test_what_is_chosen_and_narrowed(shop: Person) -> None:
    rows = list(sheet(shop, "columns=city&columns=c.seats&city=חיפה").values)
    assert rows[1:] == [("נגריית הגליל", "חיפה", 7.5)]


def test_nothing_runs(shop: Person) -> None:
    page = sheet(shop, "columns=phone&columns=remarks")
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    text = shop.client.post(
        shop.url("customers/export/"), {"kind": "csv", "query": "columns=phone,remarks"}
    ).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "'@cmd" in text


def test_it_is_logged_and_needs_its_permission(shop: Person, colleague: Person) -> None:
    sheet(shop, "city=חיפה")
    with shop.scope():
        entry = LogEntry.objects.get(verb="customers.list.exported")
    assert entry.data["rows"] == 1
    assert colleague.client.post(colleague.url("customers/export/"), {"kind": "xlsx"}).status_code == 403
    assert shop.client.post(shop.url("customers/export/"), {"kind": "exe"}).status_code == 404
