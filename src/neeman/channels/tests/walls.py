"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.channels import removal
from neeman.channels.composing import Said
from neeman.channels.gate import draft
from neeman.channels.tests.making import DANA
from neeman.orgs.access import Access

Kwargs = dict[str, Any]


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    now = timezone.now()
    message = draft(access, DANA, Said("שלום"), purpose="service", channel="email", now=now)
    token = removal.make_link(access, message, now=now).rstrip("/").rpartition("/")[2]
    return {"remove_me": {"house": access.organization.slug, "token": token}}


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    return {}
