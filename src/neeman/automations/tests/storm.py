"""Looks of the worker that are killed at random moments, again and again: in a process of its own, so that a kill costs
a fork and not a second of starting up."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection, connections
from django.urls import reverse

from neeman.automations.models import Newsletter, Place, Reader, Run, Stage, State
from neeman.automations.services.doing import do_due
from neeman.automations.services.newsletters import hand_all
from neeman.automations.services.reading import read_all
from neeman.automations.tests.making import NOW
from neeman.orgs.access import access_of, house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope

AT_ONCE = 6
"""Runs to one look, so that there are many looks between which a kill can fall."""


def main(organization: int, kills: int, longest: int, seed: int) -> None:
    """Kill up to `kills` looks, each before one of its first `longest` statements, then let one end.

    Writes how many runs were done after each kill, as JSON to its output.
    """
    chance, reached = random.Random(seed), []
    reverse("customers", kwargs={"org": "any"})  # all addresses are read once, here and not in each look
    for _ in range(kills):
        os.waitpid(_fork(organization, dies_at=chance.randint(1, longest)), 0)
        with organization_scope(organization):
            reached.append(Run.objects.filter(state=State.DONE).count())
            reached[-1] += Reader.objects.filter(place=Place.HANDED).count()
    waits = True
    while waits:
        _, status = os.waitpid(_fork(organization), 0)
        assert status == 0
        with organization_scope(organization):
            waits = Run.objects.filter(state=State.WAITING).exists()
    sys.stdout.write(json.dumps(reached))


def _fork(organization: int, dies_at: int = 0) -> int:
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with organization_scope(organization), connection.execute_wrapper(_death(dies_at)):
            access = house_access(Organization.objects.get(pk=organization))
            read_all(access, now=NOW)
            do_due(access, clock=lambda: NOW, most=AT_ONCE)
            for letter in Newsletter.objects.filter(stage=Stage.SENDING).select_related("made_by__user"):
                assert letter.made_by is not None
                hand_all(access_of(letter.made_by), letter, clock=lambda: NOW, tell=lambda done, total: None)
        status = 0
    finally:
        os._exit(status)


def _death(dies_at: int) -> Callable[..., Any]:
    """Counts statements, and kills its own process before that one."""
    count = 0

    def watch(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal count
        count += 1
        if count == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*given)

    return watch
