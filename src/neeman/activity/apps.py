"""The room of activity."""

from __future__ import annotations

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "neeman.activity"
    label = "activity"

    def ready(self) -> None:
        """Register what other rooms need to know of this one."""
