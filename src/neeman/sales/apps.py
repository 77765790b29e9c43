"""The room of sales."""

from __future__ import annotations

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "neeman.sales"
    label = "sales"

    def ready(self) -> None:
        """Register what other rooms need to know of this one."""
