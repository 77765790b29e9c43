"""The pages, without script: each step is a plain page that says what is going on."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from conftest import Person
from neeman.customers.models import Contact, Customer
from neeman.imports.models import ImportFile
from neeman.imports.tests.test_sales import SALES
from neeman.jobs.work import do_waiting
from neeman.lib.files.tests import uniform_writer
from neeman.lib.files.tests.test_uniform import RECORDS

BAD = "שם,טלפון,תאריך הצטרפות\nגל-טק מיזוג,054-2018836,31/02/2021\nנגריית עוז,050-6617290,13/04/2019\n"


def upload(person: Person, content: str | bytes, name: str = "מכירות.csv") -> str:
    content = content.encode() if isinstance(content, str) else content
    response = person.client.post(person.url("imports/"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_from_drop_to_report(owner: Person) -> None:
    where = upload(owner, SALES)
    waiting = owner.client.get(where).content.decode()
    assert 'http-equiv="refresh"' in waiting
    assert do_waiting() == 1
    checked = owner.client.get(where).content.decode()
    assert "17850" in checked
    assert 'http-equiv="refresh"' not in checked
    assert owner.client.post(f"{where}commit/", {"remember": "yes"}).status_code == 302
    do_waiting()
    report = owner.client.get(where).content.decode()
    assert "/portfolio/" in report
    with owner.scope():
        assert Customer.objects.count() == 2
    owner.client.post(f"{where}undo/")
    do_waiting()
    with owner.scope():
        assert Customer.objects.count() == 0
        assert ImportFile.objects.get().state == "undone"


@pytest.mark.parametrize(
    ("titles", "is_doubted"),
    [
        ("Name,Internal Reference,Sale Price,Cost", True),
        ("product_name,category,unit_price", True),
        ("Name,Internal Reference,Phone,Price,Product", False),
        ("Name,Internal Reference", False),
    ],
)
def test_a_price_list_is_not_taken_for_people_in_silence(
    owner: Person, titles: str, *, is_doubted: bool
) -> None:
    row = ",".join("12" for _ in titles.split(","))
    where = upload(owner, f"{titles}\nChai{row[2:]}\nChang{row[2:]}\n", "list.csv")
    do_waiting()
    page = owner.client.get(where).content.decode()
    with translation.override("he"):
        said = translation.gettext(
            "The columns speak of products and not of people, and each row would become a customer."
            " Products stand in the catalogue."
        )
    assert (said in page) is is_doubted


def test_what_else_the_file_holds_is_offered_until_it_came_in(owner: Person) -> None:
    book = uniform_writer.zipped(uniform_writer.data_file(RECORDS))
    where = upload(owner, book, "OPENFRMT.zip")
    do_waiting()
    with translation.override("he"):
        assert '<option value="customers">לקוחות' in owner.client.get(where).content.decode()
    owner.client.post(f"{where}commit/")
    do_waiting()
    report = owner.client.get(where).content.decode()
    assert [name in report for name in ('value="sales"', 'value="customers"', 'value="payments"')] == [
        False,
        True,
        True,
    ]
    second = owner.client.post(f"{where}sheet/", {"sheet": "customers"})["Location"]
    do_waiting()
    owner.client.post(f"{second}commit/")
    do_waiting()
    assert 'value="customers"' not in owner.client.get(where).content.decode()
    owner.client.post(f"{where}sheet/", {"sheet": "nowhere"})
    with owner.scope():
        assert list(ImportFile.objects.order_by("pk").values_list("sheet", "state")) == [
            ("sales", "done"),
            ("customers", "done"),
        ]


def rows_of(page: str) -> dict[str, str]:
    """The titled rows of the page's tables, as text."""
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', page)
    return {title: re.sub(r"<[^>]*>|[\u200e\u200f\u2066-\u2069]", "", value) for title, value in rows}


