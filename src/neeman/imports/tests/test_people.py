"""Lists of customers and address books."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from neeman.customers.models import Contact, Customer, CustomerTag, CustomField
from neeman.imports.models import ImportFile
from neeman.imports.problems import problem_rows, problems_path
from neeman.imports.services.undoing import take_back
from neeman.imports.tests.bringing import bring, rehearse_file
from neeman.orgs.access import Access

LIST = """לקוחות אבן־דרך,,,,,,
,,,,,,
שם לקוח,ח.פ.,איש קשר,נייד,ת. הצטרפות,תגיות,הערות
מפעלי גלבוע,514209873,רונית אלבז,050-7741826,13/04/2019,"זהב, צפון",להתקשר אחרי 10:00
נגריית הגליל,558031146,מוניר זועבי,052-3390174,07/03/2021,צפון,
דני כהן,,,0541234567,,,
"""


def codes(file: ImportFile) -> dict[int, str]:
    return {row.row: row.faults[0].code for row in problem_rows(problems_path(file))}


def test_a_list_becomes_customers_with_their_people_and_tags(inside: Access) -> None:
    planned, done, file = bring(inside, LIST)
    assert planned == done
    assert (done.rows, done.created) == (3, 3)
    assert file.info["header_row"] == 3
    gilboa = Customer.objects.get(name="מפעלי גלבוע")
    assert (gilboa.phone_key, gilboa.number_key) == ("+972507741826", "514209873")
    assert gilboa.customer_since == date(2019, 4, 13)
    assert (gilboa.kind, Customer.objects.get(name="דני כהן").kind) == ("company", "person")
    assert Contact.objects.get(customer=gilboa).is_main
    assert set(CustomerTag.objects.filter(customer=gilboa).values_list("tag__name", flat=True)) == {
        "זהב",
        "צפון",
    }
    assert "רונית" in gilboa.search_text


def test_the_form_of_address_comes_along_and_the_same_list_again_changes_nothing(inside: Access) -> None:
    lists = (
        "שם,נייד,מין\nדנה לוי,050-1234567,נקבה\nדני כהן,050-1234568,מר\nיעל בר,050-1234569,כן\n",
        "שם לקוח,איש קשר,נייד,לשון פנייה\nמפעלי גלבוע,רונית אלבז,050-7741826,Female\n",
    )
    for text in lists:
        _planned, done, _file = bring(inside, text)
        assert done.created
    said = dict(Customer.objects.values_list("name", "gender"))
    assert said == {"דנה לוי": "f", "דני כהן": "m", "יעל בר": "", "מפעלי גלבוע": ""}
    assert Contact.objects.get(name="רונית אלבז").gender == "f"
    for text in lists:
        assert bring(inside, text)[1].updated == 0


def test_the_same_list_again_changes_nothing(inside: Access) -> None:
    bring(inside, LIST)
    before = list(Customer.objects.order_by("pk").values())
    planned, done, _ = bring(inside, LIST)
    assert planned == done
    assert (done.unchanged, done.rows) == (3, 3)
    assert list(Customer.objects.order_by("pk").values()) == before
    assert Contact.objects.count() == 2


def test_undo_restores_what_was_updated(inside: Access) -> None:
    bring(inside, LIST)
    before = {
        row["pk"]: row for row in Customer.objects.values("pk", "name", "phone", "phone_key", "search_text")
    }
    changed = LIST.replace("050-7741826", "050-7741999").replace(
        "דני כהן,,,0541234567,,,", "רות לוי,,,0549999999,,,"
    )
    planned, done, file = bring(inside, changed)
    assert planned == done
    assert (done.created, done.updated, done.unchanged) == (1, 1, 1)
    assert Customer.objects.get(name="מפעלי גלבוע").phone == "050-7741999"
    take_back(inside, file, now=timezone.now())
    after = {
        row["pk"]: row for row in Customer.objects.values("pk", "name", "phone", "phone_key", "search_text")
    }
    assert after == before


def test_an_empty_cell_never_erases(inside: Access) -> None:
    bring(inside, LIST)
    bring(inside, "שם לקוח,ח.פ.,נייד,הערות\nמפעלי גלבוע,514209873,,\n")
    gilboa = Customer.objects.get(name="מפעלי גלבוע")
    assert (gilboa.phone, gilboa.remarks) == ("050-7741826", "להתקשר אחרי 10:00")


def test_bad_cells_keep_their_row_out_and_say_why(inside: Access) -> None:
    file = rehearse_file(
        inside, "שם,טלפון,תאריך הצטרפות\nא,050-1111111,31/02/2021\nב,050-2222222,30/04/2021\n,,\n"
    )
    assert file.counts["rejected"] == {"date_no_such_day": 1}
    assert codes(file) == {2: "date_no_such_day"}


CLASHES = [
    ("another name, same phone", "רות לוי", "050-7741826", "", "key_of_another"),
    ("same phone, another number", "מפעלי גלבוע", "050-7741826", "558031147", "key_of_another"),
    ("phone of one, number of another", "מפעלי גלבוע", "050-7741826", "558031146", "key_of_several"),
]


@pytest.mark.parametrize(
    ("what", "name", "phone", "number", "code"), CLASHES, ids=[clash[0] for clash in CLASHES]
)
def test_what_is_not_certain_is_asked(
    inside: Access, what: str, name: str, phone: str, number: str, code: str
) -> None:
    bring(inside, LIST)
    file = rehearse_file(inside, f"שם,טלפון,ח.פ.\n{name},{phone},{number}\nאחר,03-5555555,\n")
    assert codes(file) == {2: code}


def test_the_answer_settles_it(inside: Access) -> None:
    bring(inside, LIST)
    gilboa = Customer.objects.get(name="מפעלי גלבוע")
    content = "שם,טלפון,עיר\nגלבוע פח,050-7741826,עפולה\n"
    _, same, _ = bring(inside, content, fixes={"2": {"customer": str(gilboa.pk)}})
    assert (same.updated, Customer.objects.count()) == (1, 3)
    _, other, _ = bring(inside, content.replace("גלבוע פח", "רות לוי"), fixes={"2": {"customer": "new"}})
    assert (other.created, Customer.objects.count()) == (1, 4)


def test_namesakes_with_other_phones_stay_apart(inside: Access) -> None:
    _, done, _ = bring(inside, "שם,טלפון\nמשה כהן,050-1111111\nמשה כהן,050-2222222\n")
    assert (done.created, Customer.objects.count()) == (2, 2)
    file = rehearse_file(inside, "שם,עיר\nמשה כהן,חיפה\nאחר,עכו\n")
    assert codes(file) == {2: "several_namesakes"}


def test_the_first_of_two_rows_counts(inside: Access) -> None:
    content = "שם,טלפון,עיר,דוא״ל\nנגה,050-1111111,חיפה,\nנגה,050-1111111,עכו,a@b.co\nאורן,03-6666666,,\n"
    for expected in ((2, 1, 0), (0, 0, 3)):
        planned, done, _ = bring(inside, content)
        assert planned == done
        assert (done.created, done.updated, done.unchanged) == expected
        assert done.doubts == {"row_repeats": 1}
    assert Customer.objects.get(name="נגה").city == "חיפה"
    assert Customer.objects.get(name="נגה").email == "a@b.co"


def test_unknown_columns_may_become_fields(inside: Access) -> None:
    planned, done, _ = bring(
        inside, "שם,טלפון,מידת נעל\nנגה,050-1111111,38\n", mapping={"0": "name", "1": "phone", "2": "field"}
    )
    assert planned == done
    field = CustomField.objects.get()
    assert field.label == "מידת נעל"
    assert Customer.objects.get().custom == {field.key: "38"}


def test_people_come_to_their_companies(inside: Access) -> None:
    book = "First Name,Last Name,Company,Job Title,Email,Mobile\nDana,Levi,Orion Ltd,Buyer,d@orion.co,0501234567\nAvi,Bar,Orion Ltd,,a@orion.co,\nRuth,Paz,,,r@paz.co,0521111111\n"
    for expected in ((3, 0), (0, 3)):
        planned, done, _ = bring(inside, book)
        assert planned == done
        assert (done.created + done.updated, done.unchanged) == expected
    assert {customer.name: customer.kind for customer in Customer.objects.all()} == {
        "Orion Ltd": "company",
        "Ruth Paz": "person",
    }
    assert set(Contact.objects.values_list("name", flat=True)) == {"Dana Levi", "Avi Bar"}


def test_a_contact_who_comes_without_a_company_is_known(inside: Access) -> None:
    bring(inside, "First Name,Last Name,Company,Email\nDana,Levi,Orion,d@orion.co\n")
    planned, done, _ = bring(
        inside,
        "First Name,Last Name,Email,Mobile Phone\nDana,Levi,d@orion.co,050-7654321\nNew,One,n@one.co,\n",
    )
    assert planned == done
    assert (done.created, done.updated) == (1, 1)
    assert Contact.objects.get().phone == "050-7654321"


def test_payments(inside: Access) -> None:
    content = "שם לקוח,תאריך תשלום,סכום תשלום,מספר קבלה\nנגה,01/02/2025,100,7\nנגה,15/02/2025,50.5,8\nנגה,15/02/2025,50.5,8\n"
    for expected in ((3, 0), (0, 3)):
        planned, done, file = bring(inside, content)
        assert file.target == "payments"
        assert planned == done
        assert (done.created, done.unchanged) == expected


def test_lists_of_customers_need_the_right_to_edit_customers(house: Any) -> None:
    from conftest import make_person
    from neeman.orgs.roles import Role

    finance = make_person(house, "finance@house.test", Role.FINANCE)
    with finance.scope():
        file = rehearse_file(finance.access, LIST)
        assert file.target in ("sales", "payments")
        assert file.counts == {}


def test_somebody_elses_customers_are_not_touched(house: Any, inside: Access) -> None:
    from conftest import make_person
    from neeman.orgs.roles import Role, Sees

    bring(inside, LIST)
    manager = make_person(house, "m@house.test", Role.SALES_MANAGER, sees=Sees.OWN)
    file = rehearse_file(manager.access, LIST.replace("להתקשר", "לא להתקשר"))
    assert file.counts["rejected"] == {"not_yours": 3}
    shown = [row.faults[0].params for row in problem_rows(problems_path(file))]
    assert shown == [{}, {}, {}]


def test_undo_leaves_what_was_done_by_hand_since(inside: Access) -> None:
    _, _, file = bring(inside, LIST)
    gilboa = Customer.objects.get(name="מפעלי גלבוע")
    Contact.objects.create(customer=gilboa, name="נוספה ביד")
    take_back(inside, file, now=timezone.now())
    assert set(Customer.objects.values_list("name", flat=True)) == {"מפעלי גלבוע"}
    assert "נוספה ביד" in set(Contact.objects.values_list("name", flat=True))
