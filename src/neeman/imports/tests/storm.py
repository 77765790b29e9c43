"""An import that is killed at random moments, again and again.

It runs in a process of its own that has everything loaded, so that a kill costs a fork and not a second of starting
up: `python -c` of `tests.test_kills` calls `main` on the database of the tests.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connections

from neeman.imports.batches import cut
from neeman.imports.models import ImportFile
from neeman.imports.problems import ProblemFile, problems_path
from neeman.imports.run import Course, commit
from neeman.imports.services.committing import recorder_of
from neeman.imports.services.understanding import layout_of
from neeman.imports.tally import Tally
from neeman.imports.targets import importer_for
from neeman.lib.files import read
from neeman.orgs.access import Access, house_access
from neeman.orgs.models import Organization
from neeman.orgs.wall import organization_scope

BATCH = 40
"""Rows a transaction, so that there are many moments between which a kill can fall."""


def main(organization: int, file: int, kills: int, longest: float, seed: int) -> None:
    """Kill the import up to `kills` times, each after at most `longest` seconds, then let it end.

    Writes the batches that were committed after each kill, as JSON to its output.
    """
    chance, reached = random.Random(seed), []
    for _ in range(kills):
        child = _fork(organization, file)
        time.sleep(chance.uniform(0.0, longest))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with _inside(organization):
            reached.append(ImportFile.objects.get(pk=file).cursor.get("batches", 0))
    _, status = os.waitpid(_fork(organization, file), 0)
    assert status == 0
    sys.stdout.write(json.dumps(reached))


def bring_in_small(access: Access, pk: int) -> Tally:
    """The real run in small transactions, its rows read in this process."""
    file = ImportFile.objects.select_related("change_set").get(pk=pk)
    layout = layout_of(access, file)
    path = Path(settings.MEDIA_ROOT) / file.path
    batches = cut(read(path, file.sheet), group=layout.column("order"), size=BATCH)
    importer = importer_for(file.target, access, layout, keeps=False)
    course = Course(importer, ProblemFile(problems_path(file)), Tally())
    return commit(file, batches, course, recorder_of(access, file), lambda done: None)


def _fork(organization: int, file: int) -> int:
    connections.close_all()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with _inside(organization) as access:
            bring_in_small(access, file)
        status = 0
    finally:
        os._exit(status)


@contextmanager
def _inside(organization: int) -> Iterator[Access]:
    with organization_scope(organization):
        yield house_access(Organization.objects.get(pk=organization))
