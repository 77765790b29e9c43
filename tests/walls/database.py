"""The whole database in a few hashes: a refusal that wrote anything is no refusal (TRUST 0.4)."""

from __future__ import annotations

import hashlib

from django.apps import apps

from neeman.orgs.wall import across_organizations

PASSING = {"sessions.Session"}  # a session notes its own last use


def snapshot() -> dict[str, str]:
    """table -> a hash over all its rows and columns, in the order of their keys."""
    with across_organizations():
        return {
            model._meta.label: _hash(model._base_manager.order_by("pk").values_list())
            for model in apps.get_models(include_auto_created=True)
            if model._meta.label not in PASSING
        }


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    now = snapshot()
    return sorted(table for table in now if now[table] != before[table])


def _hash(rows: object) -> str:
    digest = hashlib.sha256()
    for row in rows:  # type: ignore[attr-defined]  # a query set of tuples
        digest.update(repr(row).encode())
    return digest.hexdigest()
