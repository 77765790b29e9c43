"""The whole database in a few hashes: a refusal that wrote anything is no refusal (TRUST 0.4)."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.db import connection, models

from neeman.orgs.wall import across_organizations

PASSING = {"sessions.Session"}  # a session notes its own last use


def snapshot() -> dict[str, str]:
    """table -> a hash over all its rows and columns, in the order of their keys."""
    with across_organizations():
        return {
            model._meta.label: _hash(model)
            for model in apps.get_models(include_auto_created=True)
            if model._meta.label not in PASSING
        }


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    now = snapshot()
    return sorted(table for table in now if now[table] != before[table])


def _hash(model: type[models.Model]) -> str:
    """Read as the database has it: a query set would spend more on its words than the database on its answer."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name(model._meta.db_table)} ORDER BY {name(model._meta.pk.column)}")
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
