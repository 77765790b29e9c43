"""Addresses of the room `jobs`, under the organization's."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
