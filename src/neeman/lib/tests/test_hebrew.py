from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.hebrew import (
    company_key,
    is_first_name,
    loose_key,
    search_key,
    search_words,
    sort_key,
    spellings,
    swap_layout,
)


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("שָׁלוֹם כהן", "שלום כהן"),
        ('צ׳ופצ׳יק בע"מ', "צופציק"),
        ("בן־ציון", "בן ציון"),
        ("כ״ץ", "כץ"),
        ("טק-סולושנס בע״מ", "טק סולושנס"),
        ("מלך", "מלכ"),
        ("א.ב. שיווק", "א ב שיווק"),
        ("\u202bדני\u202c \u200fכהן", "דני כהן"),
        ("Café Noir", "cafe noir"),
        ("STRASSE", "straße"),
        ("רח׳ ٣", "רח 3"),
        ("ײדיש", "יידיש"),
        ("danny@x.co", "danny@x.co"),
    ],
)
def test_what_was_stored_is_found_as_it_is_typed(stored: str, asked: str) -> None:
    assert search_key(asked) in search_key(stored)


@given(st.text())
def test_a_key_is_its_own_key_and_holds_only_letters_and_digits(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert "  " not in key
    assert all(character == " " or character.isalnum() for character in key)


@given(st.text(alphabet="אבגדהוזחטיכךלמםנןסעפףצץקרשת \u05b0\u05b8\u05c1"))
def test_composed_and_decomposed_letters_have_one_key(text: str) -> None:
    assert search_key(unicodedata.normalize("NFC", text)) == search_key(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("typed", "meant"), [("sbh fvi", "דני כהן"), ("dani", "גשמן"), ("חסןי", "jxih"), ("tc,", "אבת")]
)
def test_the_other_keyboard_layout(typed: str, meant: str) -> None:
    assert swap_layout(typed) == meant


@given(st.text(alphabet="אבגדהוזחטיכךלמםנןסעפףצץקרשת ", min_size=1).filter(lambda text: not text.isspace()))
def test_swapping_the_layout_twice_comes_home(text: str) -> None:
    pressed = swap_layout(text)
    assert swap_layout(pressed) == text


def test_full_and_defective_spelling_meet_in_the_second_rank() -> None:
    assert loose_key("שולחן") == loose_key("שלחן")
    assert loose_key("ויויאן") == "ואנ"  # the first letter always stays
    assert loose_key("שיר") == "שיר"  # short words would meet everything
    assert search_key("שולחן") != search_key("שלחן")


@pytest.mark.parametrize(
    "name",
    [
        'טק סולושנס בע"מ',
        "טק-סולושנס בע״מ",
        "חברת טק סולושנס",
        "טק סולושנס ב.ע.מ.",
        "טק סולושנס Ltd.",
        "טק סולושנס",
    ],
)
def test_legal_forms_do_not_make_another_company(name: str) -> None:
    assert company_key(name) == search_key("טק סולושנס")


def test_a_name_that_is_only_a_legal_form_stays() -> None:
    assert company_key("החברה") == search_key("החברה")
    assert company_key('בע"מ') == "בעמ"
    assert company_key("cobalt") == "cobalt"


def test_common_names_in_both_alphabets() -> None:
    assert {"cohen", "kohen"} <= spellings("כהן")
    assert search_key("כהן") in spellings("Cohen")
    assert search_key("דני") in spellings("Danny")
    assert spellings("Danny") & {"daniel"} == set()  # a short form is a name of its own
    assert spellings("צופציק") == frozenset()
    assert search_words("דני כהן")[:2] == ("דני", "כהנ")
    assert "cohen" in search_words("דני כהן")
    assert is_first_name("יעל")
    assert not is_first_name("סולושנס")


def test_sorting_by_the_key() -> None:
    assert sorted(["ציר", "צ׳יק", "צא", "ךב", "כא"], key=sort_key) == ["כא", "ךב", "צא", "צ׳יק", "ציר"]
