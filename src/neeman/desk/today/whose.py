"""Whose day it is: one's own customers, and for management those of nobody, so that none is left out."""

from __future__ import annotations

from neeman.orgs.access import Access
from neeman.orgs.models import Member
from neeman.orgs.roles import Role

MANAGEMENT = {Role.OWNER, Role.SALES_MANAGER}


def owners_of(access: Access) -> list[Member | None]:
    """Those whose customers stand on this member's page; None stands for nobody's."""
    return [access.member, None] if access.role in MANAGEMENT else [access.member]
