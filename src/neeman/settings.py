"""Settings of the product. What may differ between houses comes from the environment, all of it here.

NEEMAN_DATA      folder of the database, files and secret key (default: ./var)
NEEMAN_DATABASE  postgresql://user:password@host/name; SQLite in NEEMAN_DATA when absent
NEEMAN_URL       the address people type (default: http://localhost:PORT); https turns every transport guard on
NEEMAN_IDLE_MINUTES  minutes of rest after which a session ends (default: 60, at most 720)
NEEMAN_TRUSTED_HOSTS  host:port of mail servers and gateways in the house's own network, by commas; nothing else there is called
NEEMAN_DEBUG     1 for developers: the gallery and error pages
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from neeman.lib.sqlite import journal_mode, library_version, use_safe_sqlite

use_safe_sqlite()

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("NEEMAN_DATA", "var")).resolve()
URL = urlsplit(os.environ.get("NEEMAN_URL", f"http://localhost:{os.environ.get('PORT', '8000')}"))
HTTPS = URL.scheme == "https"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
DEBUG = os.environ.get("NEEMAN_DEBUG") == "1"
TRUSTED_HOSTS = frozenset(filter(None, os.environ.get("NEEMAN_TRUSTED_HOSTS", "").split(",")))


def _secret_key() -> str:
    """Made once and kept beside the data, readable by its owner only."""
    path = DATA / "secret.key"
    if not path.exists():
        DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), "utf-8")
    return path.read_text("utf-8")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = sorted({URL.hostname or "127.0.0.1", *LOOPBACK})
CSRF_TRUSTED_ORIGINS = [f"{URL.scheme}://{URL.netloc}"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "neeman.signin",  # before the library, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "neeman.ui",
    "neeman.orgs",
    "neeman.jobs",
    "neeman.channels",
    "neeman.customers",
    "neeman.activity",
    "neeman.ledger",
    "neeman.targets",
    "neeman.sales",
    "neeman.portfolio",
    "neeman.imports",
    "neeman.automations",
    "neeman.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "neeman.orgs.middleware.NoCopiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "neeman.signin.middleware.SessionLimits",
    "neeman.orgs.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "neeman.orgs.middleware.AccessMiddleware",
]

ROOT_URLCONF = "neeman.urls"
WSGI_APPLICATION = "neeman.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "neeman.orgs.context.access",
                "neeman.ui.context.frame",
                "neeman.signin.context.passkeys",
            ]
        },
    }
]

# --- data --------------------------------------------------------------------------------------------------------


def _sqlite() -> dict[str, Any]:
    """FULL: an acknowledged commit survives a power cut. No mmap: it turned a fault into corruption elsewhere."""
    pragmas = [
        f"PRAGMA journal_mode={journal_mode(library_version())}",
        "PRAGMA synchronous=FULL",
        "PRAGMA secure_delete=ON",
        "PRAGMA foreign_keys=ON",
        "PRAGMA cache_size=-32000",
        "PRAGMA temp_store=MEMORY",
    ]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "neeman.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "; ".join(pragmas)},
        "TEST": {"NAME": DATA / "test.sqlite3"},  # a file, so that threads and child processes see it too
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


_database = os.environ.get("NEEMAN_DATABASE", "")
DATABASES: dict[str, dict[str, Any]] = {"default": _postgres(_database) if _database else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = DATA / "files"  # never served by URL: a view with a door hands each file out
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- people ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "neeman.signin.passwords.Blocklist"},
]
SESSION_COOKIE_NAME = "neeman"
SESSION_LIVES = (12 * 3600, 7 * 24 * 3600)  # seconds: owners and finance; everybody else
SESSION_COOKIE_AGE = SESSION_LIVES[1]
SESSION_IDLE_SECONDS = 60 * min(720, max(5, int(os.environ.get("NEEMAN_IDLE_MINUTES", "60"))))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # forms and one meta tag carry the token; no script reads the cookie

ACCOUNT_ADAPTER = "neeman.signin.adapters.PeopleAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; signing in reads the password field here
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nothing is mailed: people are known by invitation
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_FORMS = {
    "login": "neeman.signin.forms.LoginForm",
    "reauthenticate": "neeman.signin.forms.ReauthenticateForm",
    "change_password": "neeman.signin.forms.ChangePasswordForm",
    "set_password": "neeman.signin.forms.SetPasswordForm",
}
# Failures are slowed down in steps, never locked out for good: a passkey or a one-time link still opens the door.
ACCOUNT_RATE_LIMITS = {"login": "20/m/ip", "login_failed": "20/m/ip,5/m/key,15/15m/key,40/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)  # TLS ends at a proxy, whose X-Forwarded-For names the caller
MFA_ADAPTER = "neeman.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Neeman"
MFA_TOTP_TOLERANCE = 1  # periods of 30 s: phones' clocks are not exact
MFA_FORMS = {
    "authenticate": "neeman.signin.forms.CodeForm",
    "reauthenticate": "neeman.signin.forms.ConfirmCodeForm",
    "activate_totp": "neeman.signin.forms.ActivateCodesForm",
    "add_webauthn": "neeman.signin.forms.AddPasskeyForm",
    "edit_webauthn": "neeman.signin.forms.NamePasskeyForm",
}
# Attempts are counted here. In the database, so that every process and machine counts together and a restart forgets
# nothing; the bound is high because Django throws living entries away once it is passed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signin_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- transport ---------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Plain http is served on loopback only (`neeman run` refuses another address), where TLS has no meaning.
SILENCED_SYSTEM_CHECKS = [] if HTTPS else ["security.W004", "security.W008", "security.W012", "security.W016"]
if DEBUG:
    SILENCED_SYSTEM_CHECKS.append("security.W018")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- language and time -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "he"
LANGUAGES = [("he", "עברית"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["neeman.formats"]  # Django's own Hebrew formats read 07/03/2026 as 3 July
USE_TZ = True
TIME_ZONE = "Asia/Jerusalem"

# --- files that are served ---------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "neeman.signin.quiet.HideTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
