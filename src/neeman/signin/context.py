"""What pages of signing in ask about the address by which one came."""

from __future__ import annotations

import ipaddress

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def passkeys(request: HttpRequest) -> dict[str, bool]:
    """`passkeys_work`: whether browsers offer passkeys at this host: at a name they do, at a bare number they do not."""
    try:
        host = request.get_host()
    except DisallowedHost:  # the page that says so is being drawn
        return {"passkeys_work": False}
    name = host[: host.rindex(":")] if host.rpartition(":")[2].isdigit() else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return {"passkeys_work": True}
    return {"passkeys_work": False}
