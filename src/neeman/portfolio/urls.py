"""Addresses of the room `portfolio`, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.portfolio.views import exporting, grades, moves, overview, proposed, rules

urlpatterns = [
    path("portfolio/", overview.portfolio, name="portfolio"),
    path("portfolio/recompute/", overview.recompute, name="portfolio_recompute"),
    path("portfolio/moves/", moves.portfolio_moves, name="portfolio_moves"),
    path("portfolio/moves.xlsx", moves.portfolio_moves_export, name="portfolio_moves_export"),
    path("portfolio/proposed/", proposed.portfolio_proposed, name="portfolio_proposed"),
    path(
        "portfolio/proposed/approve/", proposed.portfolio_proposed_approve, name="portfolio_proposed_approve"
    ),
    path(
        "portfolio/proposed/decline/", proposed.portfolio_proposed_decline, name="portfolio_proposed_decline"
    ),
    path("portfolio/rules/", rules.portfolio_rules, name="portfolio_rules"),
    path("portfolio/rules/defaults/", rules.portfolio_rules_defaults, name="portfolio_rules_defaults"),
    path("portfolio/undo/<int:pk>/", grades.portfolio_undo, name="portfolio_undo"),
    path("portfolio/customers/<int:pk>/", grades.customer_grades, name="customer_grades"),
    path("portfolio/customers/<int:pk>/grade/", grades.customer_grade_set, name="customer_grade_set"),
    path("portfolio/customers/<int:pk>/grade/lift/", grades.customer_grade_lift, name="customer_grade_lift"),
    path("portfolio/sheet.xlsx", exporting.portfolio_export, name="portfolio_export"),
]
