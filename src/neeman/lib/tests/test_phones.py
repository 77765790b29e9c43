from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.phones import display, parse_phone, split_phones, tail_key

MOBILE = st.integers(500000000, 599999999)


@pytest.mark.parametrize(
    "written",
    ["050-1234567", "050 123 4567", "0501234567", "+972-50-1234567", "+972 (0)50-123-4567", "972501234567",
     "00972501234567", "(050) 1234567", "\u200e050\u20111234567", "٠٥٠-١٢٣٤٥٦٧", "050.123.4567"],
)  # fmt: skip
def test_one_number_in_many_writings_is_one_key(written: str) -> None:
    phone = parse_phone(written)
    assert (phone.e164, phone.doubt, phone.kind) == ("+972501234567", None, "mobile")
    assert phone.display == "050-123-4567"


@pytest.mark.parametrize("cell", [501234567, 501234567.0, "5.01234567E8", "501234567.0", "501234567"])
def test_a_spreadsheet_that_ate_the_zero(cell: object) -> None:
    phone = parse_phone(cell)
    assert (phone.e164, phone.doubt) == ("+972501234567", "zero_restored")


@pytest.mark.parametrize(
    ("written", "e164", "doubt", "kind"),
    [
        ("03-6123456", "+97236123456", None, "landline"),
        ("077-1234567", "+972771234567", None, "voip"),
        ("36123456", "+97236123456", "zero_restored", "landline"),
        ("*2700", None, None, "star"),
        ("2700*", None, None, "star"),
        ("1-700-123-456", None, None, "service"),
        ("1800123456", None, None, "service"),
        ("100", None, "not_dialable", "short"),
        ("", None, "empty", "unknown"),
        (None, None, "empty", "unknown"),
        ("אין", None, "no_digits", "unknown"),
        ("+1 212 555 0100", "+12125550100", None, "foreign"),
        ("+44 20 7946 0958", "+442079460958", None, "foreign"),
        ("0044 20 7946 0958", "+442079460958", None, "foreign"),
        ("050-123456", None, "too_short", "unknown"),
        ("050-1234567890123", None, "too_long", "unknown"),
    ],
)
def test_numbers_of_every_kind(written: object, e164: str | None, doubt: str | None, kind: str) -> None:
    phone = parse_phone(written)
    assert (phone.e164, phone.doubt, phone.kind) == (e164, doubt, kind)


def test_a_star_number_typed_from_right_to_left_reads_the_same() -> None:
    assert parse_phone("2700*").display == parse_phone("*2700").display == "*2700"


def test_extensions_are_kept_apart() -> None:
    phone = parse_phone("03-6123456 שלוחה 12")
    assert (phone.e164, phone.extension) == ("+97236123456", "12")
    assert parse_phone("03-6123456 ext. 7").extension == "7"


@given(MOBILE)
def test_display_reads_back(number: int) -> None:
    e164 = f"+972{number}"
    assert parse_phone(display(e164)).e164 == e164
    assert parse_phone(float(number)).e164 == e164


@given(st.text(max_size=40))
def test_no_text_is_refused(text: str) -> None:
    phone = parse_phone(text)
    assert phone.e164 is None or phone.e164.startswith("+")
    assert phone.e164 or phone.doubt or phone.kind in ("star", "service")


@given(MOBILE, st.integers(2, 9))
def test_the_last_digits_find_the_number(number: int, count: int) -> None:
    stored = tail_key(f"+972{number}")
    assert stored.startswith(tail_key(str(number)[-count:]))
    assert stored == tail_key(f"0{number}") == tail_key(display(f"+972{number}"))


def test_several_numbers_in_a_cell() -> None:
    assert split_phones("050-1234567 / 03-7654321") == ["050-1234567", "03-7654321"]
    assert split_phones("050-1234567 ::: +1 555") == ["050-1234567", "+1 555"]
    assert split_phones("050-1234567\n03-7654321") == ["050-1234567", "03-7654321"]
    assert split_phones("03-6123456/8") == ["03-6123456/8"]
    assert split_phones("050-1234567 03-7654321") == ["050-1234567", "03-7654321"]
    assert split_phones("") == []


@pytest.mark.parametrize(
    ("raw", "dials"), [("050-1234567", "+972501234567"), ("*2700", "*2700"), ("ללא", "")]
)
def test_what_is_no_number_is_not_dialled(raw: str, dials: str) -> None:
    assert parse_phone(raw).dials == dials
