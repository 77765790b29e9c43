"""Addresses of signing in. The library's views are given their doors here."""

from __future__ import annotations

from importlib import import_module

from django.urls import include, path

from neeman.orgs.doors import Public, SignedIn, put_doors

ENTRANCE = Public("signing in is for people who have not signed in yet")

_account = include("allauth.urls")
put_doors(
    import_module("allauth.urls").urlpatterns,
    {"account_login": ENTRANCE, "mfa_authenticate": ENTRANCE, "mfa_login_webauthn": ENTRANCE},
    SignedIn(),
)

urlpatterns = [path("account/", include("allauth.urls"))]
