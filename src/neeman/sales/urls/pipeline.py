"""Addresses of the pipeline: its layouts and what is done on it."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import pipeline, report, undoing

urlpatterns = [
    path("pipeline/", pipeline.pipeline, name="pipeline"),
    path("pipeline/stage/<int:pk>/", pipeline.pipeline_stage, name="pipeline_stage"),
    path("pipeline/report/", report.pipeline_report, name="pipeline_report"),
    path("pipeline/undo/<int:pk>/", undoing.sales_undo, name="sales_undo"),
]
