"""One table in every kind of file and encoding, written by others' writers, through the whole way in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt

from neeman.customers.models import Contact, Customer
from neeman.imports.tests.bringing import bring, rehearse_file
from neeman.ledger.models import Document, Line, Payment
from neeman.lib.files.tests import uniform_writer
from neeman.lib.files.tests.test_uniform import RECORDS
from neeman.orgs.access import Access

# a file is read before a row is written; `test_sales` and `test_people` write into both databases
pytestmark = pytest.mark.one_database

HEADER = ["שם לקוח", "נייד", "ת. הצטרפות", "עיר"]
ROWS = [
    ["נגריית הגליל בע״מ", "050-7741826", date(2019, 4, 13), "כרמיאל"],
    ["מתכת ופח השרון", "0523390174", date(2021, 3, 7), "נתניה"],
    ["אלומיניום כרמל", "+972 54-612-8803", date(2018, 11, 25), "חיפה"],
]
TITLE = ["לקוחות, נובמבר", None, None, None]


def delimited(encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    rows = [[row[0].replace("״", '"'), row[1], f"{row[2]:%d/%m/%Y}", row[3]] for row in ROWS]
    writer.writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells("A1:D1")
    for row in [
        TITLE,
        [None] * 4,
        HEADER,
        *[[*row[:2], datetime.combine(row[2], datetime.min.time()), row[3]] for row in ROWS],
    ]:
        sheet.append(row)
    book.create_sheet("ריק")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("לקוחות")
    dates = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate([HEADER, *ROWS]):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell, *([dates] if isinstance(cell, date) else []))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods() -> bytes:
    book = odf.opendocument.OpenDocumentSpreadsheet()
    table = odf.table.Table(name="לקוחות")
    for row in [HEADER, *ROWS]:
        line = odf.table.TableRow()
        for cell in row:
            if isinstance(cell, date):
                line.addElement(odf.table.TableCell(valuetype="date", datevalue=cell.isoformat()))
            else:
                place = odf.table.TableCell(valuetype="string")
                place.addElement(odf.text.P(text=cell))
                line.addElement(place)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def parquet() -> bytes:
    columns = {title: [row[place] for row in ROWS] for place, title in enumerate(HEADER)}
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def cards() -> bytes:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL;TYPE=CELL:{phone}\r\nADR:;;;{city};;;\r\nEND:VCARD\r\n"
        for name, phone, _, city in ROWS
    ).encode()


KINDS: dict[str, Callable[[], bytes]] = {
    "csv utf-8": lambda: delimited("utf-8"),
    "csv utf-8 with a mark": lambda: delimited("utf-8-sig"),
    "csv utf-16": lambda: delimited("utf-16", "\t"),
    "csv windows-1255": lambda: delimited("cp1255", ";"),
    "csv iso-8859-8": lambda: delimited("iso8859-8"),
    "csv dos": lambda: delimited("cp862"),
    "xlsx with titles and an empty sheet": xlsx,
    "xls": xls,
    "ods": ods,
    "parquet": parquet,
    "vcards": cards,
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_brings_the_same_customers(inside: Access, kind: str) -> None:
    planned, done, _ = bring(inside, KINDS[kind](), name=kind)
    assert planned == done
    assert (done.rows, done.created, done.problems) == (3, 3, 0)
    found = {customer.phone_key: customer for customer in Customer.objects.all()}
    assert set(found) == {"+972507741826", "+972523390174", "+972546128803"}
    first = found["+972507741826"]
    assert (first.name.replace('"', "״"), first.city) == ("נגריית הגליל בע״מ", "כרמיאל")
    if kind != "vcards":
        assert first.customer_since == date(2019, 4, 13)


def test_the_uniform_structure_brings_sales_customers_and_payments(inside: Access) -> None:
    content = uniform_writer.zipped(uniform_writer.data_file(RECORDS))
    _, sales, file = bring(inside, content, name="BKMV.zip")
    assert (file.preset, file.target, file.sheet) == ("uniform-sales", "sales", "sales")
    assert sales.problems == 0
    assert {(paper.number, paper.total_minor) for paper in Document.objects.exclude(number="700")} >= {
        ("12", -5005),
        ("31", 10000),
    }
    assert Document.objects.get(number="700").total_minor == 29000
    assert sum(sales.skipped.values()) > 0  # the offer, the cancelled invoice, the orphan: each told
    names = set(Customer.objects.values_list("name", flat=True))
    assert {'טק סולושנס בע"מ', "דני כהן", "לקוח חדש"} <= names
    _, customers, _ = bring(
        inside, content, name="BKMV.zip", sheet="customers", target="customers", columns=[]
    )
    assert customers.created == 1  # the sales brought the others already, under the same keys
    _, payments, _ = bring(inside, content, name="BKMV.zip", sheet="payments", target="payments", columns=[])
    assert (payments.created, Payment.objects.count()) == (payments.rows, payments.rows)
    again, _, _ = bring(inside, content, name="BKMV.zip")
    assert (again.created, again.updated, Line.objects.count()) == (0, 0, sales.rows)


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ""),
    "nothing but blanks": (b"\n\n  \n", "empty_file"),
    "a cut zip": (xlsx()[:900], ""),
    "a locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), ""),
    "no vcard": (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", ""),
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_what_cannot_be_read_says_why(inside: Access, what: str) -> None:
    from neeman.imports.reasons import sentence

    content, code = HOSTILE[what]
    file = rehearse_file(inside, content, name=what)
    assert file.state == "failed" or not file.counts.get("created")
    if file.state == "failed":
        said = sentence(file.problem["code"], file.problem["params"])
        assert " " in said, file.problem  # a sentence, not a code
        assert not code or file.problem["code"] == code


def test_a_table_of_nothing_known_asks_for_its_columns(inside: Access) -> None:
    file = rehearse_file(inside, "צבע,גובה\nאדום,3\nכחול,4\n")
    assert file.state == "checked"
    assert file.counts == {}


def real(path: str) -> Any:
    return pytest.param(path, id=path.rsplit("/", 1)[-1])


REAL = [
    ("roundcube/src/Csv2vcard/gmail.csv", "google-contacts-2022"),
    ("roundcube/src/Csv2vcard/outlook.csv", ""),
    ("roundcube/src/Csv2vcard/tb_plain.csv", ""),
    ("contacts_thunderbird/basic_csv_addressbook.csv", "thunderbird"),
    ("contacts_thunderbird/csv_semicolon.csv", "thunderbird"),
    ("roundcube/src/apple.vcf", "vcard"),
    ("roundcube/src/johndoe.vcf", "vcard"),
    ("roundcube/src/thebat.vcf", "vcard"),
    ("roundcube/src/utf-16_sample.vcf", "vcard"),
    ("roundcube/Browser/data/contacts.vcf", "vcard"),
    ("crm_lead.xls", "odoo-leads"),
    ("mailing_contact.xls", ""),
    ("o2m_customers_contacts.csv", "odoo-partners"),
    ("m2m_customers_tags.csv", ""),
]


@pytest.mark.shared_data
@pytest.mark.parametrize(("path", "preset"), REAL, ids=[path.rsplit("/", 1)[-1] for path, _ in REAL])
def test_contact_files_of_real_tools(inside: Access, test_data: Any, path: str, preset: str) -> None:
    content = (test_data / "contacts" / path).read_bytes()
    planned, done, file = bring(inside, content, name=path)
    assert planned == done
    assert file.preset == preset or not preset
    assert done.good > 0
    assert Customer.objects.count() + Contact.objects.count() > 0
    again, _, _ = bring(inside, content, name=path)
    assert (again.created, again.updated) == (0, 0)
