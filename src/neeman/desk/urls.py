"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from neeman.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("<slug:org>/", views.desk_home, name="desk_home"),
]
