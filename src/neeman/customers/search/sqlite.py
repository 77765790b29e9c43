"""Search on SQLite: an FTS5 table beside the customers, kept in step by triggers, whatever writes a customer.

The organization is a token of the match itself, so that another organization's words are never walked; the query
around it walls the customers as every other does. Neither positions (`detail=none`) nor the words themselves are kept
(`content=''`): only beginnings of single tokens are asked, and a row that leaves hands its words to the trigger.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

_WORDS = "'@' || {0}.organization_id || ' ' || {0}.search_text"
_TAKE_OUT = f"""INSERT INTO customers_search (customers_search, rowid, words)
        VALUES ('delete', old.id, {_WORDS.format("old")});"""  # noqa: S608  no input
_PUT_IN = f"INSERT INTO customers_search (rowid, words) VALUES (new.id, {_WORDS.format('new')});"  # noqa: S608  no input
_TRIGGERS = {
    "customers_search_insert": f"AFTER INSERT ON customers_customer BEGIN {_PUT_IN} END",
    "customers_search_update": f"""AFTER UPDATE OF search_text ON customers_customer
        WHEN new.search_text <> old.search_text BEGIN {_TAKE_OUT} {_PUT_IN} END""",
    "customers_search_delete": f"AFTER DELETE ON customers_customer BEGIN {_TAKE_OUT} END",
}
_EMPTY = "INSERT INTO customers_search (customers_search) VALUES ('delete-all')"
_FILL = f"""INSERT INTO customers_search (rowid, words)
    SELECT id, {_WORDS.format("customer")} FROM customers_customer AS customer"""  # noqa: S608  no input
_FIND = "SELECT rowid FROM customers_search WHERE customers_search MATCH %s ORDER BY rowid LIMIT %s"


def rows_with(organization_id: int, words: Sequence[Sequence[str]], most: int) -> RawSQL:
    """A subquery of the ids of this organization's customers that have each word; at most `most`, 0 for all.

    Words hold letters, digits and the marks of `customers.keys` only, so they need no escaping.
    """
    asked = [f'"@{organization_id}"']
    for alternatives in words:
        asked.append("(" + " OR ".join(f'"{word}" *' for word in alternatives) + ")")
    # The one full-text table is not a model; text reaches it as a parameter.
    return RawSQL(  # noqa: S611
        _FIND, (" AND ".join(asked), most or -1), output_field=BigIntegerField()
    )


def keep_in_step(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place. Where they were missing (new, or gone with a remade table) the index is refilled."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if set(_TRIGGERS) <= {name for (name,) in cursor.fetchall()}:
            return
        cursor.execute(_EMPTY)
        cursor.execute(_FILL)
        for name, trigger in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {trigger}")
