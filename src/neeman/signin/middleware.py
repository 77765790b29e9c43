"""Sessions end: after a while of rest, and after a while in any case."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from neeman.orgs.queries import memberships_of
from neeman.orgs.roles import Role

BEGAN, ENDS, SEEN = "neeman_began", "neeman_ends", "neeman_seen"
TOUCH_SECONDS = 60  # a session that is in use is written once a minute, not at every page
SHORT = {Role.OWNER, Role.FINANCE}


class SessionLimits:
    """Signs out whoever rested too long or stayed too long; see NEEMAN_IDLE_MINUTES and SESSION_LIVES in settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ended: the request goes on as a stranger's."""
        if request.user.is_authenticated:
            now = timezone.now().timestamp()
            if BEGAN not in request.session:
                _begin(request, now)
            elif now >= request.session[ENDS] or now - request.session[SEEN] >= settings.SESSION_IDLE_SECONDS:
                logout(request)
            elif now - request.session[SEEN] >= TOUCH_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)


def _begin(request: HttpRequest, now: float) -> None:
    """Owners and finance stay half a day, others a week: what a stolen session is worth decides."""
    assert request.user.pk is not None
    roles = {member.role for member in memberships_of(request.user.pk)}
    short, long = settings.SESSION_LIVES
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[ENDS] = now + (short if roles & SHORT else long)
