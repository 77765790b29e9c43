"""Addresses of the room, under the organization's."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
