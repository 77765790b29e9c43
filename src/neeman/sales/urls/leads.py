"""Addresses of the public forms, as the business sets them up."""

from __future__ import annotations

from django.urls import path

from neeman.sales.views import lead_forms

urlpatterns = [
    path("settings/lead-forms/", lead_forms.lead_form_list, name="lead_forms"),
    path("settings/lead-forms/<int:pk>/", lead_forms.lead_form_edit, name="lead_form_edit"),
    path("settings/lead-forms/<int:pk>/archive/", lead_forms.lead_form_archive, name="lead_form_archive"),
    path("settings/lead-forms/<int:pk>/renew/", lead_forms.lead_form_renew, name="lead_form_renew"),
]
