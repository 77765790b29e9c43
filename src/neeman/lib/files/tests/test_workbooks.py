from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from neeman.lib.files import FileProblem, cell_text, inspect
from neeman.lib.files.tests.reading_back import codes_of, numbers_of, rows_of, write_text

TITLES = ["מס' לקוח", "שם לקוח", "תאריך", "סכום"]
ROWS: list[list[Any]] = [
    [100, "דני", datetime(2026, 3, 7), 50.5],
    [101, 'צופציק בע"מ', datetime(2026, 3, 8), -7],
]


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in [["דוח מכירות"], [], TITLES, *ROWS]:
        sheet.append(row)
    book.save(path)


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yy"}) as book:
        sheet = book.add_worksheet("מכירות")
        sheet.write(0, 0, "דוח מכירות")
        for number, row in enumerate([TITLES, *ROWS], 2):
            sheet.write_row(number, 0, row)


def by_xlwt(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("מכירות")
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    sheet.write(0, 0, "דוח מכירות")
    for number, row in enumerate([TITLES, *ROWS], 2):
        for column, value in enumerate(row):
            sheet.write(
                number, column, value, style if isinstance(value, datetime) else xlwt.Style.default_style
            )
    book.save(str(path))


def by_odfpy(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="מכירות")
    for row in [["דוח מכירות"], [""], TITLES, *ROWS]:
        line = TableRow()
        for value in row:
            line.addElement(odf_cell(value))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def odf_cell(value: Any) -> TableCell:
    if isinstance(value, datetime):
        return TableCell(valuetype="date", datevalue=value.date().isoformat())
    if isinstance(value, str):
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=value))
        return cell
    return TableCell(valuetype="float", value=str(value))


@pytest.mark.parametrize(
    ("kind", "write"),
    [("xlsx", by_openpyxl), ("xlsx", by_xlsxwriter), ("xls", by_xlwt), ("ods", by_odfpy)],
    ids=["openpyxl", "xlsxwriter", "xlwt", "odfpy"],
)
def test_workbooks_of_independent_writers(tmp_path: Path, kind: str, write: Any) -> None:
    path = tmp_path / f"any.{kind}"
    write(path)
    info = inspect(path)
    sheet = info.sheets[0]
    assert (info.kind, sheet.header_row, sheet.header) == (kind, 3, tuple(TITLES))
    rows = rows_of(path)
    assert [cell_text(cell) for cell in rows[0]] == ["100", "דני", "2026-03-07", "50.5"]
    assert cell_text(rows[1][3]) == "-7"
    assert isinstance(rows[0][2], date)
    assert numbers_of(path) == [4, 5]
    assert codes_of(path) == {1: "title", 2: "blank", 3: "header"}


def test_a_table_that_does_not_start_in_the_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row, values in enumerate([TITLES, *ROWS], 5):
        for column, value in enumerate(values, 3):
            sheet.cell(row, column, value)
    path = tmp_path / "a.xlsx"
    book.save(path)
    info = inspect(path).sheets[0]
    assert info.header_row == 5
    assert info.header == ("A", "B", *TITLES)
    assert numbers_of(path) == [6, 7]


def test_the_1904_calendar_of_old_macs(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True, "default_date_format": "dd/mm/yy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, TITLES)
        sheet.write_row(1, 0, ROWS[0])
    assert cell_text(rows_of(path)[0][2]) == "2026-03-07"


def test_merged_headers_and_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "לקוחות"
    sheet.append(["לקוח", None, "תאריך"])
    sheet.append(["שם", "טלפון", None])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    sheet.append(["דני", "050-1234567", datetime(2026, 3, 7)])
    other = book.create_sheet("מכירות")
    other.append(TITLES)
    other.append(ROWS[0])
    hidden = book.create_sheet("עזר")
    hidden.append(["סתם"])
    hidden.sheet_state = "hidden"
    book.create_sheet("ריק")
    path = tmp_path / "a.xlsx"
    book.save(path)
    info = inspect(path)
    assert [sheet.name for sheet in info.sheets] == ["לקוחות", "מכירות"]
    assert info.sheets[0].header == ("שם", "טלפון", "תאריך")
    assert info.notes == ("hidden_sheets",)
    assert len(rows_of(path, "מכירות")) == 1
    with pytest.raises(FileProblem):
        rows_of(path, "אין כזה")


def test_phones_that_became_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["שם לקוח", "נייד"])
        sheet.write_row(1, 0, ["דני", 501234567])
    assert cell_text(rows_of(path)[0][1]) == "501234567"


def test_html_that_calls_itself_xls(tmp_path: Path) -> None:
    html = """<html><head><meta charset="windows-1255"><style>td{}</style></head><body><table>
      <tr><td colspan=3>דוח לקוחות</td></tr>
      <tr><th>שם לקוח</th><th>טלפון</th><th>סה&quot;כ</th></tr>
      <tr><td>דני<br>כהן</td><td>050-1234567</td><td>5</td></tr>
      <tr><td>רות<td>03-6123456<td></tr></table></body></html>"""
    path = write_text(tmp_path / "a.xls", html, "cp1255")
    info = inspect(path)
    assert (info.kind, info.encoding, info.sheets[0].header) == (
        "html",
        "windows-1255",
        ("שם לקוח", "טלפון", 'סה"כ'),
    )
    assert rows_of(path) == [("דני כהן", "050-1234567", "5"), ("רות", "03-6123456", None)]


def test_parquet_of_many_types(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table(
        {
            "Customer ID": pa.array([17850.0, None, float("nan")]),
            "שם": pa.array(["דני ", "", None]).dictionary_encode(),
            "when": pa.array([datetime(2026, 3, 7, 8, 26), None, None], pa.timestamp("ns")),
            "tags": pa.array([["א"], None, []]),
            "n": pa.array([1, 2, None]),
        }
    )
    pq.write_table(table, path)
    info = inspect(path)
    assert (info.sheets[0].header, info.sheets[0].rows) == (("Customer ID", "שם", "when", "tags", "n"), 3)
    first, second, third = rows_of(path)
    assert first == (17850.0, "דני", datetime(2026, 3, 7, 8, 26), "['א']", 1)
    assert second == (None, None, None, None, 2)
    assert third[0] is None
    assert numbers_of(path) == [1, 2, 3]


def test_cell_text() -> None:
    assert [cell_text(value) for value in (17850.0, None, "א", 0.1, date(2026, 3, 7), True, datetime(2026, 3, 7))] == [
        "17850", "", "א", "0.1", "2026-03-07", "True", "2026-03-07",
    ]  # fmt: skip


def test_an_empty_workbook(tmp_path: Path) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    path = tmp_path / "a.xlsx"
    path.write_bytes(stream.getvalue())
    with pytest.raises(FileProblem) as caught:
        inspect(path)
    assert caught.value.code == "empty_file"
