"""Killed at any moment, again and again, an import loses nothing and doubles nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from conftest import Person, make_person
from neeman.customers.models import Customer, ExternalKey
from neeman.imports.models import ImportFile
from neeman.imports.services.committing import start_commit
from neeman.imports.tests.bringing import rehearse_file
from neeman.ledger.models import Document, Line
from neeman.orgs.models import Change, Organization
from neeman.orgs.roles import Role

ROWS = 24_000
KILLS = 8
CHILD = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "neeman.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[2:4]
from neeman.jobs.child import main
sys.exit(main(int(sys.argv[1])))
"""


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
    name = str(connection.settings_dict["NAME"])
    connection.close()
    command = [sys.executable, "-c", CHILD, str(job), name, str(settings.MEDIA_ROOT)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


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
    quiet, stormy = (
        make_person(Organization.objects.create(slug=slug, name=slug), f"{slug}@house.test", Role.OWNER)
        for slug in ("quiet", "stormy")
    )
    files = {}
    for person in (quiet, stormy):
        with person.scope():
            file = files[person] = rehearse_file(person.access, content)
            start_commit(person.access, file)
    began = time.monotonic()
    assert child(files[quiet].job.pk).wait(300) == 0
    whole = time.monotonic() - began
    chance, reached = random.Random(11), []
    for _ in range(KILLS):
        victim = child(files[stormy].job.pk)
        time.sleep(chance.uniform(0.2, 0.9) * whole)
        victim.kill()
        victim.wait()
        with stormy.scope():
            reached.append(ImportFile.objects.get().cursor.get("batches", 0))
    assert child(files[stormy].job.pk).wait(300) == 0
    assert len(set(reached)) > 1, reached  # it was killed while it worked, not before
    assert image(stormy) == image(quiet)
    with quiet.scope():
        counts = ImportFile.objects.get().counts
    with stormy.scope():
        file = ImportFile.objects.get()
    assert (file.state, file.counts) == ("done", counts)
    assert counts["rows"] == ROWS
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
            cursor.execute("PRAGMA foreign_key_check")
            assert cursor.fetchall() == []
