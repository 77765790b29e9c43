"""Bringing the rows in, and going on after a stop."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from neeman.imports.models import ImportFile, State
from neeman.imports.problems import ProblemFile, problems_path
from neeman.imports.run import Course, commit
from neeman.imports.services.checking import NotReady, Tell, batches_of
from neeman.imports.services.understanding import layout_of, missing, open_targets, remember
from neeman.imports.tally import Tally
from neeman.imports.targets import importer_for
from neeman.jobs.services import enqueue
from neeman.lib.files import FileProblem
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder
from neeman.orgs.log import log
from neeman.orgs.roles import May
from neeman.portfolio.services import request_recompute

COMMIT = "imports.commit"
CAME_IN = "imports.file.committed"


def start_commit(access: Access, file: ImportFile, *, keep_mapping: bool = True) -> None:
    """Queue the real run of a file that was checked, or the rest of one that was stopped. Raises NotReady.

    `keep_mapping`: the next file with these titles is understood in the same way.
    """
    access.require(May.IMPORT_FILES)
    if file.target not in open_targets(access) or missing(file):
        raise NotReady
    with transaction.atomic():
        ready = ImportFile.objects.filter(pk=file.pk, state__in=(State.CHECKED, State.COMMITTING))
        if not ready.update(state=State.COMMITTING):
            raise NotReady
        file.state = State.COMMITTING
        file.job = enqueue(access, COMMIT, {"file": file.pk}, key=f"{COMMIT} {file.pk}")
        file.save(update_fields=["job"])
        if keep_mapping:
            remember(access, file)


def bring_in(access: Access, file: ImportFile, tell: Tell, *, now: datetime) -> Tally:
    """The real run, from where it stands. Raises FileProblem, NotReady."""
    if file.state != State.COMMITTING:
        raise NotReady
    recorder = recorder_of(access, file)
    layout = layout_of(access, file)
    total = file.counts.get("rows") or file.info.get("rows") or 0
    importer = importer_for(file.target, access, layout, keeps=False)
    course = Course(importer, ProblemFile(problems_path(file)), Tally())
    tally = commit(
        file, batches_of(file, layout), course, recorder, lambda done: tell("writing", done, total)
    )
    with transaction.atomic():
        file.state, file.counts, file.committed_at = State.DONE, tally.as_json(), now
        file.save()
        data = {"name": file.name, "target": file.target, "change_set": recorder.change_set.pk}
        log(access, file, CAME_IN, {**data, "rows": tally.rows, "problems": tally.problems})
        request_recompute(access)
    return tally


def stop_for(file: ImportFile, problem: FileProblem) -> None:
    """The file turned out to be unreadable in the middle; what came in is kept and can be undone."""
    file.problem = {
        "code": problem.code,
        "params": {name: str(value) for name, value in problem.params.items()},
    }
    file.save(update_fields=["problem"])


def recorder_of(access: Access, file: ImportFile) -> Recorder:
    """The change set of this import, made once however often it is stopped."""
    if file.change_set is not None:
        return Recorder(access, CAME_IN, continued=file.change_set)
    with transaction.atomic():
        recorder = Recorder(access, CAME_IN, {"file": file.pk, "name": file.name})
        file.change_set, file.cursor = recorder.change_set, {}
        file.save(update_fields=["change_set", "cursor"])
    return recorder
