"""What a column may be in each kind of file, in the words of the page; and how a guess becomes a choice."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from neeman.imports.models import Target
from neeman.imports.targets import deal_rows, payments, people_rows, sales_rows
from neeman.lib.columns import TARGETS, required_roles

LEFT_OUT = ""

LABELS: dict[str, Promise] = {
    "key": _("Key in another system"),
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "company": _("Company"),
    "contact": _("Contact person"),
    "job_title": _("Position"),
    "gender": _("Form of address"),
    "mobile": _("Mobile phone"),
    "phone": _("Phone"),
    "phone2": _("Another phone"),
    "other_phones": _("More phones"),
    "email": _("E-mail"),
    "company_number": _("Company number"),
    "street": _("Street"),
    "house_number": _("House number"),
    "city": _("City"),
    "postal": _("Postal code"),
    "country": _("Country"),
    "industry": _("Field of business"),
    "segment": _("Group of customers (a tag)"),
    "birthday": _("Birthday"),
    "customer_since": _("Customer since"),
    "source": _("Source"),
    "owner": _("Account manager"),
    "tags": _("Tags"),
    "remarks": _("Remarks"),
    "payment_terms": _("Payment terms"),
    "website": _("Website"),
    "parent": _("Parent company"),
    "status": _("Status"),
    "customer": _("Customer (number or name)"),
    "customer_name": _("Customer's name"),
    "date": _("Date"),
    "order": _("Document number"),
    "document_kind": _("Kind of document"),
    "product": _("Product code"),
    "product_name": _("Product"),
    "product_category": _("Product category"),
    "quantity": _("Quantity"),
    "unit_price": _("Unit price"),
    "amount": _("Amount"),
    "amount_gross": _("Amount including VAT"),
    "vat_amount": _("VAT"),
    "discount": _("Discount (a sum)"),
    "discount_percent": _("Discount (a percentage: 15)"),
    "discount_share": _("Discount (a share: 0.15)"),
    "direct_cost": _("Cost"),
    "profit": _("Profit"),
    "reference": _("Reference"),
    "currency": _("Currency"),
    "deal": _("Number of the deal"),
    "title": _("Name of the deal"),
    "stage": _("Stage"),
    "value": _("Value of the deal"),
    "created": _("Opened on"),
    "closed": _("Closing day"),
    "expected": _("Expected on"),
    "won_on": _("Won on"),
    "lost_on": _("Lost on"),
    "lost_reason": _("Reason for losing"),
    people_rows.FIELD: _("A field of its own"),
}

_LISTS = tuple(role for role in people_rows.PARSERS if role != "email2")
ROLES: dict[str, tuple[str, ...]] = {
    Target.CUSTOMERS: (*_LISTS, people_rows.FIELD),
    Target.CONTACTS: (*(role for role in _LISTS if role != "contact"), people_rows.FIELD),
    Target.SALES: tuple(sales_rows.PARSERS),
    Target.PAYMENTS: tuple(payments.PARSERS),
    Target.DEALS: tuple(deal_rows.PARSERS),
}
"""The roles that each kind of file knows, in the order of the page."""

_KEPT_AS_FIELDS = {"email2", "region", "grade"}  # known words without a column of a customer


def role_for(target: str, guessed: str | None) -> str:
    """The role that a guess becomes: what customers have no column for is kept as a field of the organization's own."""
    if not guessed:
        return LEFT_OUT
    if guessed in ROLES[target]:
        return guessed
    return (
        people_rows.FIELD if people_rows.FIELD in ROLES[target] and guessed in _KEPT_AS_FIELDS else LEFT_OUT
    )


def missing_roles(target: str, roles: Iterable[str]) -> list[str]:
    """What must still be chosen before rows of this kind can be read; empty when all is there."""
    there = set(roles)
    if "customer_name" in there:
        there.add("customer")
    if "amount_gross" in there:
        there.add("amount")
    sets = next(required_roles(name) for name in TARGETS if name == target)
    if target in (Target.CUSTOMERS, Target.CONTACTS):
        sets = [*sets, ["phone"], ["mobile"], ["email"]]
    return min(([role for role in wanted if role not in there] for wanted in sets), key=len)
