"""What is written is read back by the reader of address books, and by the standard's own rules."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.contact_cards import ContactCard, vcard
from neeman.lib.files.vcards import HEADER, read_cards
from neeman.lib.signs import plain_text

DANNY = ContactCard(
    uid="urn:uuid:1",
    name="דני כהן · A · טק-סולושנס",
    phones=("+972501234567", "*2700"),
    email="danny@tech.test",
    company="טק-סולושנס, בע״מ; חיפה",
    title='מנכ"ל',
    url="https://crm.test/house/customers/1/",
    group="נאמן",
)


def read_back(text: str, folder: Path) -> list[dict[str, object]]:
    path = folder / "book.vcf"
    path.write_bytes(text.encode())
    return [dict(zip(HEADER, cells, strict=True)) for _, cells, _ in read_cards(path, "utf-8")]


def test_a_card_comes_back(tmp_path: Path) -> None:
    (card,) = read_back(vcard(DANNY), tmp_path)
    assert card["Full name"] == DANNY.name
    assert card["Organization"] == DANNY.company
    assert card["Job title"] == DANNY.title
    assert card["E-mail"] == DANNY.email
    assert card["Labels"] == "נאמן"
    assert {card["Mobile phone"], card["Phone"], card["Phone 2"]} >= set(DANNY.phones)


def test_lines_are_short_and_letters_whole() -> None:
    lines = vcard(ContactCard(uid="1", name="שלום " * 60, phones=("1",))).split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "".join(line.removeprefix(" ") for line in lines).count("שלום") == 2 * 60


@given(st.text(min_size=1), st.text())
def test_nothing_typed_begins_a_line_of_its_own(name: str, company: str) -> None:
    text = vcard(ContactCard(uid="1", name=name, phones=("050",), company=company))
    unfolded = text.replace("\r\n ", "").split("\r\n")
    allowed = {"BEGIN", "VERSION", "UID", "FN", "N", "TEL;TYPE=VOICE", "ORG", "END", ""}
    assert {line.partition(":")[0] for line in unfolded} <= allowed
    assert text.count("END:VCARD\r\n") == 1 or "END:VCARD" in plain_text(name + company)
