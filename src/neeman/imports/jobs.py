"""The work on files, done by the worker in a child process under limits."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone

from neeman.imports.queries import get_file
from neeman.imports.services.checking import CHECK, check
from neeman.imports.services.committing import COMMIT, bring_in, stop_for
from neeman.imports.services.undoing import UNDO, take_back
from neeman.jobs.registry import job
from neeman.jobs.work import Run
from neeman.lib.files import FileProblem
from neeman.orgs.access import Access

HOUR = 3_600
ATTEMPTS = 20  # each goes on where the one before was stopped


@job(CHECK, seconds=HOUR, memory_mb=1_536)
def check_file(access: Access, run: Run, file: int) -> dict[str, Any]:
    """Rehearse a file."""
    check(access, get_file(access, file), run.tell)
    return {}


@job(COMMIT, seconds=HOUR, memory_mb=1_536, attempts=ATTEMPTS)
def commit_file(access: Access, run: Run, file: int) -> dict[str, Any]:
    """Bring the rows of a file in."""
    held = get_file(access, file)
    try:
        return bring_in(access, held, run.tell, now=timezone.now()).as_json()
    except FileProblem as problem:
        stop_for(held, problem)
        raise


@job(UNDO, seconds=HOUR, memory_mb=1_536, attempts=ATTEMPTS)
def undo_file(access: Access, run: Run, file: int) -> dict[str, Any]:
    """Take back what a file brought in."""
    run.tell("undoing", 0, 0)
    tell = partial(run.tell, "undoing")
    outcome = take_back(access, get_file(access, file), now=timezone.now(), tell=tell)
    return {"removed": outcome.removed, "restored": outcome.restored, "kept": outcome.kept}
