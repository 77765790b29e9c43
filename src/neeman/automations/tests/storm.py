"""Looks of the worker that are killed at random moments, again and again: in a process of its own, so that a kill costs
a fork and not a second of starting up."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

from django.db import connections

from neeman.automations.services.doing import do_due
from neeman.automations.services.reading import read_all
from neeman.automations.tests.making import NOW
from neeman.orgs.access import house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope


def main(organization: int, kills: int, longest: float, seed: int) -> None:
    """Kill up to `kills` looks, each after at most `longest` seconds, then let one end."""
    chance = random.Random(seed)
    for _ in range(kills):
        child = _fork(organization)
        time.sleep(chance.uniform(0.0, longest))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    _, status = os.waitpid(_fork(organization), 0)
    assert status == 0


def _fork(organization: int) -> int:
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with organization_scope(organization):
            access = house_access(Organization.objects.get(pk=organization))
            read_all(access, now=NOW)
            do_due(access, clock=lambda: NOW)
        status = 0
    finally:
        os._exit(status)
