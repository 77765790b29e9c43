"""Writing many rows fast: the one door round the ORM's `bulk_create`, and what it keeps of the wall.

Rows go under the organization in scope and none other. Nothing else of the ORM is kept: the caller names the columns
and brings values as the database takes them, inside a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import connection

from neeman.orgs.wall import Owned, ScopeMissing, current_organization_id

MOST_VALUES = 8_000
"""In one statement of SQLite, which takes 32,766 unless it was built to take more."""


def write_rows(
    model: type[Owned],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    same: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Insert `rows`, whose values stand in the order of `columns`; `same` holds the columns that are alike in all rows.

    `organization_id` is put in here. PostgreSQL takes `COPY`, SQLite as many rows to a statement as it allows: at each
    statement it sets a savepoint, at which the search index of customers writes down what it holds; and handing over a
    value costs it as much as keeping one, so those that are alike go once with a statement.
    Raises ScopeMissing outside one organization.
    """
    organization = current_organization_id()
    if organization is None:
        raise ScopeMissing(f"{model.__name__}: rows are inserted inside one organization")
    table = connection.ops.quote_name(model._meta.db_table)
    named = ", ".join(connection.ops.quote_name(name) for name in ("organization_id", *same, *columns))
    alike = [organization, *same.values()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*alike, *row))
            return
        insert = f"INSERT INTO {table} ({named}) SELECT {_marks(alike)}, given.* FROM (VALUES {{}}) AS given"  # noqa: S608 - our own names
        size = MOST_VALUES // len(columns)
        whole = len(rows) - len(rows) % size
        parts = [_in_line(alike, rows[start : start + size]) for start in range(0, whole, size)]
        marks = f"({_marks(columns)})"
        cursor.executemany(insert.format(", ".join([marks] * size)), parts)
        if rest := rows[whole:]:
            cursor.execute(insert.format(", ".join([marks] * len(rest))), _in_line(alike, rest))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _in_line(alike: list[Any], rows: Sequence[Sequence[Any]]) -> list[Any]:
    return alike + [value for row in rows for value in row]
