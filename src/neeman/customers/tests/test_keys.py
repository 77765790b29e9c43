"""The derived columns: one customer, however its details are written, gets one identity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.customers.keys import (
    LONGEST_TEXT,
    contact_keys,
    customer_keys,
    number_key,
    phone_key,
    put_keys,
)
from neeman.customers.models import Contact, Customer
from neeman.lib.phones import parse_phone


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("050-1234567", "+972501234567"),
        ("+972 50 123 4567", "+972501234567"),
        ("050-1234567 / 03-7654321", "+972501234567"),
        ("03-7654321", "+97237654321"),
        ("*2700", "*2700"),
        ("אין", ""),
        ("", ""),
    ],
)
def test_phone_is_one_identity(written: str, key: str) -> None:
    assert phone_key(written) == key


@given(
    st.sampled_from(["050", "059", "072", "077", "02", "03", "09"]),
    st.integers(0, 9_999_999),
    st.sampled_from(["{a}-{b:07}", "{a}{b:07}", "{a} {b:07}"]),
)
def test_the_quick_reading_of_phones_is_the_library_s(area: str, number: int, shape: str) -> None:
    written = shape.format(a=area, b=number)
    assert phone_key(written) == parse_phone(written).e164


def test_company_numbers() -> None:
    assert number_key("51-234567-8") == "512345678"
    assert number_key("12345678") == "012345678"
    assert number_key("DE 123/45") == "de12345"


def test_keys_of_a_customer() -> None:
    keys = customer_keys(
        Customer(
            name="צ׳ופצ׳יק שָׁלוֹם בע״מ", phone="050-1234567", email=" Dan@X.co.IL ", company_number="512345678"
        )
    )
    assert keys["name_key"] == "צופציק שלומ"
    assert keys["sort_key"] == "צופציק שלומ בעמ"
    assert keys["email_key"] == "dan@x.co.il"
    assert (keys["phone_key"], keys["number_key"]) == ("+972501234567", "512345678")


def test_all_that_one_may_remember_is_in_the_search_text() -> None:
    customer = put_keys(
        Customer(
            name="נגריית הגליל",
            city="כרמיאל",
            phone="*2700",
            phone2="04-9881234",
            remarks="מעדיף משלוח בבוקר",
            custom={"truck": "וולוו", "seats": 7, "vip": True},
        ),
        contacts=[Contact(name="דני כהן", email="danny@galil.co.il", phone="052-7654321")],
        tags=["ביקור רבעוני"],
        more=["17850"],
    )
    words = customer.search_text.split()
    for word in ("#נגריית", "נגריית", "דני", "cohen", "danny", "galil", "0527654321", "~1234567250", "~0072"):
        assert word in words
    for word in ("משלוח", "רבעוני", "17850", "וולוו", "7", "כרמיאל", "~432188940"):
        assert word in words
    assert "#דני" not in words
    assert "true" not in words
    assert len(words) == len(set(words))


def test_a_very_long_remark_is_cut_at_a_word() -> None:
    keys = customer_keys(Customer(name="a", remarks=" ".join(f"word{n}" for n in range(20_000))))
    assert len(keys["search_text"]) <= LONGEST_TEXT
    assert keys["search_text"].split()[-1].startswith("word")


def test_keys_of_a_contact() -> None:
    assert contact_keys(Contact(phone="0501234567", email="A@b.c")) == {
        "phone_key": "+972501234567",
        "email_key": "a@b.c",
    }
