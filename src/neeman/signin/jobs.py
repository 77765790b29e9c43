"""Each night: what can open nothing any more is forgotten, and the day's log is sealed."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.utils import timezone

from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.orgs.access import Access
from neeman.orgs.chain import seal_log
from neeman.signin.models import SignInLink


@job("signin.sweep", seconds=120, nightly=True, yields=True)
def sweep(access: Access, run: Run) -> dict[str, Any]:
    """Sessions and links that have ended are deleted, of the whole installation: they belong to no organization."""
    call_command("clearsessions")
    links, _ = SignInLink.objects.filter(expires_at__lt=timezone.now()).delete()
    return {"links": links}


@job("signin.seal_log", seconds=300, nightly=True)
def seal_the_log(access: Access, run: Run) -> dict[str, Any]:
    """What was written to the log so far can no longer be changed without a trace."""
    seal = seal_log(access, now=timezone.now())
    return {"lines": seal.entries if seal else 0}
