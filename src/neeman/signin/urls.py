"""Addresses of signing in. Of the library's pages only those that are named here exist; each is given its door."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from neeman.orgs.doors import Door, Public, SignedIn, put_doors
from neeman.orgs.proof import freshly_proven
from neeman.signin import views
from neeman.signin.leaving import forgets_the_device

_ENTRANCE = Public("signing in is for people who have not signed in yet")
_DOORS: dict[str, Door] = {
    "account_login": _ENTRANCE,
    "account_inactive": _ENTRANCE,
    "account_logout": Public("also leaves a sign-in that stopped half way"),
    "mfa_authenticate": _ENTRANCE,
    "mfa_login_webauthn": _ENTRANCE,
}

_library = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", forgets_the_device(account.logout), name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", freshly_proven()(account.password_set), name="account_set_password"),
    path("account/second/", factors.authenticate, name="mfa_authenticate"),
    path("account/confirm/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/codes/on/", codes.activate_totp, name="mfa_activate_totp"),
    path("account/codes/off/", codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
put_doors(_library, _DOORS, SignedIn())

urlpatterns = [
    *_library,
    path("account/", views.account, name="account"),
    # Where the library sends people when they are done with a factor.
    path("account/factors/", views.account, name="mfa_index"),
    path("account/email/", views.change_email, name="change_email"),
    path("account/sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("language/", views.set_language, name="set_language"),
    path("enter/<str:token>/", views.enter, name="enter"),
    path("new-password/<str:token>/", views.new_password, name="new_password"),
    path("join/<str:token>/", views.join, name="join"),
    path("<slug:org>/members/<int:pk>/link/", views.member_link, name="member_link"),
]
