"""Addresses of the room `portfolio`, under the organization's."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
