"""Addresses of activity."""

from __future__ import annotations

from django.urls import path

from neeman.activity.views import talking

urlpatterns = [
    path("customers/<int:pk>/talk/", talking.customer_talk, name="customer_talk"),
]
