"""The room `portfolio`."""

from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "neeman.portfolio"
    label = "portfolio"
