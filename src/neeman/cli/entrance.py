"""The way in after `neeman run`: the first organization when there is none, and a one-time link for its owner.

No password is ever made here: the link is the only way in until its owner sets a password or adds a passkey.
"""

from __future__ import annotations

import sys

import typer
from django.db import transaction
from django.utils import timezone

from neeman.orgs.access import Access
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization, User
from neeman.orgs.queries import first_owner
from neeman.orgs.services import found_organization
from neeman.signin.models import Purpose
from neeman.signin.services import make_link

FIRST_OWNER = "owner@localhost"
DEMO_NAME, DEMO_SLUG = "אבן־דרך אספקה טכנית", "demo"


def print_entrance(*, demo: bool) -> None:
    """See to it that somebody can enter, and print how."""
    if not Organization.objects.exists():
        _found_first(demo=demo)
    owner = first_owner()
    if owner is None:
        typer.echo("No organization has an owner who may enter: neeman user add EMAIL --organization SLUG")
        return
    link = make_link(owner, Purpose.ENTER, now=timezone.now())
    if sys.stdout.isatty():
        typer.echo(f"\n  הכניסה לנאמן, קישור חד־פעמי לשעה אחת ({owner.email}):")
        typer.echo(f"  Enter Neeman, this link works once, within the hour ({owner.email}):\n\n    {link}\n")
    else:
        typer.echo(f"enter {link}")
    sys.stdout.flush()


def _found_first(*, demo: bool) -> None:
    """All of it or nothing: a half-loaded demo would look like somebody's business."""
    with transaction.atomic():
        owner = User.objects.create_user(FIRST_OWNER)
        if demo:
            access = found_organization(owner, name=DEMO_NAME, slug=DEMO_SLUG)
            _load_demo(access)
        else:
            found_organization(owner, name="העסק שלי", slug="business")


def _load_demo(access: Access) -> None:
    from neeman.desk.demo.loading import load_demo, today_of

    with inside(access.organization):
        load_demo(access, today=today_of(access))
