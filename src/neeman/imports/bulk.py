"""Inserting many rows fast, with their ids: half a million lines cost `bulk_create` 40 µs each, this costs a few.

They go through `orgs.bulk`, the door round the ORM. Values are prepared by the model's own fields here, and ids are
reserved first, so that children can be written with their parents in one go.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any

from django.db import connection, connections, models
from django.db.models.expressions import RawSQL

from neeman.orgs.bulk import write_rows
from neeman.orgs.wall import Owned

_AS_THEY_ARE = (
    models.IntegerField,
    models.AutoField,
    models.ForeignKey,
    models.CharField,
    models.TextField,
    models.BooleanField,
)


def among(values: Collection[str] | Collection[int]) -> RawSQL | list[Any]:
    """These values as one parameter, to stand behind `__in`: a thousand parameters cost Django more than the query.

    Of none nothing is asked at all, and PostgreSQL need not be told of which type nothing is.
    """
    some = next(iter(values), None)
    if some is None:
        return []
    if connection.vendor == "postgresql":
        kind = "text" if isinstance(some, str) else "bigint"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", (list(values),))  # noqa: S611 - values are a parameter
    told = json.dumps(list(values), ensure_ascii=False)
    return RawSQL("SELECT value FROM json_each(%s)", (told,))


def insert_rows(model: type[Owned], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert `rows`, whose values stand in the order of `names` (attribute names, `customer_id`); returns their ids.

    Columns that are not named get their default. Call it inside a transaction.
    """
    if not rows:
        return []
    ids = reserve_ids(model, len(rows))
    given = [_field(model, name) for name in names]
    rest = [field for field in _columns(model) if field not in given]
    blank = model()
    same = {
        str(field.column): field.get_db_prep_save(field.pre_save(blank, add=True), connection)
        for field in rest
    }
    columns = [_prepared(field, column) for field, column in zip(given, zip(*rows, strict=True), strict=True)]
    names = ["id", *(str(field.column) for field in given)]
    write_rows(model, names, list(zip(ids, *columns, strict=True)), same)
    return ids


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get; on SQLite the transaction holds the only pen, so the next ones are ours."""
    assert connection.in_atomic_block, "ids are reserved inside the transaction that uses them"
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


def _columns(model: type[Owned]) -> list[models.Field[Any, Any]]:
    """All that are written here: the id is reserved, the organization is the door's."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname != "organization_id"
    ]


def _field(model: type[Owned], name: str) -> models.Field[Any, Any]:
    for field in _columns(model):
        if name == field.attname:
            return field
    raise LookupError(f"{model._meta.label} has no column {name}")


def _prepared(field: models.Field[Any, Any], values: Iterable[Any]) -> Iterable[Any]:
    """The values of a column as the database takes them. Days repeat, so each is turned into text once."""
    if isinstance(field, _AS_THEY_ARE):
        return values
    opened = connections[connection.alias]  # `connection` looks for the thread's own at each use
    prepare = partial(field.get_db_prep_save, connection=opened)
    return map(cache(prepare) if isinstance(field, models.DateField) else prepare, values)
