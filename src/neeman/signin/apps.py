"""The room `signin`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SigninConfig(AppConfig):
    name = "neeman.signin"
    label = "signin"

    def ready(self) -> None:
        from neeman.orgs.verbs import declare

        declare(
            {
                "signin.session.began": _("Entered"),
                "signin.session.refused": _("Wrong password"),
                "signin.password.set": _("Password set"),
                "signin.email.changed": _("E-mail changed"),
            }
        )
