"""Writing many rows fast: the one door round the ORM's `bulk_create`, and what it keeps of the wall.

Rows go under the organization in scope and none other. Nothing else of the ORM is kept: the caller names the columns
and brings values as the database takes them, inside a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from neeman.orgs.wall import Owned, ScopeMissing, current_organization_id

MOST_VALUES = 32_766
"""What SQLite takes in one statement, unless it was built to take more."""


def write_rows(model: type[Owned], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert `rows`, whose values stand in the order of `columns` (all but `organization_id`, which is put in here).

    PostgreSQL takes `COPY`, SQLite as many rows to a statement as it allows: at each statement it sets a savepoint,
    at which the search index of customers writes down what it holds. Raises ScopeMissing outside one organization.
    """
    organization = current_organization_id()
    if organization is None:
        raise ScopeMissing(f"{model.__name__}: rows are inserted inside one organization")
    table = connection.ops.quote_name(model._meta.db_table)
    named = ", ".join(connection.ops.quote_name(name) for name in ("organization_id", *columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((organization, *row))
            return
        marks = f"({organization}{', %s' * len(columns)})"
        size = MOST_VALUES // len(columns)
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            cursor.execute(
                f"INSERT INTO {table} ({named}) VALUES {', '.join([marks] * len(part))}",  # noqa: S608 - our own names
                [value for row in part for value in row],
            )
