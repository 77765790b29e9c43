"""The room of the look."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "neeman.ui"
    label = "ui"
