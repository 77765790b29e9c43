from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neeman.lib.files import inspect, read
from neeman.lib.files.tests.reading_back import codes_of, numbers_of, rows_of, write_text


def test_title_rows_blank_rows_and_totals_are_reported(tmp_path: Path) -> None:
    text = "\n".join(
        [
            "דוח מכירות לשנת 2025,,,",
            "הופק: 07/03/2026,,,",
            ",,,",
            "מס' לקוח,שם לקוח,תאריך,סכום",
            "100,דני,01/02/2025,50",
            ",,,",
            "101,רות,13/02/2025,70",
            'סה"כ,,,120',
            "מס' לקוח,שם לקוח,תאריך,סכום",
            "102,יעל,14/02/2025,5",
            ",סך הכל כללי,,125",
        ]
    )
    path = write_text(tmp_path / "a.csv", text)
    sheet = inspect(path).sheets[0]
    assert (sheet.header_row, sheet.header) == (4, ("מס' לקוח", "שם לקוח", "תאריך", "סכום"))
    assert numbers_of(path) == [5, 7, 10]
    assert codes_of(path) == {
        1: "title", 2: "title", 3: "blank", 4: "header", 6: "blank", 8: "total", 9: "repeated_header", 11: "total",
    }  # fmt: skip


def test_a_row_that_only_begins_like_a_total_is_data(tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "a.csv", 'שם לקוח,עיר,סכום\nסה"כ שיווק,חיפה,5\nTotal,לוד,6\nסה"כ שיווק,,11\n'
    )
    assert [row[1] for row in rows_of(path)] == ["חיפה", "לוד"]
    assert codes_of(path)[4] == "total"


def test_a_total_under_two_columns(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", 'שם לקוח,סכום\nדני,5\nסה"כ,5\n')
    assert rows_of(path) == [("דני", "5")]


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    text = 'לקוח,,תאריך,סכום,\nשם,טלפון,,נטו,סה"כ\nדני,0501234567,1.2.2026,5,6\nרות,0521234567,2.2.2026,7,8\n'
    path = write_text(tmp_path / "a.csv", text)
    sheet = inspect(path).sheets[0]
    assert (sheet.header_row, sheet.header) == (2, ("שם", "טלפון", "תאריך", "נטו", 'סה"כ'))
    assert len(rows_of(path)) == 2
    assert codes_of(path) == {1: "header", 2: "header"}


def test_titles_that_two_groups_share_carry_their_group(tmp_path: Path) -> None:
    text = "כתובת,,משלוח,,לקוח\nרחוב,עיר,רחוב,עיר,שם לקוח\nא,ב,ג,ד,ה\nא,ב,ג,ד,ו\n"
    header = inspect(write_text(tmp_path / "a.csv", text)).sheets[0].header
    assert header == ("כתובת רחוב", "כתובת עיר", "משלוח רחוב", "משלוח עיר", "שם לקוח")


def test_trailing_commas_and_untitled_columns(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "שם לקוח,,סכום,,,\nדני,x,5,,,\nרות,,6,,,\n")
    assert inspect(path).sheets[0].header == ("שם לקוח", "B", "סכום")


def test_cells_beyond_the_header_are_reported(tmp_path: Path) -> None:
    body = "דני,5\n" * 700
    path = write_text(tmp_path / "a.csv", f"שם לקוח,סכום\n{body}רות,6,עוד משהו\n")
    assert codes_of(path)[702] == "more_cells_than_header"
    assert len(rows_of(path)) == 701


def test_duplicate_titles_stay(tmp_path: Path) -> None:
    path = write_text(tmp_path / "a.csv", "טלפון,טלפון,שם לקוח\n03-6123456,050-1234567,דני\n")
    assert inspect(path).sheets[0].header == ("טלפון", "טלפון", "שם לקוח")


def test_chunks_are_equally_long_and_in_order(tmp_path: Path) -> None:
    lines = ["שם לקוח,סכום", *(f"לקוח {n},{n}" for n in range(25_000))]
    path = write_text(tmp_path / "a.csv", "\n".join(lines))
    parts = list(read(path, "text"))
    assert len(parts) == 3
    assert all(len({len(part.row_numbers), *map(len, part.columns)}) == 1 for part in parts)
    assert numbers_of(path) == list(range(2, 25_002))


LINES = st.lists(
    st.sampled_from(["דני,5,חיפה", "", ",,", 'סה"כ,,9', "שם לקוח,סכום,עיר", 'רות,"6', "א,1,ב,ג", "כותרת"]),
    max_size=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(LINES)
def test_no_row_is_lost(tmp_path: Path, lines: list[str]) -> None:
    path = write_text(tmp_path / "a.csv", "\n".join(["שם לקוח,סכום,עיר", "דני,5,חיפה", *lines]))
    info = inspect(path)
    seen = [note.row for note in info.sheets[0].skipped]
    for chunk in read(path, "text"):
        seen += [*chunk.row_numbers, *(note.row for note in chunk.skipped)]
    count = len("\n".join(["", "", *lines, "."]).split("\n")) - 1 if lines else 2
    assert sorted(seen) == list(range(1, 1 + count - (1 if lines and lines[-1] == "" else 0)))
