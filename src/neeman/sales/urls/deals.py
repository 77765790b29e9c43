"""Addresses of one deal."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import acts, deals

urlpatterns = [
    path("deals/add/", deals.deal_add, name="deal_add"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/edit/", deals.deal_edit, name="deal_edit"),
    path("deals/<int:pk>/move/", acts.deal_move, name="deal_move"),
    path("deals/<int:pk>/moves/", acts.deal_moves, name="deal_moves"),
    path("deals/<int:pk>/step/", acts.deal_step, name="deal_step"),
    path("deals/<int:pk>/end/", acts.deal_end, name="deal_end"),
    path("deals/<int:pk>/win/", acts.deal_win, name="deal_win"),
    path("deals/<int:pk>/lose/", acts.deal_lose, name="deal_lose"),
    path("deals/<int:pk>/reopen/", acts.deal_reopen, name="deal_reopen"),
    path("deals/<int:pk>/hand/", acts.deal_hand, name="deal_hand"),
]
