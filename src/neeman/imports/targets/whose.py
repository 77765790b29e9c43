"""Whose a row of money is: the customer columns of sales and payments, and the customers that they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from neeman.imports.batches import Batch
from neeman.imports.book import CustomerBook, Identity, Known, identity_of
from neeman.imports.cells import Fault, text
from neeman.imports.layout import Layout, ParseFor
from neeman.imports.matching import SHARED_KEY, find_customer, keeper, oldest_namesake
from neeman.imports.targets.plan import Plan
from neeman.lib.money import currency_of

OLDEST_YEAR = 1990  # of money: earlier dates are what programs write where they know none
NOBODY = Identity()
Whose = dict[Identity, Known | Fault | None]
"""The customer of each identity; None for nobody; a Fault where it is not certain."""

DETAILS = {"phone": 60, "email": 254, "company_number": 20, "city": 80, "country": 60, "payment_terms": 60}
_KEY = re.compile(
    r"\S*\d\S*"
)  # a customer column without names beside it: "17850" is a key, "דני כהן" a name


def _text(longest: int) -> ParseFor:
    return lambda layout, column: text(longest)


PARSERS: Mapping[str, ParseFor] = {
    "customer": _text(80),
    "customer_name": _text(200),
    **{role: _text(longest) for role, longest in DETAILS.items()},
}


class WhoseReader:
    """Reads who a row speaks of; each distinct combination of cells is thought about once."""

    def __init__(self, layout: Layout) -> None:
        self.names_beside = layout.has("customer_name")
        self._known: dict[tuple[Any, ...], tuple[Identity, dict[str, Any]]] = {}

    def read(self, of: Mapping[str, list[Any]]) -> Iterable[tuple[Identity, dict[str, Any]]]:
        """Each row's identity, and what a new customer would be made of."""
        for who in zip(*(of[role] for role in PARSERS), strict=True):
            known = self._known.get(who)
            if known is None:
                known = self._known[who] = self._whose(who)
            yield known

    def _whose(self, who: tuple[Any, ...]) -> tuple[Identity, dict[str, Any]]:
        if any(isinstance(cell, Fault) for cell in who):
            return NOBODY, {}  # the row is rejected for it
        customer, name, *rest = who
        details = {role: value for role, value in zip(DETAILS, rest, strict=True) if value}
        is_key = bool(customer) and (self.names_beside or _KEY.fullmatch(customer) is not None)
        named = name or customer or ""
        shown = named or details.get("phone") or details.get("email") or details.get("company_number")
        if not shown:
            return NOBODY, {}
        identity = identity_of(
            external=customer if is_key else "",
            phone=details.get("phone", ""),
            number=details.get("company_number", ""),
            email=details.get("email", ""),
            name=named,
            shown=shown,
        )
        return (identity, {"name": shown, **details}) if identity.names_somebody else (NOBODY, {})


def customers_of(
    rows: Mapping[Identity, tuple[int, dict[str, Any]]],
    book: CustomerBook,
    batch: Batch,
    plan: Plan,
    new: list[Known],
    links: list[tuple[Known, str]],
    held: Mapping[Identity, Collection[int]],
) -> Whose:
    """The customer of each identity, which comes with the first row that names it and with what that row says.

    Money is a fact: where a phone or an e-mail leads to somebody else, it comes in under a customer of its own, with
    a doubt; where it leads to several namesakes, to the oldest of them. What is there already stays
    with whom it is (`held`: ids of customers). Customers that are not there are added to `new`; keys that lead to one that is there from now on to `links`.
    """
    book.load(rows)
    whose: Whose = {NOBODY: None}
    for identity, (index, values) in sorted(rows.items(), key=lambda pair: pair[1][0]):
        if identity == NOBODY:
            continue
        found = keeper(book, identity, held.get(identity, ())) or find_customer(book, identity)
        if isinstance(found, Fault) and found.code in SHARED_KEY:
            plan.doubt(index, found)
            found = oldest_namesake(book, identity) if found.code == "key_of_several" else None
        if found is None:
            found = Known(None, values, identity.keys, {identity.external} - {""})
            book.note(found)
            new.append(found)
            plan.made["customers"] += 1
        if isinstance(found, Known):
            book.spoken_of(found, batch.rows[index])
            _link(found, identity, book, links)
        whose[identity] = found
    return whose


def _link(known: Known, identity: Identity, book: CustomerBook, links: list[tuple[Known, str]]) -> None:
    if identity.external and identity.external not in known.externals:
        known.externals.add(identity.external)
        book.note(known)
        if known.pk is not None:
            links.append((known, identity.external))


def foreign_rows(currencies: list[Any], layout: Layout) -> dict[int, Fault]:
    """The rows whose currency column names another currency than the organization's: they come in, with a doubt."""
    if not layout.has("currency"):
        return {}
    return {
        index: Fault("currency", "other_currency", {"value": said})
        for index, said in enumerate(currencies)
        if isinstance(said, str) and (currency_of(said) or said.upper()) != layout.currency
    }


def whose_key(who: Identity) -> str:
    """A word for who this is, that stays the same from file to file."""
    return (who.external or who.number or who.phone or who.email or who.name)[:80]
