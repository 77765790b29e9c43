"""The room of jobs: collects the `jobs` module of every room, so that their functions are registered."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "neeman.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("jobs")
