"""Files made to do harm, or merely broken: each answers with its own reason, quickly, and never with a crash."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neeman.lib.files import FileProblem, Limits, inspect, read

SMALL = Limits(uncompressed=5_000_000, ratio_from=1_000_000)
SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook() -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in range(50):
        sheet.append(["שם לקוח" if not row else f"לקוח {row}", row])
    book.save(stream)
    return stream.getvalue()


def with_sheet(xml: str, original: bytes | None = None) -> bytes:
    """The workbook with its sheet's XML replaced."""
    source = zipfile.ZipFile(io.BytesIO(original or workbook()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = source.read(info)
            target.writestr(info.filename, xml if info.filename.endswith("sheet1.xml") else content)
    return stream.getvalue()


def read_all(path: Path, limits: Limits) -> None:
    for sheet in inspect(path, limits=limits).sheets:
        list(read(path, sheet.name, limits=limits))


def problem(tmp_path: Path, content: bytes, name: str = "a.xlsx", limits: Limits = SMALL) -> str:
    path = tmp_path / name
    path.write_bytes(content)
    started = time.perf_counter()
    with pytest.raises(FileProblem) as caught:
        read_all(path, limits)
    assert time.perf_counter() - started < 10
    return caught.value.code


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_a_zip_bomb_by_its_own_word(tmp_path: Path) -> None:
    assert problem(tmp_path, with_sheet("<x>" + " " * 30_000_000)) == "zip_bomb"


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    content = bytearray(with_sheet("<x>" + " " * 30_000_000))
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert content[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", content, place + 24, 1000)  # the uncompressed size in the central directory
    assert problem(tmp_path, bytes(content)) == "zip_bomb"


def test_billion_laughs(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{SHEET_HEAD}<sheetData><row r="1"><c r="A1" t="str"><v>&a9;</v></c></row></sheetData></worksheet>'
    assert problem(tmp_path, with_sheet(xml)) == "xml_entities"
    ods = zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": xml.encode()})
    assert problem(tmp_path, ods, "a.ods") == "xml_entities"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl/../../x", "C:/x", "..\\x"])
def test_crafted_names_in_a_zip(tmp_path: Path, name: str) -> None:
    stream = io.BytesIO(workbook())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, "x")
    assert problem(tmp_path, stream.getvalue()) == "bad_name_in_zip"


def test_a_million_columns(tmp_path: Path) -> None:
    far = f'{SHEET_HEAD}<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert problem(tmp_path, with_sheet(far)) == "too_many_columns"
    claimed = f'{SHEET_HEAD}<dimension ref="A1:XFD1048576"/><sheetData/></worksheet>'
    assert problem(tmp_path, with_sheet(claimed)) == "too_many_columns"
    assert problem(tmp_path, b"a," * 1_000_000 + b"\n1", "a.csv") == "too_many_columns"


def test_a_cell_at_the_far_bottom(tmp_path: Path) -> None:
    far = f'{SHEET_HEAD}<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="CV1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert problem(tmp_path, with_sheet(far)) == "too_many_cells"


def test_broken_and_locked_files(tmp_path: Path) -> None:
    good = workbook()
    assert problem(tmp_path, good[: len(good) // 2]) == "broken_zip"
    assert problem(tmp_path, with_sheet("<worksheet><sheetData><row><c")) in ("broken_workbook", "empty_file")
    assert problem(tmp_path, b"") == "empty_file"
    assert problem(tmp_path, b"\0\0\0") == "empty_file"
    assert problem(tmp_path, zipped(a=b"1")) == "not_a_table"
    assert problem(tmp_path, b"%PDF-1.7 ...") == "not_a_table"
    assert problem(tmp_path, b"PAR1" + b"x" * 100 + b"PAR1", "a.parquet") == "broken_parquet"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert problem(tmp_path, ole + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert problem(tmp_path, ole + "WordDocument".encode("utf-16-le"), "a.xls") == "not_a_table"
    assert problem(tmp_path, ole + "Workbook".encode("utf-16-le"), "a.xls") == "broken_workbook"
    locked = bytearray(zipped(a=b"1", b=b"2"))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    assert problem(tmp_path, bytes(locked)) == "encrypted"


def test_limits_of_size_rows_and_members(tmp_path: Path) -> None:
    text = "שם לקוח,סכום\n" + "דני,5\n" * 30_000
    assert problem(tmp_path, text.encode(), "a.csv", Limits(rows=15_000)) == "too_many_rows"
    assert problem(tmp_path, text.encode(), "a.csv", Limits(size=1000)) == "too_big"
    assert problem(tmp_path, workbook(), limits=Limits(members=3)) == "too_many_members"
    assert problem(tmp_path, workbook(), limits=Limits(rows=10)) == "too_many_rows"
    assert problem(tmp_path, b"a" * 6_000_000, "a.csv") == "line_too_long"


def test_a_huge_cell_is_cut_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("שם לקוח,הערות\nדני," + "א" * 200_000 + "\n", "utf-8")
    chunk = next(iter(read(path, "text")))
    assert len(str(chunk.columns[1][0])) == 100_000
    assert [(note.row, note.code) for note in chunk.doubted] == [(2, "cell_cut")]


def test_an_old_xls_cut_off(tmp_path: Path) -> None:
    stream = io.BytesIO()
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(300):
        sheet.write(row, 0, f"לקוח {row}")
    book.save(stream)
    assert problem(tmp_path, stream.getvalue()[:3000], "a.xls") in (
        "broken_workbook",
        "not_a_table",
        "empty_file",
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.data())
def test_bytes_changed_at_random_give_rows_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    original = data.draw(
        st.sampled_from([workbook(), "שם לקוח,סכום\nדני,5\n".encode(), b"BEGIN:VCARD\nFN:x\nEND:VCARD"])
    )
    content = bytearray(original)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, 10**6)) % len(content)] = data.draw(st.integers(0, 255))
    path = tmp_path / "any"
    path.write_bytes(content[: len(content) * data.draw(st.integers(50, 100)) // 100])
    try:
        read_all(path, SMALL)
    except FileProblem as refusal:
        assert refusal.code  # noqa: PT017 - either outcome is right
