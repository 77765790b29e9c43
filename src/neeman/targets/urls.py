"""Addresses of the room `targets`, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.targets import views

urlpatterns = [path("settings/targets/", views.targets, name="targets")]
