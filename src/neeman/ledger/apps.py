"""The room of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "neeman.ledger"
    label = "ledger"

    def ready(self) -> None:
        from neeman.customers.panels import add_panel
        from neeman.customers.timeline import add_source
        from neeman.ledger.panels import PAYMENTS, SALES
        from neeman.ledger.timeline import SOURCES

        add_panel(SALES)
        add_panel(PAYMENTS)
        for source in SOURCES:
            add_source(source)
