"""The nightly sweep forgets what has ended, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from conftest import Person
from neeman.jobs.services import enqueue
from neeman.jobs.work import do_waiting
from neeman.orgs.access import house_access
from neeman.signin.models import Purpose, SignInLink
from neeman.signin.services import make_link


def test_sweep(owner: Person, colleague: Person) -> None:
    old = timezone.now() - timedelta(hours=2)
    make_link(owner.user, Purpose.ENTER, now=old)
    make_link(colleague.user, Purpose.ENTER, now=timezone.now())
    ended = owner.client.session.session_key
    Session.objects.filter(pk=ended).update(expire_date=old)
    with owner.scope():
        enqueue(house_access(owner.organization), "signin.sweep")
    do_waiting()
    assert SignInLink.objects.get().user == colleague.user
    assert list(Session.objects.values_list("pk", flat=True)) == [colleague.client.session.session_key]
