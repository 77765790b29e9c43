"""Terms of payment: what people write, and what it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.terms import Terms, read_terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("שוטף", Terms(0, from_month_end=True)),
        ("שוטף+30", Terms(30, from_month_end=True)),
        ("שוטף פלוס 45 יום", Terms(45, from_month_end=True)),
        ("EOM 60", Terms(60, from_month_end=True)),
        ("net 30", Terms(30)),
        ("30 ימים", Terms(30)),
        ("60", Terms(60)),
        ("מזומן", Terms(0)),
        ("תשלום מראש", Terms(0)),
        ("Cash on delivery", Terms(0)),
        ("", None),
        ("לפי סיכום", None),
        ("30/60/90", None),
        ("3 תשלומים, 30", None),
        ("שוטף+999", None),
    ],
)
def test_what_people_write(text: str, terms: Terms | None) -> None:
    assert read_terms(text) == terms


@given(st.text(max_size=60))
def test_any_words_are_read_without_a_fault(text: str) -> None:
    terms = read_terms(text)
    assert terms is None or terms.due(date(2024, 2, 29)) >= date(2024, 2, 29)
