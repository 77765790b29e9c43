from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from neeman.lib.columns import guess_columns
from neeman.lib.files import FileProblem, inspect, read
from neeman.lib.files.tests import uniform_writer as write
from neeman.lib.files.tests.reading_back import by_title, codes_of, rows_of

RECORDS = [
    write.b110(2, key="1001", name='טק סולושנס בע"מ', tax_id="516179157", street="הרצל", house="5", city="חיפה"),
    write.b110(3, key="1002", name="דני כהן"),
    write.b110(4, key="9001", name="בנק", balance_name="בנקים"),
    write.c100(5, kind=305, number="700", issued="20260307", day="20260306", name='טק סולושנס בע"מ', phone="050-1234567",
               customer="1001", gross=300, discount=10, net=290, vat="52.2", total="342.2"),
    write.d110(6, kind=305, number="700", line=1, item="A-1", description="בורג", quantity="2.5", price=40, amount=100, day="20260306"),
    write.d110(7, kind=305, number="700", line=2, item="A-2", description="אום", quantity=1, price=200, amount=200, day="20260306"),
    write.c100(8, kind=330, number="12", issued="20260308", name="דני כהן", customer="1002", net="50.05"),
    write.d110(9, kind=330, number="12", line=1, description="החזרה", quantity=1, price="50.05", amount="50.05", day="20260308"),
    write.c100(10, kind=305, number="701", issued="20260309", name="מזדמן", net=77, cancelled=True),
    write.d110(11, kind=305, number="701", line=1, description="בוטל", quantity=1, price=77, amount=77, day="20260309"),
    write.c100(12, kind=10, number="5", issued="20260309", name="דני כהן", customer="1002", net=999),
    write.d110(13, kind=10, number="5", line=1, description="הצעה", quantity=1, price=999, amount=999, day="20260309"),
    write.c100(14, kind=320, number="31", issued="20260310", name="לקוח חדש", phone="03-6123456", tax_id="39337423", net=100),
    write.d120(15, kind=320, number="31", line=1, means=3, amount=118, day="20260310", due="20260410"),
    write.c100(16, kind=400, number="88", issued="20260311", name="דני כהן", customer="1002", net=0),
    write.d120(17, kind=400, number="88", line=1, means=2, amount="60.5", day="20260311"),
    write.d110(18, kind=305, number="404", line=1, description="יתום", quantity=1, price=1, amount=1, day="20260311"),
    write.b100(19),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["iso8859-8", "cp862", "cp1255", "utf-8"])
@pytest.mark.parametrize("in_zip", [False, True])
def test_sales_are_lines_with_their_document(tmp_path: Path, encoding: str, in_zip: bool) -> None:
    content = write.data_file(RECORDS, encoding)
    path = tmp_path / "BKMVDATA.TXT"
    path.write_bytes(write.zipped(content) if in_zip else content)
    assert inspect(path).kind == "uniform"
    rows = by_title(path, "sales")
    shown = [(row["שם לקוח"], row["מספר מסמך"], row["תיאור פריט"], row["סכום ללא מע״מ"]) for row in rows]
    assert shown == [
        ('טק סולושנס בע"מ', "700", "בורג", Decimal(100)),
        ('טק סולושנס בע"מ', "700", "אום", Decimal(200)),
        ("דני כהן", "12", "החזרה", Decimal("-50.05")),
        ('טק סולושנס בע"מ', "700", "הנחה והפרשים במסמך", Decimal(-10)),
        ("לקוח חדש", "31", None, Decimal(100)),
    ]
    first = rows[0]
    assert (first["כמות"], first["מחיר ליחידה"], first["תאריך מסמך"]) == (
        Decimal("2.5"),
        Decimal(40),
        date(2026, 3, 6),
    )
    assert (first["מפתח לקוח"], first["טלפון"], first["מק״ט"], first["מטבע"]) == (
        "1001",
        "050-1234567",
        "A-1",
        "ILS",
    )
    assert rows[2]["כמות"] == -1


def test_every_record_is_a_row_or_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(RECORDS))
    assert codes_of(path, "sales") == {11: "cancelled", 13: "not_a_sale", 18: "no_document"}
    assert codes_of(path, "customers") == {4: "not_a_customer"}
    assert codes_of(path, "payments") == {}


def test_rows_of_a_document_sum_to_it(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(RECORDS))
    sums: dict[str, Decimal] = {}
    for row in by_title(path, "sales"):
        sums[row["מספר מסמך"]] = sums.get(row["מספר מסמך"], Decimal(0)) + row["סכום ללא מע״מ"]
    assert sums == {"700": 290, "12": Decimal("-50.05"), "31": 100}


