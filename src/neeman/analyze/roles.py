"""Which column of a sales file says what: by the words of its header, by its content, or as the user maps it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from neeman.analyze.cleaning import Column
from neeman.analyze.refusal import RefusalError
from neeman.lib.hebrew import search_key

SALES_ROLES = (
    "customer", "date", "amount", "quantity", "unit_price", "order", "product", "product_category", "direct_cost",
    "profit", "discount", "country", "segment", "owner", "currency", "parent", "name",
)  # fmt: skip

_WORDS: dict[str, str] = {
    "customer": "customer id|customerid|customer|customer no|customer number|customer code|client|client id|client code|cust id|account|account id|buyer|"
    "לקוח|מספר לקוח|מס לקוח|קוד לקוח|מזהה לקוח|חשבון לקוח|מפתח חשבון|ח פ|תז לקוח",
    "name": "customer name|client name|company name|שם לקוח|שם הלקוח|שם חברה|שם",
    "date": "date|invoice date|invoicedate|order date|orderdate|sale date|transaction date|purchase date|document date|"
    "תאריך|תאריך חשבונית|תאריך הזמנה|תאריך מסמך|תאריך מכירה|תאריך עסקה|תאריך קנייה|תאריך קניה",
    "amount": "amount|total|sales|revenue|total amount|line total|net amount|sum|value|dollar value|invoice amount|sales amount|total price|"
    "סכום|סהכ|סה כ|סך הכל|סכום לתשלום|מחזור|הכנסה|סכום שורה|סכום נטו|סהכ שורה|סכום לפני מעמ|סכום חשבונית|סכום בשקלים",
    "quantity": "quantity|qty|units|number of cds|כמות|יחידות",
    "unit_price": "unit price|unitprice|price|price per unit|מחיר|מחיר ליחידה|מחיר יחידה",
    "order": "order id|orderid|order no|order number|order|invoice|invoice no|invoiceno|invoice number|invoice id|document number|transaction id|"
    "הזמנה|מספר הזמנה|מס הזמנה|חשבונית|מספר חשבונית|מס חשבונית|מספר מסמך|אסמכתא",
    "product": "product|product id|product code|product name|stock code|stockcode|sku|item|item code|מוצר|קוד מוצר|מקט|פריט|קוד פריט|שם מוצר|שם פריט",
    "product_category": "category|product category|department|קטגוריה|קבוצת מוצרים|מחלקה",
    "direct_cost": "cost|direct cost|cogs|unit cost total|cost amount|עלות|עלות ישירה|עלות המכר",
    "profit": "profit|gross profit|margin amount|רווח|רווח גולמי",
    "discount": "discount|discount rate|הנחה|אחוז הנחה",
    "country": "country|country region|מדינה|ארץ",
    "segment": "segment|sector|customer type|customer group|מגזר|סגמנט|סוג לקוח|קבוצת לקוחות|תחום",
    "owner": "owner|account manager|sales rep|salesperson|agent|מנהל תיק|סוכן|איש מכירות",
    "currency": "currency|currency code|מטבע",
    "parent": "parent|parent id|parent company|group company|חברת אם|קבוצה",
}
_ROLE_OF = {search_key(word): role for role, words in _WORDS.items() for word in words.split("|")}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-./]+")


def find_roles(columns: Sequence[Column], overrides: Mapping[str, str], roles: Sequence[str] = SALES_ROLES) -> dict[str, Column]:
    """Role -> column. What the user maps wins; the first column that names a role has it.

    Refuses a mapping to a column that is not there or a role that does not exist.
    """
    by_name = {column.name: column for column in columns}
    found: dict[str, Column] = {}
    for name, role in overrides.items():
        if name not in by_name:
            raise RefusalError("no_such_column", column=name, columns=", ".join(by_name))
        if role not in roles:
            raise RefusalError("no_such_role", role=role, roles=", ".join(roles))
        found[role] = by_name[name]
    taken = {column.name for column in found.values()} | set(overrides)
    for column in columns:
        role = role_of(column.name)
        if role in roles and role not in found and column.name not in taken:
            found[role] = column
            taken.add(column.name)
    return found


def role_of(header: str) -> str:
    """The role that a header's words name, "" for none.

    >>> role_of("CustomerID"), role_of("תאריך חשבונית"), role_of("Colour")
    ('customer', 'date', '')
    """
    spaced = _CAMEL.sub(" ", header)
    return _ROLE_OF.get(search_key(header)) or _ROLE_OF.get(search_key(spaced)) or ""


def settled(found: dict[str, Column], columns: Sequence[Column]) -> dict[str, Column]:
    """The roles with what content alone can add, and a refusal where a sale cannot be told from them."""
    if "date" not in found:
        dates = [column for column in columns if column.is_time]
        if len(dates) == 1:
            found["date"] = dates[0]
    if "customer" not in found and "name" in found:
        found["customer"] = found.pop("name")
    has_amount = "amount" in found or {"quantity", "unit_price"} <= set(found)
    missing = [role for role in ("customer", "date") if role not in found] + ([] if has_amount else ["amount"])
    if missing:
        raise RefusalError(
            "no_role", missing=", ".join(missing), columns=", ".join(column.name for column in columns)
        )
    return found
