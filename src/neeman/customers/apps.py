"""The room of customers."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class CustomersConfig(AppConfig):
    name = "neeman.customers"
    label = "customers"

    def ready(self) -> None:
        """Register what other rooms and the database need to know of this one."""
        post_migrate.connect(_keep_search_in_step, sender=self)


def _keep_search_in_step(using: str, **_: Any) -> None:
    from neeman.customers.search import sqlite

    connection = connections[using]
    if connection.vendor == "sqlite" and "customers_search" in connection.introspection.table_names():
        sqlite.keep_in_step(connection)
