"""Killed at any moment, again and again, an import loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from conftest import Person, make_person
from neeman.customers.models import Customer, ExternalKey
from neeman.imports.models import ImportFile
from neeman.imports.services.committing import start_commit
from neeman.imports.tally import tally_of
from neeman.imports.tests.bringing import rehearse_file
from neeman.imports.tests.storm import bring_in_small
from neeman.ledger.models import Document, Line
from neeman.orgs.models import Change, Organization
from neeman.orgs.roles import Role

ROWS = 24_000
KILLED_AFTER = (0, 2, 4, 7)  # batches of the twelve
HERE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1:3]
"""
CHILD = (
    HERE
    + """
import neeman.jobs.warm
from neeman.jobs.child import do
do(int(sys.argv[3]))
"""
)
STORM = (
    HERE
    + """
import django
django.setup()
from neeman.imports.tests.storm import main
main(*map(int, sys.argv[3:6]), float(sys.argv[6]), int(sys.argv[7]))
"""
)
STORM_ROWS = 2_000
STORM_KILLS = int(os.environ.get("NEEMAN_KILLS", "60"))  # hundreds, when somebody has the time
KILLS_A_FILE = 20


def sales(rows: int) -> str:
    """Documents of one to nine lines, some of nobody, some rows that cannot come in."""
    chance = random.Random(3)
    lines, number = ["מספר לקוח,שם לקוח,תאריך,מספר חשבונית,מק״ט,כמות,סכום"], 0
    while len(lines) <= rows:
        number += 1
        customer = chance.randint(1, 900)
        whose = f"{customer},לקוח {customer}" if chance.random() > 0.1 else ","
        for _ in range(chance.randint(1, 9)):
            day = f"{chance.randint(1, 28):02}/03/2025" if chance.random() > 0.02 else "31/02/2025"
            lines.append(
                f"{whose},{day},{number},P{chance.randint(1, 40)},{chance.randint(-2, 9)},{chance.randint(1, 9999)}.5"
            )
    return "\n".join(lines[: rows + 1])


def child(job: int) -> subprocess.Popen[bytes]:
    """The worker's own child process, on the database of the tests."""
    return subprocess.Popen([*here(CHILD), str(job)], stderr=subprocess.DEVNULL)


def here(script: str) -> list[str]:
    """A script on the database and the folder of the tests."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    return [sys.executable, "-c", script, name, str(settings.MEDIA_ROOT)]


def image(person: Person) -> dict[str, Any]:
    """What came in, by its own keys."""
    with person.scope():
        lines: dict[str, list[Any]] = {}
        for key, *values in Line.objects.order_by("document__key", "key").values_list(
            "document__key", "key", "product", "quantity_milli", "amount_minor"
        ):
            lines.setdefault(key, []).append(values)
        columns = ("key", "number", "day", "kind", "total_minor", "lines_count", "customer__name")
        return {
            "documents": list(Document.objects.order_by("key").values_list(*columns)),
            "lines": lines,
            "customers": sorted(Customer.objects.values_list("name", "sort_key", "search_text")),
            "keys": sorted(ExternalKey.objects.values_list("system", "key", "customer__name")),
            "recorded": sorted(
                (change.table, len(change.ids)) for change in Change.objects.all() if change.before is None
            ),
        }


@pytest.mark.django_db(transaction=True)
def test_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    content = sales(ROWS)
    quiet, stormy = newcomer("quiet"), newcomer("stormy")
    files = {}
    for person in (quiet, stormy):
        with person.scope():
            files[person] = committing(person, content)
    assert child(files[quiet].job.pk).wait(300) == 0
    chance, reached = random.Random(11), []
    for wanted in KILLED_AFTER:
        victim = child(files[stormy].job.pk)
        wait_for_batch(stormy, victim, wanted)
        time.sleep(chance.uniform(0, 0.3))
        victim.kill()
        victim.wait()
        reached.append(batches_in(stormy))
    assert child(files[stormy].job.pk).wait(300) == 0
    assert len(set(reached)) > 1, reached  # it was killed while it worked, neither before nor after
    assert image(stormy) == image(quiet)
    with quiet.scope():
        counts = ImportFile.objects.get().counts
    with stormy.scope():
        file = ImportFile.objects.get()
    assert (file.state, file.counts) == ("done", counts)
    assert counts["rows"] == ROWS
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_kills_leaves_what_no_kill_leaves() -> None:
    content, chance = sales(STORM_ROWS), random.Random(5)
    quiet = newcomer("quiet")
    with quiet.scope():
        file = committing(quiet, content)
        began = time.monotonic()
        tally = bring_in_small(quiet.access, file.pk)
        longest = (time.monotonic() - began) / 5
    wanted, kills, moments = image(quiet), 0, 0
    lost: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    while kills < STORM_KILLS:
        stormy = newcomer(f"stormy{kills}")
        with stormy.scope():
            file = committing(stormy, content)
        numbers = [stormy.organization.pk, file.pk, KILLS_A_FILE, longest, chance.randrange(10**6)]
        told = subprocess.run([*here(STORM), *map(str, numbers)], check=True, capture_output=True, text=True)
        reached = json.loads(told.stdout)
        kills, moments = kills + len(reached), moments + len(set(reached))
        found = image(stormy)
        lost += rows_of(wanted) - rows_of(found)
        doubled += rows_of(found) - rows_of(wanted)
        assert lost or doubled or found == wanted, numbers
        with stormy.scope():
            assert tally_of(ImportFile.objects.get().cursor["tally"]) == tally
    sys.stdout.write(
        f"importing: {STORM_ROWS} rows tried in each file, {kills} kills, after which {moments} different numbers of "
        f"batches stood; lost {lost.total()}, doubled {doubled.total()}\n"
    )
    assert (lost, doubled) == (Counter(), Counter())
    assert moments > kills / 10  # it was killed while it worked
    assert_sound()


def rows_of(image: dict[str, Any]) -> Counter[str]:
    """How often each row of a picture stands in it."""
    lines = [(key, *line) for key, found in image["lines"].items() for line in found]
    return Counter(map(str, (*image["documents"], *lines, *image["customers"], *image["keys"])))


def batches_in(person: Person) -> int:
    """How many batches of the only file have come in."""
    with person.scope():
        return int(ImportFile.objects.get().cursor.get("batches", 0))


def wait_for_batch(person: Person, victim: subprocess.Popen[bytes], wanted: int) -> None:
    """Return as soon as so many batches are in, or the child has ended."""
    while victim.poll() is None and batches_in(person) < wanted:
        time.sleep(0.02)


def newcomer(slug: str) -> Person:
    """The owner of a new organization."""
    return make_person(Organization.objects.create(slug=slug, name=slug), f"{slug}@house.test", Role.OWNER)


def committing(person: Person, content: str) -> ImportFile:
    """A file that was checked, on its way in."""
    file = rehearse_file(person.access, content)
    start_commit(person.access, file)
    return file


def assert_sound() -> None:
    """The database itself is whole."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
