"""The room of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "neeman.ledger"
    label = "ledger"
