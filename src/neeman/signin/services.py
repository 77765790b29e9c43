"""Writes: making and spending one-time links."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import Http404
from django.urls import reverse

from neeman.lib.tokens import new_token, token_hash
from neeman.orgs.addresses import absolute_url
from neeman.orgs.models import User
from neeman.signin.models import Purpose, SignInLink

LINK_LIFE = timedelta(minutes=60)

_PAGES = {Purpose.ENTER: "enter", Purpose.PASSWORD: "new_password"}


def make_link(user: User, purpose: Purpose, *, now: datetime) -> str:
    """The address of a new one-time link, good for LINK_LIFE. The person's older links of this purpose die."""
    kill_links(user, purpose, now=now)
    token = new_token()
    SignInLink.objects.create(
        user=user, purpose=purpose, token_hash=token_hash(purpose, token), expires_at=now + LINK_LIFE
    )
    return absolute_url(reverse(_PAGES[purpose], kwargs={"token": token}))


def spend_link(link: SignInLink, *, now: datetime) -> User:
    """Use the link up and return its person; 404 when somebody was quicker."""
    spent = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now)
    if not spent:
        raise Http404("no such link")
    return link.user


def kill_links(user: User, *purposes: Purpose, now: datetime) -> int:
    """End this person's live links, of these purposes or of all; returns how many there were."""
    links = SignInLink.objects.filter(user=user, used_at=None, purpose__in=purposes or list(Purpose))
    return links.update(used_at=now)
