"""The room `desk`."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "neeman.desk"
    label = "desk"
