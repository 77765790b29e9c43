"""Inserting many rows fast: the one place that goes round the ORM's `bulk_create`, and what it keeps of the wall.

Half a million lines cost `bulk_create` 40 µs each; this costs a few. Three things stay as they are everywhere else:
rows are written under the organization in scope and none other (`ScopeMissing` outside of one), values are prepared
by the model's own fields, and everything happens inside the caller's transaction. Ids are reserved first, so that
children can be written with their parents in one go. SQLite takes `executemany`, PostgreSQL `COPY`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from neeman.orgs.wall import Owned, ScopeMissing, current_organization_id

_AS_THEY_ARE = (
    models.IntegerField,
    models.AutoField,
    models.ForeignKey,
    models.CharField,
    models.TextField,
    models.BooleanField,
)


def among(values: Collection[str] | Collection[int]) -> RawSQL:
    """These values as one parameter, to stand behind `__in`: a thousand parameters cost Django more than the query."""
    some = next(iter(values), "")
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
    organization = _organization(model)
    ids = reserve_ids(model, len(rows))
    given = [_field(model, name) for name in names]
    rest = [field for field in _columns(model) if field not in given]
    fixed = tuple(_prepared(field, field.pre_save(_blank(model, organization), add=True)) for field in rest)
    prepare = [(place, _preparer(field)) for place, field in enumerate(given) if _preparer(field)]
    quoted = ", ".join(connection.ops.quote_name(name) for name in ("id", *_names(given), *_names(rest)))
    _write(model, quoted, _complete(ids, rows, prepare, fixed), 1 + len(given) + len(rest))
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


def _organization(model: type[Owned]) -> int:
    organization = current_organization_id()
    if organization is None:
        raise ScopeMissing(f"{model.__name__}: rows are inserted inside one organization")
    return organization


def _blank(model: type[Owned], organization: int) -> Owned:
    """A row of nothing but defaults, for the columns that the caller does not name."""
    return model(organization_id=organization)


def _columns(model: type[Owned]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


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
    return lambda value: field.get_db_prep_save(value, connection)


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


def _write(model: type[Owned], columns: str, rows: list[tuple[Any, ...]], width: int) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * width)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names
