"""Addresses of the organization's own pages, under its slug."""

from __future__ import annotations

from django.urls import path

from neeman.orgs import views

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/invite/", views.invite_member, name="invite_member"),
    path("members/invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke_invitation"),
    path("members/<int:pk>/", views.member, name="member"),
    path("members/<int:pk>/close/", views.close_member, name="close_member"),
    path("settings/", views.organization_settings, name="organization_settings"),
    path("settings/hours/", views.organization_hours, name="organization_hours"),
    path("log/", views.log, name="log"),
]
