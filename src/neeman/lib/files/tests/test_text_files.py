from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neeman.lib.files import FileProblem, inspect
from neeman.lib.files.delimited import split_line
from neeman.lib.files.encodings import to_logical
from neeman.lib.files.tests.reading_back import codes_of, numbers_of, rows_of, write_text

HEBREW = "שם לקוח,טלפון,סה\"כ\nדני כהן,050-1234567,1250\nצ'ופצ'יק בע\"מ,03-6123456,99.90\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1255", "iso8859-8"),
        ("iso8859-8", "iso8859-8"),
        ("cp862", "cp862"),
    ],
)
def test_hebrew_encodings_are_told_by_their_letters(tmp_path: Path, encoding: str, name: str) -> None:
    path = write_text(tmp_path / "a.csv", HEBREW, encoding)
    info = inspect(path)
    assert info.encoding == name
    assert info.sheets[0].header == ("שם לקוח", "טלפון", 'סה"כ')
    assert rows_of(path)[1] == ("צ'ופצ'יק בע\"מ", "03-6123456", "99.90")


def test_windows_1255_is_told_by_the_signs_that_only_it_has(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "a.csv",
        "שם,מחיר\nכ״ץ – ושות׳,‏5 ₪\nדני,7 ₪\n".replace("״", "”").replace("׳", "’"),
        "cp1255",
    )
    assert inspect(path).encoding == "cp1255"
    assert rows_of(path)[0][0] == "כ”ץ – ושות’"


def test_geresh_and_gershayim_of_windows_1255_stay(tmp_path: Path) -> None:
    """ISO-8859-8 has neither, so a file with no other sign of Windows is told by them."""
    path = write_text(tmp_path / "a.csv", "שם,מחיר\nמפעלי צפון בע״מ,5\nצ׳רצ׳יל,7\n", "cp1255")
    assert inspect(path).encoding == "cp1255"
    assert [row[0] for row in rows_of(path)] == ["מפעלי צפון בע״מ", "צ׳רצ׳יל"]


def test_accented_latin_is_not_taken_for_hebrew(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "a.csv", "Nom,Ville\nRené Lefèvre,Orléans\nAgnès Müller,Besançon\n", "cp1252"
    )
    assert inspect(path).encoding == "cp1252"
    assert rows_of(path)[0] == ("René Lefèvre", "Orléans")


def visual(text: str) -> str:
    """A cell as an old mainframe stores it; `to_logical` must undo it."""
    return to_logical(text)


def test_visual_order_is_turned_round(tmp_path: Path) -> None:
    names = ["דני כהן", "שלום לוין", "אברהם קפלן", "משה חורן (חיפה)", "יוסף בן דיין 12"]
    lines = [
        ",".join([visual("שם לקוח"), visual("עיר")]),
        *(f"{visual(name)},{visual('ראשון לציון')}" for name in names),
    ]
    path = write_text(tmp_path / "a.csv", "\n".join(lines), "iso8859-8")
    assert inspect(path).notes == ("visual_order",)
    assert inspect(path).sheets[0].header == ("שם לקוח", "עיר")
    assert [row[0] for row in rows_of(path)] == names


@given(st.text(alphabet="אבגדהםן 0123456789-.()", max_size=30))
def test_turning_round_twice_comes_home(text: str) -> None:
    stripped = text.strip()
    twice = to_logical(to_logical(stripped))
    assert sorted(twice) == sorted(stripped.translate(str.maketrans("", "")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    lines = [
        ["שם לקוח", "סכום", "הערות"],
        ["דני", "1,250.50" if delimiter != "," else "1250.50", "א"],
        ["רות", "7", "ב"],
    ]
    path = write_text(tmp_path / "a.txt", "\r\n".join(delimiter.join(line) for line in lines))
    assert inspect(path).delimiter == delimiter
    assert len(inspect(path).sheets[0].header) == 3
    assert rows_of(path)[1] == ("רות", "7", "ב")


def test_the_separator_line_of_excel(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "sep=;\nשם לקוח;סכום\nדני, ושות;5\n")
    assert inspect(path).delimiter == ";"
    assert rows_of(path) == [("דני, ושות", "5")]


def test_columns_set_apart_by_blanks(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "a.txt", " customer_id  date amount\n 00001 19970101  11.77\n 00002 19970112  12.00\n"
    )
    assert inspect(path).sheets[0].header == ("customer_id", "date", "amount")
    assert rows_of(path)[0] == ("00001", "19970101", "11.77")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('סה"כ,בע"מ,5', ['סה"כ', 'בע"מ', "5"]),
        ('"בע"מ",5', ['בע"מ', "5"]),
        ('"צופציק" בע"מ,5', ['"צופציק" בע"מ', "5"]),
        ('"א, ב",5', ["א, ב", "5"]),
        ('"א ""ב"" ג",5', ['א "ב" ג', "5"]),
        ('"",5', [None, "5"]),
        ('""""', ['"']),
        ("5,", ["5", None]),
        (",,", [None, None, None]),
        ('5"', ['5"']),
        (' "א" , "ב" ', ["א", "ב"]),
    ],
)
def test_cells_of_a_line(line: str, cells: list[str | None]) -> None:
    assert split_line(line, ",") == (cells, False)


def test_a_quote_that_never_closes_loses_no_row(tmp_path: Path) -> None:
    lines = ["שם לקוח,סכום,עיר", '"דני,5,חיפה', "רות,6,עכו", '"כן, ""בטח""",7,לוד', 'יעל,8,"יפו"']
    path = write_text(tmp_path / "a.csv", "\n".join(lines))
    assert rows_of(path) == [
        ('"דני', "5", "חיפה"), ("רות", "6", "עכו"), ('כן, "בטח"', "7", "לוד"), ("יעל", "8", "יפו"),
    ]  # fmt: skip
    assert codes_of(path) == {1: "header", 2: "unclosed_quote"}


def test_line_breaks_inside_a_cell(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", 'שם לקוח,הערות\r\nדני,"שורה\r\nשנייה"\r\nרות,ב\r\n')
    assert rows_of(path) == [("דני", "שורה\nשנייה"), ("רות", "ב")]
    assert numbers_of(path) == [2, 4]


CELLS = st.text(alphabet=st.sampled_from("אבםן\"',a1 \n"), max_size=8).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_what_pythons_csv_module_writes_reads_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["שם לקוח", "הערות"])
    writer.writerows(rows)
    path = write_text(tmp_path / "a.csv", text.getvalue().replace("\r\n", "\n"))
    wanted = [tuple(cell or None for cell in row) for row in rows if any(row)]
    title = ("שם לקוח", "הערות")
    assert rows_of(path) == [row for row in wanted if row != title]


@given(st.text(alphabet='",;א ', max_size=400))
def test_no_line_takes_long(line: str) -> None:
    cells, _ = split_line(line, ",")
    assert len(cells) <= line.count(",") + 1


def test_binary_data_named_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 50)
    with pytest.raises(FileProblem) as caught:
        inspect(path)
    assert caught.value.code == "not_text"


def test_a_file_without_a_header_has_lettered_columns(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "דני כהן,050-1234567\nרות לוי,052-7654321\n")
    info = inspect(path)
    assert info.notes == ("no_header",)
    assert (info.sheets[0].header, info.sheets[0].header_row) == (("A", "B"), None)
    assert len(rows_of(path)) == 2
