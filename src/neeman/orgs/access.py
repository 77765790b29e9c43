"""Who is asking, in which organization, and what they may do: the first argument of every query and service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from neeman.orgs.roles import PERMISSIONS, May, Role, Sees

if TYPE_CHECKING:
    from neeman.orgs.models import Member, Organization


@dataclass(frozen=True, slots=True)
class Access:
    """One member's view of one organization; `member` is None for the product's own jobs."""

    organization: Organization
    member: Member | None
    role: Role
    sees: Sees

    def may(self, permission: May) -> bool:
        """Whether the role holds this permission."""
        return permission in PERMISSIONS[self.role]

    def require(self, permission: May) -> None:
        """Raise PermissionDenied unless the role holds this permission: the services' own door."""
        if not self.may(permission):
            raise PermissionDenied(f"{self.role} may not {permission}")

    @property
    def sees_all(self) -> bool:
        """Whether no customer is hidden from this member."""
        return self.sees == Sees.ALL


class AccessRequest(HttpRequest):
    """The request that views inside an organization receive: the middleware has put `access` on it."""

    access: Access
    htmx: bool


def access_of(member: Member) -> Access:
    """The access of a member, as the middleware builds it."""
    return Access(
        organization=member.organization, member=member, role=Role(member.role), sees=Sees(member.sees)
    )


def house_access(organization: Organization) -> Access:
    """The access of the product itself: jobs and commands, which act for nobody in particular."""
    return Access(organization=organization, member=None, role=Role.OWNER, sees=Sees.ALL)


def with_access(request: HttpRequest) -> AccessRequest:
    """The same request, typed: for code that runs behind the middleware."""
    if not hasattr(request, "access"):
        raise PermissionDenied("outside any organization")
    return cast("AccessRequest", request)


def access_or_none(request: Any) -> Access | None:
    """The access of this request, or None outside any organization."""
    return getattr(request, "access", None)
