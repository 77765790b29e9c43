"""Jobs run in a process of their own, say how far they are, and survive whatever happens to that process."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conftest import Person
from neeman.customers.models import Customer
from neeman.jobs import worker
from neeman.jobs.models import Job, State
from neeman.jobs.queries import health
from neeman.jobs.registry import JOBS, job
from neeman.jobs.services import enqueue
from neeman.jobs.work import Run, do_waiting
from neeman.orgs.access import Access
from neeman.orgs.models import Organization


@pytest.fixture
def registered() -> Any:
    """A few jobs of the test's own."""
    before = dict(JOBS)

    @job("test.count", nightly=True)
    def count(access: Access, run: Run, upto: int = 3) -> dict[str, Any]:
        for done in range(upto + 1):
            run.tell("counting", done, upto)
        Customer.objects.create(name=f"by {access.role}")
        return {"counted": upto, "zone": timezone.get_current_timezone_name()}

    @job("test.machine", yields=True)
    def machine(access: Access, run: Run) -> None:
        pass

    @job("test.fail")
    def fail(access: Access, run: Run) -> None:
        raise ValueError("no such file")

    yield
    JOBS.clear()
    JOBS.update(before)


@pytest.fixture
def sleeper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that sleep instead of working."""
    monkeypatch.setattr(worker.connection, "close", lambda: None)  # the test's transaction lives on it
    monkeypatch.setattr(worker, "do", _sleep)


def _sleep(job_id: int) -> None:
    time.sleep(30)


def _die(job_id: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_job_runs_in_its_organization_and_keeps_its_result(owner: Person, registered: Any) -> None:
    Organization.objects.filter(pk=owner.organization.pk).update(timezone="America/New_York")
    with owner.scope():
        queued = enqueue(owner.access, "test.count", {"upto": 5})
    assert do_waiting() == 1
    with owner.scope():
        done = Job.objects.get(pk=queued.pk)
        assert (done.state, done.result, done.progress_done) == (
            State.DONE,
            {"counted": 5, "zone": "America/New_York"},
            5,
        )
        assert Customer.objects.get().organization_id == owner.organization.pk


def test_a_failed_job_says_why(owner: Person, registered: Any, caplog: pytest.LogCaptureFixture) -> None:
    with owner.scope():
        queued = enqueue(owner.access, "test.fail")
    do_waiting()
    with owner.scope():
        assert Job.objects.get(pk=queued.pk).error == "ValueError: no such file"
    assert health(timezone.now(), patience=timedelta(minutes=5)) == (0, 1)


def test_two_waiting_jobs_of_one_key_are_one(owner: Person, registered: Any) -> None:
    with owner.scope():
        first = enqueue(owner.access, "test.count", key="a")
        assert enqueue(owner.access, "test.count", key="a") == first
        assert enqueue(owner.access, "test.count", key="b") != first
        with pytest.raises(KeyError):
            enqueue(owner.access, "test.unknown")


def test_the_night_queues_once_for_each_organization(
    owner: Person, stranger: Person, registered: Any
) -> None:
    before, after = datetime(2026, 3, 1, 0, 30, tzinfo=UTC), datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
    worker.queue_nightly(before)  # 02:30 in Jerusalem
    for person in (owner, stranger):
        with person.scope():
            assert not Job.objects.filter(name="test.count").exists()
    worker.queue_nightly(after)
    worker.queue_nightly(after)
    for person in (owner, stranger):
        with person.scope():
            assert Job.objects.filter(name="test.count").count() == 1


def test_a_claimed_job_is_taken_by_nobody_else(owner: Person, registered: Any) -> None:
    with owner.scope():
        enqueue(owner.access, "test.count")
    now = timezone.now()
    assert worker.claim(now) is not None
    assert worker.claim(now) is None
    worker.recover()
    assert worker.claim(now) is not None


def test_people_go_before_the_machine(owner: Person, registered: Any) -> None:
    now = timezone.now()
    with owner.scope():
        machines = enqueue(owner.access, "test.machine", due_at=now - timedelta(minutes=5))
        persons = enqueue(owner.access, "test.count", due_at=now)
    assert [worker.claim(now), worker.claim(now), worker.claim(now)] == [persons, machines, None]


@pytest.mark.parametrize(("attempts", "gives_way"), [(1, True), (3, False)])
def test_the_machine_gives_way_to_people_while_it_has_attempts_left(
    owner: Person, registered: Any, sleeper: None, attempts: int, gives_way: bool
) -> None:
    with owner.scope():
        machines = enqueue(owner.access, "test.machine")
        Job.objects.update(attempts=attempts - 1)
        claimed = worker.claim(timezone.now())
        persons = enqueue(owner.access, "test.count")
    assert claimed == machines
    stop = threading.Event()
    stopper = threading.Timer(3, stop.set)
    stopper.start()
    worker.run_in_child(claimed, stop)
    stopper.cancel()
    assert stop.is_set() is not gives_way
    with owner.scope():
        assert Job.objects.get(pk=machines.pk).state == State.WAITING
    assert worker.claim(timezone.now()) == persons
    assert worker.claim(timezone.now()) == machines


def test_a_killed_child_is_tried_again_and_then_given_up(
    owner: Person, registered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with owner.scope():
        queued = enqueue(owner.access, "test.count")
    monkeypatch.setattr(worker.connection, "close", lambda: None)  # the test's transaction lives on it
    monkeypatch.setattr(worker, "do", _die)
    for attempt in range(1, 4):
        claimed = worker.claim(timezone.now())
        assert claimed is not None
        worker.run_in_child(claimed, threading.Event())
        with owner.scope():
            state = Job.objects.get(pk=queued.pk)
        assert (state.attempts, state.state) == (attempt, State.WAITING if attempt < 3 else State.FAILED)


def test_a_child_that_takes_too_long_is_killed(owner: Person, registered: Any, sleeper: None) -> None:
    with owner.scope():
        queued = enqueue(owner.access, "test.count")
    object.__setattr__(JOBS["test.count"], "seconds", 1)
    claimed = worker.claim(timezone.now())
    assert claimed is not None
    begun = time.monotonic()
    worker.run_in_child(claimed, threading.Event())
    assert time.monotonic() - begun < 10
    with owner.scope():
        assert (Job.objects.get(pk=queued.pk).state, Job.objects.get(pk=queued.pk).error) == (
            State.FAILED,
            "time",
        )
