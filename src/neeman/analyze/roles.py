"""Which column of a file says what: guessed from its title and its content, or as the user maps it."""

# ruff: noqa: S608 - names and texts from files pass through sql.quoted and sql.literal

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from neeman.analyze.cleaning import Column
from neeman.analyze.refusal import RefusalError
from neeman.analyze.sources import Raw
from neeman.analyze.sql import quoted
from neeman.lib.columns import Target, guess_columns, required_roles, roles_of

_SAMPLE_ROWS = 2_000
_ADDED_ROLES = ("parent",)


def find_roles(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    overrides: Mapping[str, str],
    target: Target = "sales",
    needed: Sequence[Sequence[str]] = (),
) -> dict[str, Column]:
    """Role -> column. What the user maps wins over the guess; `needed` are sets of roles of which one must be whole.

    Refuses a mapping to a column that is not there or a role that does not exist, and a file in which a required
    role is missing.
    """
    columns = {name: Column(name, kind) for name, kind in raw.columns.items()}
    found = _mapped(columns, overrides, target)
    sample = connection.execute(f"SELECT * FROM {quoted(raw.name)} LIMIT {_SAMPLE_ROWS}").to_arrow_table()
    values = [sample.column(name).to_pylist() for name in columns]
    guessed = guess_columns(tuple(columns), values, target)
    taken = {column.name for column in found.values()} | set(overrides)
    for guess in guessed.columns:
        if guess.role and guess.role not in found and guess.header not in taken:
            found[guess.role] = columns[guess.header]
    if "customer" not in found and "customer_name" in found:
        found["customer"] = found.pop("customer_name")
    if "amount" not in found and "amount_gross" in found:
        found["amount"] = found["amount_gross"]
    _refuse_gaps(found, columns, needed or required_roles(target))
    return found


def _mapped(columns: Mapping[str, Column], overrides: Mapping[str, str], target: Target) -> dict[str, Column]:
    known = sorted({*roles_of(target).values(), *_ADDED_ROLES})
    found: dict[str, Column] = {}
    for name, role in overrides.items():
        if name not in columns:
            raise RefusalError("no_such_column", column=name, columns=", ".join(columns))
        if role not in known:
            raise RefusalError("no_such_role", role=role, roles=", ".join(known))
        found[role] = columns[name]
    return found


def _refuse_gaps(
    found: Mapping[str, Column], columns: Mapping[str, Column], needed: Sequence[Sequence[str]]
) -> None:
    gaps = [[role for role in wanted if role not in found] for wanted in needed]
    missing = min(gaps, key=len)
    if missing:
        raise RefusalError("no_role", missing=", ".join(missing), columns=", ".join(columns))