def test_the_report_says_what_came_in_and_the_undone_one_that_it_left(owner: Person) -> None:
    where = upload(owner, SALES)
    do_waiting()
    owner.client.post(f"{where}commit/")
    do_waiting()
    report = rows_of(owner.client.get(where).content.decode())
    facts = {title: report[title] for title in ("לקוחות חדשים", "מסמכים חדשים", "תקופת השורות")}
    assert facts == {"לקוחות חדשים": "2", "מסמכים חדשים": "3", "תקופת השורות": "07.03.2025 – 25.03.2025"}
    assert "1,260.00" in report["סכום כולל"]
    assert report["חדשים"] == "5"
    with owner.scope():
        customer = Customer.objects.get(name="דני כהן")
        Contact.objects.create(customer=customer, name="רות")
    owner.client.post(f"{where}undo/")
    do_waiting()
    page = owner.client.get(where).content.decode()
    assert "חדשים" not in rows_of(page)
    assert facts.items() <= rows_of(page).items()
    assert "נקלט, ובוטל" in page
    assert "נשארה, כי נעשתה בה עבודה מאוחרת יותר" in page  # the customer with a contact person of later


def test_a_file_that_brings_nothing_new_claims_nothing(owner: Person) -> None:
    for _ in range(2):
        where = upload(owner, SALES)
        do_waiting()
        owner.client.post(f"{where}commit/")
        do_waiting()
    report = rows_of(owner.client.get(where).content.decode())
    assert report["ללא שינוי"] == "5"
    assert not {"לקוחות חדשים", "מסמכים חדשים", "סכום כולל", "תקופת השורות"} & report.keys()


def test_a_bad_cell_is_mended_beside_its_reason(owner: Person) -> None:
    where = upload(owner, BAD)
    do_waiting()
    page = owner.client.get(where).content.decode()
    assert "31/02/2021" in page
    assert 'name="cell_2_2"' in page
    owner.client.post(f"{where}check/", {"cell_2_2": "28/02/2021"})
    do_waiting()
    with owner.scope():
        assert ImportFile.objects.get().counts["created"] == 2


def test_what_is_changed_on_the_page_is_checked_before_it_comes_in(owner: Person) -> None:
    where = upload(owner, BAD)
    do_waiting()
    owner.client.post(f"{where}commit/", {"column_2": ""})
    do_waiting()
    with owner.scope():
        file = ImportFile.objects.get()
        assert (file.state, file.counts["created"]) == ("checked", 2)
        assert Customer.objects.count() == 0


def test_the_bad_rows_come_back_as_a_workbook(owner: Person) -> None:
    where = upload(owner, BAD)
    do_waiting()
    response = owner.client.get(f"{where}problems/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][0] == 2
    assert str(rows[1][1]).endswith("(תאריך הצטרפות)")
    assert rows[1][4] == "31/02/2021"
    assert sheet.cell(2, 5).comment is not None


@pytest.mark.parametrize("page", ["", "progress/", "problems/", "original/"])
def test_another_organizations_file_is_not_there(owner: Person, stranger: Person, page: str) -> None:
    where = upload(owner, SALES)
    pk = where.rstrip("/").rsplit("/", 1)[1]
    assert stranger.client.get(stranger.url(f"imports/{pk}/{page}")).status_code == 404
    assert stranger.client.get(f"{where}{page}").status_code == 404


@pytest.mark.parametrize("act", ["check/", "commit/", "undo/"])
def test_nobody_acts_on_another_organizations_file(owner: Person, stranger: Person, act: str) -> None:
    where = upload(owner, SALES)
    do_waiting()
    pk = where.rstrip("/").rsplit("/", 1)[1]
    with owner.scope():
        before = list(ImportFile.objects.values())
    assert stranger.client.post(stranger.url(f"imports/{pk}/{act}")).status_code == 404
    assert do_waiting() == 0
    with owner.scope():
        assert list(ImportFile.objects.values()) == before


def test_a_salesperson_brings_nothing_in(colleague: Person) -> None:
    assert colleague.client.get(colleague.url("imports/")).status_code == 403
