"""Reads each SQL statement of a test: a SELECT of an owned table without its organization fails the test there."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.apps import apps

from neeman.orgs.wall import _ALL, Owned, _scope

_FROM = re.compile(
    r'\b(?:FROM|JOIN)\s+"(\w+)"(?:\s+(?!INNER|LEFT|WHERE|ON|ORDER|GROUP|LIMIT|FOR)"?(\w+)"?)?', re.IGNORECASE
)


class WallBreached(AssertionError):
    """A statement reads an owned table without saying whose rows it wants."""


@cache
def owned_tables() -> frozenset[str]:
    """The names of all tables behind the wall."""
    return frozenset(model._meta.db_table for model in apps.get_models() if issubclass(model, Owned))


def breaches(sql: str) -> list[str]:
    """The owned tables that open a FROM of this SELECT without an `organization_id` predicate in the statement.

    A joined table is reached through a foreign key of a row that was walled itself, so the first table counts.
    """
    if not sql.lstrip(" (").upper().startswith("SELECT"):
        return []
    first = _FROM.search(sql)
    if first is None or first.group(1) not in owned_tables():
        return []
    name = first.group(2) or first.group(1)
    where = sql[first.end() :]
    predicate = re.compile(rf'"?{re.escape(name)}"?\."organization_id"\s*(=|IN)', re.IGNORECASE)
    return [] if predicate.search(where) else [first.group(1)]


def watch_the_wall(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """An execute wrapper of Django's connection. Code that lifted the wall on purpose is let through."""
    if _scope.get() != _ALL:
        found = breaches(sql)
        if found:
            raise WallBreached(f"{found[0]} is read without its organization: {sql}")
    return execute(sql, params, many, context)
