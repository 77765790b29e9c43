"""`neeman demo`: the demo business anew, in an organization of its own."""

from __future__ import annotations

from django.db import transaction

from neeman.cli.entrance import DEMO_NAME, DEMO_SLUG, FIRST_OWNER
from neeman.desk.demo.loading import NotEmpty, clear_demo, load_demo, today_of
from neeman.orgs.access import house_access
from neeman.orgs.entering import inside
from neeman.orgs.models import Organization, User
from neeman.orgs.queries import first_owner
from neeman.orgs.services import found_organization


class DemoRefused(Exception):
    """The organization holds data that are not demo data; the message says what to do."""


def load_anew() -> int:
    """Load the demo business into the organization `demo`, founding it when absent; returns how many customers.

    Old demo data are forgotten first. Raises DemoRefused.
    """
    with transaction.atomic():
        organization = Organization.objects.filter(slug=DEMO_SLUG).first() or _found()
        access = house_access(organization)
        with inside(organization):
            if organization.is_demo:
                clear_demo(access)
            try:
                return load_demo(access, today=today_of(access))
            except NotEmpty:
                raise DemoRefused(
                    f"The organization {DEMO_SLUG} holds customers of its own, so nothing was changed. "
                    "Demo data are never mixed with real data."
                ) from None


def _found() -> Organization:
    owner = first_owner() or User.objects.create_user(FIRST_OWNER)
    return found_organization(owner, name=DEMO_NAME, slug=DEMO_SLUG).organization
