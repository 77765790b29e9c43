from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.hebrew import search_key
from neeman.lib.quickadd import parse_quick_add


@pytest.mark.parametrize(
    "line",
    [
        "דני כהן 050-1234567 טק סולושנס danny@x.co",
        "טק סולושנס, דני כהן, danny@x.co 0501234567",
        "050 123 4567 דני כהן - טק סולושנס danny@x.co",
        "danny@x.co דני כהן טק סולושנס 050-123-4567",
        "דני כהן מחברת טק סולושנס +972-50-1234567 danny@x.co",
        "דני כהן\nטק סולושנס\n0501234567\ndanny@x.co",
    ],
)
def test_the_order_of_the_parts_does_not_matter(line: str) -> None:
    found = parse_quick_add(line)
    assert (found.name, found.company, found.email) == ("דני כהן", "טק סולושנס", "danny@x.co")
    assert found.phone
    assert found.phone.e164 == "+972501234567"


@pytest.mark.parametrize(
    ("line", "name", "company"),
    [
        ("דני 0501234567", "דני", ""),
        ("דני כהן", "דני כהן", ""),
        ("דני בן ציון 0501234567", "דני בן ציון", ""),
        ('נגריית הגליל בע"מ 04-6123456', "", 'נגריית הגליל בע"מ'),
        ("Danny Cohen Acme Ltd 050-1234567", "Danny Cohen", "Acme Ltd"),
        ("צופציק *2700", "צופציק", ""),
        ("0501234567", "", ""),
        ("", "", ""),
    ],
)
def test_person_or_company(line: str, name: str, company: str) -> None:
    found = parse_quick_add(line)
    assert (found.name, found.company) == (name, company)


def test_further_phones_are_kept() -> None:
    found = parse_quick_add("דני 050-1234567 03-6123456")
    assert found.phone
    assert found.phone.e164 == "+972501234567"
    assert found.other_phones == ("03-6123456",)


WORDS = ("דני", "כהן", "טק", "סולושנס", "050-1234567", "d@x.co", "קפה", "7", ",", "-", "/", "2700*")


@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_no_word_is_lost(words: list[str]) -> None:
    found = parse_quick_add(" ".join(words))
    phones = [found.phone.raw if found.phone else "", *found.other_phones]
    kept = search_key(" ".join([found.name, found.company, found.email, *phones])).replace(" ", "")
    assert sorted(kept) == sorted(search_key(" ".join(words)).replace(" ", ""))
