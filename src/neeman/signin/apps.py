"""The room `signin`."""

from __future__ import annotations

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "neeman.signin"
    label = "signin"
