"""Inserting many rows fast, with their ids: half a million lines cost `bulk_create` 40 µs each, this costs a few.

They go through `orgs.bulk`, the door round the ORM. Values are prepared by the model's own fields here, and ids are
reserved first, so that children can be written with their parents in one go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
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
    fixed = tuple(_prepared(field, field.pre_save(model(), add=True)) for field in rest)
    prepare = [(place, _preparer(field)) for place, field in enumerate(given) if _preparer(field)]
    columns = ["id", *_names(given), *_names(rest)]
    write_rows(model, columns, _complete(ids, rows, prepare, fixed))
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


def _names(fields: Iterable[models.Field[Any, Any]]) -> list[str]:
    return [str(field.column) for field in fields]


def _field(model: type[Owned], name: str) -> models.Field[Any, Any]:
    for field in _columns(model):
        if name == field.attname:
            return field
    raise LookupError(f"{model._meta.label} has no column {name}")


def _preparer(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, _AS_THEY_ARE):
        return None
    opened = connections[connection.alias]  # `connection` looks for the thread's own at each use
    return lambda value: field.get_db_prep_save(value, opened)


def _prepared(field: models.Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _complete(
    ids: list[int],
    rows: Sequence[Sequence[Any]],
    prepare: list[tuple[int, Callable[[Any], Any] | None]],
    fixed: tuple[Any, ...],
) -> list[tuple[Any, ...]]:
    if not prepare:
        return [(row_id, *row, *fixed) for row_id, row in zip(ids, rows, strict=True)]
    complete = []
    for row_id, row in zip(ids, rows, strict=True):
        values = list(row)
        for place, prepared in prepare:
            assert prepared is not None
            values[place] = prepared(values[place])
        complete.append((row_id, *values, *fixed))
    return complete
