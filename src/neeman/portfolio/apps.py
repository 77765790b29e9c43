"""The room of the portfolio: registers its place in the navigation."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfolioConfig(AppConfig):
    name = "neeman.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from neeman.orgs.roles import May
        from neeman.ui.navigation import Place, add_place

        add_place(
            Place(
                "portfolio",
                _("Portfolio"),
                icon="chart-dots",
                order=50,
                permission=May.VIEW_PORTFOLIO,
                on_phone=True,
            )
        )
