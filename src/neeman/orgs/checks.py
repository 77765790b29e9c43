"""The system check of door 1: each table is owned by an organization, or is named here with a reason."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models

from neeman.orgs.wall import Owned, OwnedManager

GLOBAL_MODELS = {
    "orgs.User": "a person may be a member of several organizations",
    "orgs.Organization": "it is the organization",
    "signin.SignInLink": "a person signs in before any organization is known",
    "auth.Permission": "Django's table, unused",
    "auth.Group": "Django's table, unused",
    "auth.Group_permissions": "Django's table, unused",
    "contenttypes.ContentType": "Django's own list of tables",
    "sessions.Session": "a person's session spans organizations",
    "account.EmailAddress": "belongs to a person",
    "account.EmailConfirmation": "belongs to a person",
    "mfa.Authenticator": "belongs to a person",
}


def problems_of(model: type[models.Model]) -> list[CheckMessage]:
    """What stands between this table and the wall; empty when all is well."""
    if model._meta.label in GLOBAL_MODELS:
        return []
    if not issubclass(model, Owned):
        return [Error(f"{model._meta.label} is neither Owned nor in GLOBAL_MODELS", id="neeman.E001")]
    problems: list[CheckMessage] = []
    if not isinstance(model._base_manager, OwnedManager) or not isinstance(
        model._default_manager, OwnedManager
    ):
        problems.append(
            Error(
                f"{model._meta.label}: a manager goes round the wall; let Meta extend Owned.Meta",
                id="neeman.E002",
            )
        )
    for index in model._meta.indexes:
        if index.fields and index.fields[0] != "organization":
            problems.append(
                Error(
                    f"{model._meta.label}: index {index.name} must begin with organization", id="neeman.E003"
                )
            )
    return problems


@register(Tags.models)
def every_table_is_walled(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Run over all concrete models."""
    return [problem for model in apps.get_models(include_auto_created=True) for problem in problems_of(model)]
