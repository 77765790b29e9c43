"""Addresses of the room `imports`, under the organization's."""

from __future__ import annotations

from django.urls import path

from neeman.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.import_file, name="import_file"),
    path("imports/<int:pk>/progress/", views.import_progress, name="import_progress"),
    path("imports/<int:pk>/check/", views.import_check, name="import_check"),
    path("imports/<int:pk>/commit/", views.import_commit, name="import_commit"),
    path("imports/<int:pk>/sheet/", views.import_sheet, name="import_sheet"),
    path("imports/<int:pk>/undo/", views.import_undo, name="import_undo"),
    path("imports/<int:pk>/problems/", views.import_problems, name="import_problems"),
    path("imports/<int:pk>/original/", views.import_original, name="import_original"),
]
