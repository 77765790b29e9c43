"""The room of customers."""

from __future__ import annotations

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "neeman.customers"
    label = "customers"
