from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.il import idnr

from neeman.lib.ids import has_check_digit, parse_id_number


@pytest.mark.parametrize(
    ("raw", "digits", "doubt", "kind"),
    [
        ("516179157", "516179157", None, "company"),
        ("51-617915-7", "516179157", None, "company"),
        (516179157.0, "516179157", None, "company"),
        ("516179157.0", "516179157", None, "company"),
        ("IL516179157", "516179157", None, "company"),
        ("516179150", "516179150", "check_digit", "company"),
        ("39337423", "039337423", None, "other"),
        ("", None, "empty", "other"),
        (None, None, "empty", "other"),
        ("abc", None, "not_digits", "other"),
        ("²²²²²²²", None, "not_digits", "other"),
        ("1234567890", None, "too_long", "other"),
        ("000000000", None, "too_short", "other"),
        ("12", None, "too_short", "other"),
    ],
)
def test_a_number_is_padded_and_doubted_but_kept(
    raw: object, digits: str | None, doubt: str | None, kind: str
) -> None:
    number = parse_id_number(raw)
    assert (number.digits, number.doubt, number.kind) == (digits, doubt, kind)


@given(st.integers(10**4, 10**8 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_doubted(stem: int, place: int, slip: int) -> None:
    stem_text = f"{stem:08}"
    good = next(stem_text + last for last in "0123456789" if idnr.is_valid(stem_text + last))
    assert has_check_digit(good)
    wrong = good[:place] + str((int(good[place]) + slip) % 10) + good[place + 1 :]
    assert parse_id_number(wrong).doubt in ("check_digit", "too_short")
