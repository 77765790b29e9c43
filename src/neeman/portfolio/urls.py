"""Addresses of the room `portfolio`, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.portfolio.views import exporting, overview

urlpatterns = [
    path("portfolio/", overview.portfolio, name="portfolio"),
    path("portfolio/recompute/", overview.recompute, name="portfolio_recompute"),
    path("portfolio/<slug:name>.xlsx", exporting.portfolio_export, name="portfolio_export"),
]
