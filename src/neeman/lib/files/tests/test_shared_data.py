"""Files of the world, read whole. Skips where the folder of public data sets is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from neeman.lib.columns import guess_columns
from neeman.lib.files import inspect, read
from neeman.lib.files.tests.reading_back import by_title, codes_of

DATA = Path(os.environ.get("NEEMAN_TEST_DATA", Path(__file__).parents[5].parent / "shared" / "data"))
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder of public data sets is not here"),
]


def mapped(name: str) -> tuple[Any, dict[str, str | None], int]:
    path = DATA / name
    sheet = inspect(path).sheets[0]
    columns: list[list[Any]] = [[] for _ in sheet.header]
    for chunk in read(path, sheet.name):
        for held, more in zip(columns, chunk.columns, strict=True):
            held += more
    mapping = guess_columns(sheet.header, columns)
    return mapping, {column.header: column.role for column in mapping.columns}, len(columns[0])


def test_online_retail() -> None:
    mapping, roles, rows = mapped("online_retail/online_retail.parquet")
    assert (mapping.target, mapping.missing, rows) == ("sales", (), 541_909)
    assert {"customer", "date", "quantity", "unit_price", "order", "product"} <= set(roles.values())


@pytest.mark.parametrize(
    ("name", "rows", "roles"),
    [
        (
            "cdnow/CDNOW_master.txt",
            69_659,
            {"customer_id": "customer", "date": "date", "dollar_value": "amount"},
        ),
        ("receivables/accounts_receivable_clean_2466.csv", 2_466, {"customerID": "customer"}),
        ("crm_sales/accounts.csv", 85, {"account": "name", "sector": "industry", "subsidiary_of": "parent"}),
        (
            "northwind/csv/customers.csv",
            91,
            {"company_name": "name", "contact_name": "contact", "phone": "phone"},
        ),
        ("contacts/crm_lead.xls", 8, {"Company Name": "name", "Contact Name": "contact", "Email": "email"}),
        ("contacts/mailing_contact.xls", 7, {"Name": "name", "Email": "email"}),
        ("contacts/contacts_thunderbird/csv_semicolon.csv", 2, {"Primary Email": "email"}),
        (
            "contacts/roundcube/src/Csv2vcard/gmail.csv",
            1,
            {"Given Name": "first_name", "Phone 1 - Value": "phone"},
        ),
        ("contacts/roundcube/src/utf-16_sample.vcf", 1, {"Full name": "name"}),
    ],
)
def test_files_of_other_programs(name: str, rows: int, roles: dict[str, str]) -> None:
    mapping, found, count = mapped(name)
    assert count == rows
    assert {title: found[title] for title in roles} == roles
    assert mapping.missing == ()


CONTACT_FILES = [
    path for path in sorted((DATA / "contacts").rglob("*.*")) if path.suffix in (".csv", ".xls", ".vcf")
]


@pytest.mark.parametrize("path", CONTACT_FILES, ids=lambda path: path.name)
def test_every_contact_file_is_read(path: Path) -> None:
    assert by_title(path) or codes_of(path)
