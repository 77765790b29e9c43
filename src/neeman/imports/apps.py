"""The room `imports`."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "neeman.imports"
    label = "imports"
