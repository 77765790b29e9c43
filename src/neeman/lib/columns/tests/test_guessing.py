from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neeman.lib.columns import (
    find_concept,
    guess_columns,
    guess_target,
    header_fingerprint,
    look_at,
    required_roles,
)
from neeman.lib.columns.vocabulary import TARGETS, _presets, _vocabulary, content_of, roles_of
from neeman.lib.hebrew import search_key


def guess(table: dict[str, list[Any]], target: Any = None) -> dict[str, str | None]:
    mapping = guess_columns(list(table), list(table.values()), target)
    return {column.header: column.role for column in mapping.columns}


CUSTOMERS: dict[str, list[Any]] = {
    "מס' לקוח": ["100", "101", "102"],
    "שם הלקוח": ["דני כהן", 'צופציק בע"מ', "רות"],
    "ח.פ./ת.ז": ["516179157", "39337423", None],
    "טל'": ["03-6123456", "036123457", None],
    "נייד": ["050-1234567", 501234568.0, "0521234567"],
    "דוא״ל": ["a@x.co", None, "b@x.co"],
    "תנאי תשלום": ["שוטף 30", "שוטף 60", "מזומן"],
    "לקוח מאז": ["07/03/2020", "25/12/2021", "01/01/2022"],
    "סוכן": ["יוסי", "יוסי", "רמי"],
    "סתם עמודה": ["x", "y", "z"],
}


def test_a_hebrew_customer_list() -> None:
    assert list(guess(CUSTOMERS).values()) == [
        "key", "name", "company_number", "phone", "mobile", "email", "payment_terms", "customer_since", "owner", None,
    ]  # fmt: skip
    mapping = guess_columns(list(CUSTOMERS), list(CUSTOMERS.values()))
    assert (mapping.target, mapping.preset, mapping.missing) == ("customers", None, ())
    since = mapping.columns[7]
    assert since.dates
    assert (since.dates.reason, since.dates.day_first, since.dates.either) == ("day_above_12", 1, 1)
    assert {column.confidence for column in mapping.columns[:9]} == {"sure"}
    assert mapping.columns[9].confidence == "unknown"


def test_the_order_of_columns_does_not_matter() -> None:
    turned = dict(reversed(CUSTOMERS.items()))
    assert guess(turned) == guess(CUSTOMERS)


SALES: dict[str, list[Any]] = {
    "InvoiceNo": ["536365", "536366", "C536379"],
    "StockCode": ["85123A", "71053", "D"],
    "Description": ["WHITE HANGING HEART", "WHITE METAL LANTERN", "Discount"],
    "Quantity": [6, 8, -1],
    "InvoiceDate": ["12/1/2010 8:26", "12/13/2010 9:00", "12/1/2010 10:00"],
    "UnitPrice": [2.55, 3.39, 27.5],
    "CustomerID": [17850.0, 13047.0, None],
    "Country": ["United Kingdom", "France", "France"],
}


def test_sales_lines_in_english() -> None:
    assert guess(SALES) == {
        "InvoiceNo": "order", "StockCode": "product", "Description": "product_name", "Quantity": "quantity",
        "InvoiceDate": "date", "UnitPrice": "unit_price", "CustomerID": "customer", "Country": "country",
    }  # fmt: skip
    mapping = guess_columns(list(SALES), list(SALES.values()))
    assert mapping.target == "sales"
    assert mapping.columns[4].dates
    assert mapping.columns[4].dates.reason == "month_first_only"


def test_sales_in_hebrew_prefer_the_amount_before_vat() -> None:
    table = {
        "ת. אסמכתא": ["07/03/2026", "25/03/2026"],
        "אסמכתא": ["1001", "1002"],
        "לקוח": ["דני", "רות"],
        'סה"כ לפני מע"מ': ["1.250,50", "1.000"],
        'מע"מ': ["225", "18"],
        'סה"כ כולל מע"מ': ["1475", "118"],
    }
    assert list(guess(table).values()) == [
        "date",
        "order",
        "customer",
        "amount",
        "vat_amount",
        "amount_gross",
    ]
    assert guess_target(list(table), list(table.values())) == "sales"
    mapping = guess_columns(list(table), list(table.values()))
    assert mapping.columns[3].decimal_mark == ","


def test_payments() -> None:
    table = {
        "מס׳ קבלה": ["1", "2"], "שם לקוח": ["דני", "רות"], "תאריך תשלום": ["7.3.2026", "25.3.2026"], "סכום ששולם": ["5", "6"],
        "אמצעי תשלום": ["מזומן", "אשראי"],
    }  # fmt: skip
    assert guess_columns(list(table), list(table.values())).target == "payments"
    assert list(guess(table).values()) == ["reference", "customer", "date", "amount", "payment_method"]


