"""The room of the portfolio: registers its pages, its panel on the card, and the words of its log."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "portfolio.snapshot.taken": _("Portfolio measured"),
    "portfolio.rules.changed": _("Grading rules changed"),
    "portfolio.grade.set": _("Grade set by hand"),
    "portfolio.grade.lifted": _("Grade by hand lifted"),
    "portfolio.grade.approved": _("Proposed grade approved"),
    "portfolio.grade.declined": _("Proposed grade declined"),
}


class PortfolioConfig(AppConfig):
    name = "neeman.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        from neeman.customers.panels import add_panel
        from neeman.orgs.roles import May
        from neeman.orgs.verbs import declare
        from neeman.portfolio.aims import MEASURES
        from neeman.portfolio.panels import STANDING
        from neeman.targets.measures import declare_measures
        from neeman.ui.navigation import Place, add_place

        add_panel(STANDING)
        declare(WORDS)
        declare_measures(MEASURES.values())
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
        add_place(
            Place(
                "portfolio_rules",
                _("Grading rules"),
                icon="adjustments",
                order=92,
                permission=May.EDIT_PORTFOLIO,
                in_settings="customers",
                says=_("How gold, silver and bronze are decided, and who counts as late"),
            )
        )
