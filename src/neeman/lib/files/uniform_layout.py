"""Where each field of the uniform structure stands: names and widths of the records, field by field.

Source: "הוראות להפקת קבצים במבנה אחיד", Israel tax authority, version 1.31. Fields cancelled there (width 0) are not
listed; the number of a record's first field stands beside it and the others follow in order.
"""

from __future__ import annotations

_WIDTHS = {
    "B110": (  # 1400...
        "code 4, record 9, business 9, key 15, name 50, balance_code 15, balance_name 30, street 50, house 10, city 30,"
        "postal 8, country 30, country_code 2, parent 15, opening 15, debit 15, credit 15, class 4, tax_id 9, branch 7"
    ),
    "C100": (  # 1200...
        "code 4, record 9, business 9, kind 3, number 20, issued 8, issued_at 4, name 50, street 50, house 10, city 30,"
        "postal 8, country 30, country_code 2, phone 15, tax_id 9, value_day 8, foreign_amount 15, currency 3,"
        "before_discount 15, discount 15, net 15, vat 15, total 15, withheld 12, customer 15, matching 10,"
        "cancelled 1, day 8, branch 7, user 9, link 7"
    ),
    "D110": (  # 1250...
        "code 4, record 9, business 9, kind 3, number 20, line 4, base_kind 3, base_number 20, deal 1, item 20,"
        "description 30, maker 50, serial 30, unit 20, quantity 17, unit_price 15, discount 15, amount 15, vat_rate 4,"
        "branch 7, day 8, link 7"
    ),
    "D120": (  # 1300...
        "code 4, record 9, business 9, kind 3, number 20, line 4, means 1, bank 10, bank_branch 10, account 15, cheque 10,"
        "due 8, amount 15, acquirer 1, card 20, deal 1, branch 7, day 8, link 7"
    ),
}


def _slices(widths: str) -> dict[str, slice]:
    places: dict[str, slice] = {}
    start = 0
    for part in widths.split(","):
        name, width = part.split()
        places[name] = slice(start, start + int(width))
        start += int(width)
    return places


PLACES = {code: _slices(widths) for code, widths in _WIDTHS.items()}
"""Record code -> field name -> where it stands in the line."""
