"""Addresses of activity."""

from __future__ import annotations

from django.urls import path

from neeman.activity.views import records, talking

urlpatterns = [
    path("customers/<int:pk>/talk/", talking.customer_talk, name="customer_talk"),
    path("customers/<int:pk>/record/", records.customer_record, name="customer_record"),
    path("interactions/<int:pk>/", records.interaction, name="interaction"),
]
