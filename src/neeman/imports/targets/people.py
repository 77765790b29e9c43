"""Writing customers that a file brings: shared by all kinds of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neeman.customers.keys import put_keys
from neeman.customers.models import Customer, ExternalKey
from neeman.imports.book import CustomerBook, Known
from neeman.imports.bulk import insert_rows
from neeman.orgs.changes import Recorder

KEYS = ("phone_key", "email_key", "number_key", "name_key", "sort_key", "search_text")


def create_customers(book: CustomerBook, new: Sequence[Known], recorder: Recorder) -> None:
    """Write the customers that have no id yet, with their keys in the other system."""
    if not new:
        return
    names = tuple(dict.fromkeys(name for known in new for name in known.values)) 
    rows = [_row(known, names) for known in new]
    ids = insert_rows(Customer, (*names, *KEYS), rows)
    for known, pk in zip(new, ids, strict=True):
        book.written(known, pk)
    recorder.created_ids(Customer, ids)
    links = [(known.pk, book.system, key) for known in new for key in sorted(known.externals)]
    recorder.created_ids(ExternalKey, insert_rows(ExternalKey, ("customer_id", "system", "key"), links))


def _row(known: Known, names: Sequence[str]) -> list[Any]:
    customer = Customer(**known.values)
    put_keys(customer, more=sorted(known.externals))
    return [getattr(customer, name) for name in (*names, *KEYS)]
