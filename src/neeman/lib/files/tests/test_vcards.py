from __future__ import annotations

import quopri
from pathlib import Path

import pytest

from neeman.lib.files import FileProblem, inspect
from neeman.lib.files.tests.reading_back import by_title, codes_of, write_text


def quoted(text: str, *, wrap: int = 40) -> str:
    """QUOTED-PRINTABLE as Android writes it: soft breaks, and the next line not indented."""
    raw = "".join(f"={byte:02X}" for byte in text.encode())
    lines = [raw[start : start + wrap // 3 * 3] for start in range(0, len(raw), wrap // 3 * 3)]
    return "=\n".join(lines)


def test_an_android_phone_in_hebrew(tmp_path: Path) -> None:
    utf = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
    card = f"""BEGIN:VCARD
VERSION:2.1
N;{utf}:{quoted("כהן")};{quoted("דני")};;;
FN;{utf}:{quoted("דני כהן ממשרד ההנדסה הגדול")}
TEL;CELL:050-123-4567
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,{quoted("נוסף", wrap=400)}):03-6123456
TEL;WORK;FAX:03-6123457
EMAIL;HOME:danny@x.co
ORG:null
ADR;HOME;{utf}:;;{quoted("הרצל 5")};{quoted("חיפה")};;31000;{quoted("ישראל")}
BDAY:1980-03-07
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg
 ABAQAAAQABAAD

END:VCARD
BEGIN:VCARD
VERSION:2.1
N;{utf}:;{quoted("משטרה")};;;
FN;{utf}:{quoted("משטרה")}
TEL;CELL:100
END:VCARD
BEGIN:VCARD
VERSION:2.1
END:VCARD
"""
    path = write_text(tmp_path / "a.vcf", card.replace("\n", "\r\n"))
    (row,) = by_title(path)
    assert row["Full name"] == "דני כהן ממשרד ההנדסה הגדול"
    assert (row["First name"], row["Last name"], row["Organization"]) == ("דני", "כהן", None)
    assert (row["Mobile phone"], row["Phone"], row["Other phones"]) == (
        "050-123-4567",
        "03-6123456",
        "03-6123457",
    )
    assert (row["Street"], row["City"], row["Postal code"]) == ("הרצל 5", "חיפה", "31000")
    assert (row["E-mail"], row["Birthday"]) == ("danny@x.co", "1980-03-07")
    assert codes_of(path) == {19: "junk_card", 25: "blank"}


def test_versions_3_and_4_with_groups_folds_and_escapes(tmp_path: Path) -> None:
    text = (
        'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:דני \r\n כהן\r\nN:כהן;דני;בן\\, ציון;;\r\nitem1.TEL;TYPE="cell,voice";VALUE=uri:tel:+972-50-1234567\r\n'
        'EMAIL:a@x.co\r\nEMAIL:b@x.co\r\nEMAIL:c@x.co\r\nORG:טק סולושנס\\; בע"מ;מכירות\r\nNOTE:שורה\\nשנייה\r\nCATEGORIES:vip,b\r\nEND:VCARD\r\n'
    )
    (row,) = by_title(write_text(tmp_path / "a.vcf", text))
    assert row["Full name"] == "דני כהן"
    assert row["First name"] == "דני בן, ציון"
    assert (row["Mobile phone"], row["E-mail"], row["E-mail 2"]) == (
        "+972-50-1234567",
        "a@x.co",
        "b@x.co ; c@x.co",
    )
    assert (row["Organization"], row["Notes"], row["Labels"]) == (
        'טק סולושנס; בע"מ, מכירות',
        "שורה\nשנייה",
        "vip,b",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "cp1255", "utf-8-sig"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:דני כהן\nTEL;TYPE=CELL:0501234567\nEND:VCARD\n"
    (row,) = by_title(write_text(tmp_path / "a.vcf", text, encoding))
    assert row["Full name"] == "דני כהן"


def test_quoted_printable_of_another_charset(tmp_path: Path) -> None:
    name = quopri.encodestring("דני".encode("cp1255")).decode().strip()
    text = f"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1255;ENCODING=QUOTED-PRINTABLE:;{name}\nTEL:03-6123456\nEND:VCARD\n"
    (row,) = by_title(write_text(tmp_path / "a.vcf", text))
    assert row["First name"] == row["Full name"] == "דני"


def test_a_book_cut_off_in_its_last_card(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nFN:דני\nTEL:03-6123456\nEND:VCARD\nBEGIN:VCARD\nFN:רות\nTEL:03-6123457\n"
    assert len(by_title(write_text(tmp_path / "a.vcf", text))) == 2


def test_a_book_without_cards(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        inspect(write_text(tmp_path / "a.vcf", "BEGIN:VCARDS\nFN:x\n"))
    assert caught.value.code == "no_cards"
