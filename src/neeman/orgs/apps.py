"""The room of organizations: registers its checks."""

from __future__ import annotations

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "neeman.orgs"
    label = "orgs"

    def ready(self) -> None:
        from neeman.orgs import checks  # noqa: F401 - importing it registers the system check