PIPELINES = [
    "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Associated Company",
    "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Value,Deal - Organization,Deal - Won time",
    "Opportunity,Customer,Stage,Expected Revenue,Expected Closing,Salesperson,Lost Reason",
    "Opportunity Name,Account Name,Stage,Amount,Close Date,Opportunity Owner",
    "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
    "שם עסקה,שם לקוח,שלב,ערך עסקה,תאריך סגירה צפוי,איש מכירות,סיבת הפסד",
    "לקוח,עסקה,סטטוס,סכום,סיכוי,תאריך סגירה",
]


@pytest.mark.parametrize("titles", PIPELINES)
def test_a_pipeline_is_no_sales_file(titles: str) -> None:
    header = titles.split(",")
    mapping = guess_columns(header, [[] for _ in header])
    assert (mapping.target, mapping.missing) == ("deals", ())
    assert {"title", "customer_name", "value"} <= {column.role for column in mapping.columns}


@pytest.mark.parametrize(
    ("titles", "target"),
    [
        ("מספר עסקה,תאריך עסקה,לקוח,סכום עסקה,סטטוס", "sales"),
        ("מספר חשבונית,תאריך,לקוח,כמות,מחיר ליחידה,שלב,עסקה", "sales"),
        ("Company,Phone,Stage,Owner", "customers"),
        ("Lead Name,Email,Lead Source,Probability", "customers"),
    ],
)
def test_a_word_of_pipelines_makes_no_pipeline(titles: str, target: str) -> None:
    header = titles.split(",")
    assert guess_target(header, [[] for _ in header]) == target


def test_the_e_mails_of_colleagues_are_the_owners() -> None:
    table = {
        "שם": ["דני", "רות"],
        "אחראי": ["a@us.example", "b@us.example"],
        "מייל": ["dani@x.co", "ruth@x.co"],
    }
    assert guess(table) == {"שם": "name", "אחראי": "owner", "מייל": "email"}


def test_an_invoice_that_says_when_it_was_settled_is_a_sale() -> None:
    table = {
        "customerID": ["6627-ELFBK", "0706-NRGUP"], "invoiceNumber": ["2195380883", "2238525299"],
        "InvoiceDate": ["1/6/2012", "10/25/2013"], "DueDate": ["2/5/2012", "11/24/2013"],
        "InvoiceAmount": ["47.07", "35.7"], "SettledDate": ["2/3/2012", "10/26/2013"],
    }  # fmt: skip
    mapping = guess_columns(list(table), list(table.values()))
    assert mapping.target == "sales"
    assert list(guess(table).values())[:4] == ["customer", "order", "date", "due_date"]


def test_more_dates_than_a_file_has_places_for_are_no_phones() -> None:
    table = {
        "order_id": ["10248", "10249"], "customer_id": ["VINET", "TOMSP"], "order_date": ["1996-07-04", "1996-07-05"],
        "required_date": ["1996-08-01", "1996-08-16"], "shipped_date": ["1996-07-16", "1996-07-10"],
    }  # fmt: skip
    mapping = guess_columns(list(table), list(table.values()))
    assert (mapping.target, mapping.missing) == ("sales", ("amount",))
    assert not {"phone", "mobile"} & set(guess(table).values())


def test_yes_and_no_name_nobody() -> None:
    table = {
        "customerID": ["7590-VHVEG", "5575-GNVDE"],
        "Partner": ["Yes", "No"],
        "Contract": ["Month-to-month", "One year"],
    }
    assert list(guess(table).values()) == ["key", None, None]


def test_values_speak_where_titles_do_not() -> None:
    table = {
        "עמודה1": ["a@x.co", "b@x.co", "c@x.co"],
        "עמודה2": ["050-1234567", "052-7654321", "03-6123456"],
        "עמודה3": ["516179157", "039337423", "514288125"],
        "שם": ["דני", "רות", "יעל"],
    }
    mapping = guess_columns(list(table), list(table.values()))
    assert [column.role for column in mapping.columns] == ["email", "phone", "company_number", "name"]
    assert mapping.columns[0].confidence == "likely"
    assert mapping.columns[0].why[0].params == {"content": "email", "matching": 3, "looked": 3}


