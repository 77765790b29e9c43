"""Search on SQLite: an FTS5 table beside the customers, kept in step by triggers, whatever writes a customer.

The organization is a token of the match itself, so that another organization's words are never walked; the query
around it walls the customers as every other does. Positions are not kept (`detail=none`): only beginnings of single tokens are asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

_TRIGGERS = {
    "customers_search_insert": """AFTER INSERT ON customers_customer BEGIN
        INSERT INTO customers_search (rowid, words)
        VALUES (new.id, '@' || new.organization_id || ' ' || new.search_text); END""",
    "customers_search_update": """AFTER UPDATE OF search_text ON customers_customer
        WHEN new.search_text <> old.search_text BEGIN
        UPDATE customers_search SET words = '@' || new.organization_id || ' ' || new.search_text WHERE rowid = new.id; END""",
    "customers_search_delete": """AFTER DELETE ON customers_customer BEGIN
        DELETE FROM customers_search WHERE rowid = old.id; END""",
}
_FILL = """INSERT INTO customers_search (rowid, words)
    SELECT id, '@' || organization_id || ' ' || search_text FROM customers_customer"""
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
        cursor.execute("DELETE FROM customers_search")
        cursor.execute(_FILL)
        for name, trigger in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {trigger}")