def test_customers_carry_the_telephone_of_their_documents(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(RECORDS))
    rows = {row["שם לקוח"]: row for row in by_title(path, "customers")}
    assert set(rows) == {'טק סולושנס בע"מ', "דני כהן", "לקוח חדש", "מזדמן"}
    tech = rows['טק סולושנס בע"מ']
    assert (tech["טלפון"], tech["ח.פ. / ע.מ."], tech["רחוב"], tech["מספר בית"]) == (
        "050-1234567",
        "516179157",
        "הרצל",
        "5",
    )
    assert rows["לקוח חדש"]["מפתח לקוח"] == "39337423"


def test_payments(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(RECORDS))
    assert rows_of(path, "payments") == [
        ("39337423", "לקוח חדש", date(2026, 3, 10), Decimal(118), "31", "כרטיס אשראי", date(2026, 4, 10)),
        ("1002", "דני כהן", date(2026, 3, 11), Decimal("60.5"), "88", "המחאה", None),
    ]


@pytest.mark.parametrize("length", [440, 444, 445, 450])
def test_documents_a_little_shorter_or_longer_than_the_layout(tmp_path: Path, length: int) -> None:
    records = [line.rstrip().ljust(length)[:length] if line.startswith("C100") else line for line in RECORDS]
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(records))
    assert len(rows_of(path, "sales")) == 5


def test_credits_that_are_written_negative(tmp_path: Path) -> None:
    records = [
        write.c100(2, kind=330, number="1", issued="20260308", name="דני", net=-50),
        write.d110(
            3,
            kind=330,
            number="1",
            line=1,
            description="א",
            quantity=-1,
            price=60,
            amount=-60,
            day="20260308",
        ),
        write.d110(
            4, kind=330, number="1", line=2, description="ב", quantity=1, price=10, amount=10, day="20260308"
        ),
    ]
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(records))
    assert [row["סכום ללא מע״מ"] for row in by_title(path, "sales")] == [-60, 10]


def test_branches_that_use_the_same_numbers(tmp_path: Path) -> None:
    records = []
    for branch, name in (("1", "דני"), ("2", "רות")):
        records.append(
            write.c100(2, kind=305, number="1", issued="20260308", name=name, net=5, branch=branch)
        )
        records.append(
            write.d110(
                3,
                kind=305,
                number="1",
                line=1,
                description="א",
                quantity=1,
                price=5,
                amount=5,
                day="20260308",
                branch=branch,
            )
        )
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(records))
    assert [row["שם לקוח"] for row in by_title(path, "sales")] == ["דני", "רות"]


def test_the_mapping_is_known_without_a_question(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file(RECORDS))
    for sheet in inspect(path).sheets:
        columns = [list(column) for column in zip(*rows_of(path, sheet.name), strict=True)]
        mapping = guess_columns(sheet.header, columns)
        assert (mapping.preset, mapping.target, mapping.missing) == (f"uniform-{sheet.name}", sheet.name, ())
        assert {guess.confidence for guess in mapping.columns} == {"sure"}


def test_damaged_amounts_are_reported(tmp_path: Path) -> None:
    broken = RECORDS[4].replace(write.money(100), "+0000000000x000")
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file([*RECORDS[:4], broken]))
    assert codes_of(path, "sales") == {6: "unreadable_record"}


def test_ini_alone_and_a_zip_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "INI.TXT"
    path.write_bytes(b"A000     " + b"0" * 15 + b"516179157")
    with pytest.raises(FileProblem) as caught:
        inspect(path)
    assert caught.value.code == "uniform_without_data"
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("BKMVDATA.TXT", write.data_file(RECORDS))
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("OPENFRMT/BKMVDATA.ZIP", inner.getvalue())
    path.write_bytes(outer.getvalue())
    assert sum(len(chunk.row_numbers) for chunk in read(path, "sales")) == 5


def test_amounts_written_as_plain_numbers(tmp_path: Path) -> None:
    plain = (
        RECORDS[4]
        .replace(write.money(100), "100.5".ljust(15))
        .replace(write.money("2.5", 12, 4), "3".ljust(17))
    )
    path = tmp_path / "b.txt"
    path.write_bytes(write.data_file([*RECORDS[:4], plain]))
    row = by_title(path, "sales")[0]
    assert (row["כמות"], row["סכום ללא מע״מ"]) == (3, Decimal("100.5"))