def test_values_that_contradict_a_title_win() -> None:
    table = {"טלפון": ["a@x.co", "b@x.co"], "שם": ["דני", "רות"]}
    mapping = guess_columns(list(table), list(table.values()))
    assert mapping.columns[0].role == "email"
    table = {"תאריך": ["דני", "רות"], "שם": ["א", "ב"]}
    assert guess_columns(list(table), list(table.values()), "sales").columns[0].confidence == "likely"


def test_a_flag_column_is_no_name() -> None:
    assert guess({"Name": ["A", "B"], "Customer": ["True", "True"]}) == {"Name": "name", "Customer": None}


def test_two_columns_of_one_meaning_take_two_places() -> None:
    table = {"טלפון": ["03-6123456"], "טלפון ": ["050-1234567"], "שם": ["דני"]}
    mapping = guess_columns(["טלפון", "טלפון", "שם"], list(table.values()))
    assert [column.role for column in mapping.columns] == ["phone", "mobile", "name"]


@pytest.mark.parametrize(
    ("title", "concept", "how"),
    [
        ("מס' לקוח", "customer_key", "whole"),
        ("CustomerID", "customer_key", "whole"),
        ("customer_id", "customer_key", "whole"),
        ("PHONE NUMBER*", "phone", "whole"),
        ("טלפון של הלקוח בבית", "phone", "part"),
        ("Custmer Name", "customer_name", "slip"),
        ("ת.אסמכתא", "date", "whole"),
        ("Order Lines / Unit Price", "unit_price", "part"),
        ("zzz", None, None),
    ],
)
def test_titles(title: str, concept: str | None, how: str | None) -> None:
    match = find_concept(title)
    assert (match.concept if match else None, match.how if match else None) == (concept, how)


def test_what_is_missing_is_named() -> None:
    mapping = guess_columns(["שם לקוח", "סכום"], [["דני"], ["5"]], "sales")
    assert mapping.missing == ("date",)


def test_fingerprints() -> None:
    assert header_fingerprint(["שם לקוח", 'סה"כ']) == header_fingerprint([" שם-לקוח ", "סה״כ"])
    assert header_fingerprint(["א", "ב"]) != header_fingerprint(["ב", "א"])


def test_the_vocabulary_is_sound() -> None:
    seen: dict[str, str] = {}
    for concept, entry in _vocabulary()["concept"].items():
        assert content_of(concept)
        for word in entry["words"]:
            assert seen.setdefault(search_key(word), concept) == concept, word
    for target in TARGETS:
        roles = roles_of(target)
        assert set(roles) <= set(_vocabulary()["concept"])
        assert {role for wanted in required_roles(target) for role in wanted} <= set(roles.values())


def test_presets_fit_their_own_headers() -> None:
    for preset in _presets():
        assert preset.needs <= set(preset.roles) | preset.needs
        mapping = guess_columns(sorted(preset.roles), [[] for _ in preset.roles])
        if preset.needs <= set(preset.roles):
            assert mapping.preset == preset.name
            assert mapping.target == preset.target
            assert not mapping.missing


@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from([None, *TARGETS]))
def test_any_header_gets_an_answer(titles: list[str], target: Any) -> None:
    mapping = guess_columns(titles, [["x", 5, None] for _ in titles], target)
    roles = [column.role for column in mapping.columns if column.role]
    assert len(mapping.columns) == len(titles)
    assert len(roles) == len(set(roles))


@given(st.lists(st.text(max_size=20) | st.floats() | st.integers() | st.booleans(), max_size=8))
def test_any_values_can_be_looked_at(values: list[Any]) -> None:
    facts = look_at(values)
    assert all(
        0 <= facts.share(content) <= 1 for content in ("phone", "email", "date", "amount", "text", "id")
    )


def test_wrong_check_digits_make_no_company_number_a_phone() -> None:
    """Nine digits that begin with 5 look like a mobile without its zero; the title is the better witness."""
    numbers = [f"{513_000_001 + 37 * n}" for n in range(40)]
    names = [f"חברה {n}" for n in range(40)]
    assert guess_columns(["שם", "ח.פ"], [names, numbers], "customers").index_of("company_number") == 1


@pytest.mark.parametrize("title", ["fax", "Business Fax", "פקס"])
def test_a_fax_is_no_telephone(title: str) -> None:
    """Northwind: beside "phone" it became the mobile phone, to which messages go."""
    found = guess_columns(
        ["company_name", "phone", title],
        [["A", "B"], ["030-0074321", "04-6521111"], ["030-0076545", "04-6521112"]],
    )
    assert [guess.role for guess in found.columns] == ["name", "phone", None]
