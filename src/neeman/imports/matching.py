"""Which customer a row speaks of. Two customers that were kept apart are repaired by a merge; two that were wrongly
made one are not, so whatever is not certain becomes a question.

1. A key of the same other system ("17850" in the accounting program) decides alone: that system knows its customers.
2. Phone, company number and e-mail, when they lead to one customer and nothing speaks against it: another company
   number, another key of the same system, or (number apart) a name that is nothing like it.
3. The name, when exactly one customer bears it and none of the above sets the two apart.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from neeman.imports.book import CustomerBook, Identity, Known, name_key
from neeman.imports.cells import Fault

SHARED_KEY = frozenset(
    ("key_of_another", "key_of_several")
)  # a phone or e-mail of other customers, or another's number
SAME = "same"  # the answer "it is the one customer that the question names"
NEW = "new"  # the answer "this is another customer" to a doubtful match
ALIKE = 88  # of 100: a typing mistake, not another name
ROLES = {"phone": "phone", "number": "company_number", "email": "email"}

Found = Known | Fault | None


def find_customer(book: CustomerBook, identity: Identity) -> Found:
    """The customer that this is, None for a new one, or a Fault that asks."""
    found: Found
    if identity.answer:
        found = _answered(book, identity)
    elif not book.knows(identity):
        return None
    elif exact := book.at("external", identity.external):
        found = exact[0]
    else:
        found = _by_strong_keys(book, identity) or _by_name(book, identity)
    return Fault("", "not_yours", {}) if isinstance(found, Known) and found.hidden else found


def keeper(book: CustomerBook, identity: Identity, held: Collection[int]) -> Known | None:
    """The customer (of the ids `held`) whose the money of this identity is already, if the row still fits: so the same
    file finds the same customer again, whoever came later with the same details. A key or an answer outweighs it."""
    if not held or identity.external or identity.answer:
        return None
    meant = [known for kind in (*ROLES, "name") for known in book.at(kind, getattr(identity, kind))]
    return min((known for known in meant if known.pk in held and not known.hidden), key=_age, default=None)


def oldest_namesake(book: CustomerBook, identity: Identity) -> Known | None:
    """Of those who bear the phone, number or e-mail, the oldest who bears the same name as well; or nobody."""
    bearers = [known for kind in ROLES for known in _bearers(book, kind, identity)]
    meant = [known for known in bearers if known.keys["name"] == identity.shown and not known.hidden]
    return min(meant, key=_age, default=None)


def _age(known: Known) -> tuple[bool, int]:
    """Earlier ids first, then those that this file makes, in its order."""
    return known.pk is None, known.pk or known.row


def _answered(book: CustomerBook, identity: Identity) -> Found:
    if identity.answer == NEW:
        return None
    if identity.answer != SAME:
        return book.with_pk(int(identity.answer)) or Fault("", "no_such_customer", {})
    meant = [known for kind in (*ROLES, "name") for known in _bearers(book, kind, identity)]
    return meant[0] if len(set(meant)) == 1 else Fault("", "no_such_customer", {})


def _by_strong_keys(book: CustomerBook, identity: Identity) -> Found:
    hits = {kind: bearers for kind in ROLES if (bearers := _bearers(book, kind, identity))}
    if not hits:
        return None
    every = list(dict.fromkeys(known for bearers in hits.values() for known in bearers))
    agreed = [known for known in every if all(known in bearers for bearers in hits.values())]
    if len(agreed) > 1:
        namesakes = [known for known in agreed if known.keys["name"] == identity.shown]
        agreed = namesakes if len(namesakes) == 1 else agreed
    if len(agreed) == 1 and (agreed[0] in hits.get("number", ()) or _alike(agreed[0], identity)):
        return agreed[0]
    role = next(role for kind, role in ROLES.items() if kind in hits)
    return Fault(
        role, "key_of_several" if len(every) > 1 else "key_of_another", {"key": role, **_named(every)}
    )


def _bearers(book: CustomerBook, kind: str, identity: Identity) -> list[Known]:
    """Customers with this key; one that the same other system calls otherwise is somebody else (a branch, say)."""
    found = book.at(kind, getattr(identity, kind))
    if not found or not identity.external:
        return found
    return [known for known in found if not known.externals]


def _by_name(book: CustomerBook, identity: Identity) -> Found:
    named = [known for known in book.at("name", identity.name) if not _set_apart(known, identity)]
    if len(named) > 1:
        return Fault("name", "several_namesakes", _named(named))
    return named[0] if named else None


def _set_apart(known: Known, identity: Identity) -> bool:
    """Whether a bearer of the same name is surely somebody else."""
    if identity.external and known.externals:
        return True
    return any(
        getattr(identity, kind) and known.keys[kind] and getattr(identity, kind) != known.keys[kind]
        for kind in ROLES
    )


def _alike(known: Known, identity: Identity) -> bool:
    """Whether a customer with the same phone or e-mail is the one that the row names."""
    if identity.number and known.keys["number"] and identity.number != known.keys["number"]:
        return False
    if not identity.name or not known.keys["name"] or known.is_nameless:
        return True
    names = (known.keys["name"], name_key(known.values.get("company_name") or ""))
    return any(names_alike(identity.name, name) for name in names if name)


@lru_cache(maxsize=10_000)
def names_alike(one: str, other: str) -> bool:
    """Two name keys of one customer: the words of one are all in the other, or a typing mistake apart."""
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words or fuzz.token_sort_ratio(one, other) >= ALIKE


def _named(several: list[Known]) -> dict[str, Any]:
    """What the question shows: who else it may be, and which row of this file made them, if one did."""
    shown = [known for known in several if known.pk is not None and not known.hidden][:3]
    return {
        "count": len(several),
        "customers": [[known.pk, known.shown_name] for known in shown],
        "name": several[0].shown_name,
        "row": several[0].row,
    }
