"""The dry run: the file is read and every row planned, so that a person sees what would happen before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from neeman.imports.batches import Batch, cut
from neeman.imports.layout import Layout
from neeman.imports.models import ImportFile, State, Target
from neeman.imports.problems import ProblemFile, problems_path
from neeman.imports.reading import look_safely, read_safely
from neeman.imports.run import Course, rehearse
from neeman.imports.services.understanding import layout_of, missing, open_targets, recall, understand
from neeman.imports.tally import Tally
from neeman.imports.targets import importer_for
from neeman.jobs.services import enqueue
from neeman.lib.files import FileProblem
from neeman.orgs.access import Access
from neeman.orgs.roles import May

CHECK = "imports.check"
ANSWER = "customer"  # in the fixes of a row: which customer it means

BEFORE = (State.RECEIVED, State.CHECKED, State.FAILED)

Tell = Callable[[str, int, int], None]
"""Step, done, total."""


class NotReady(ValueError):
    """The file is not in the state that this act needs: somebody else was faster, or columns are missing."""


def start_check(access: Access, file: ImportFile) -> None:
    """Queue the dry run of a file that has not come in."""
    access.require(May.IMPORT_FILES)
    if file.state not in BEFORE:
        raise NotReady
    with transaction.atomic():
        file.state, file.counts, file.problem = State.RECEIVED, {}, {}
        file.job = enqueue(access, CHECK, {"file": file.pk}, key=f"{CHECK} {file.pk}")
        file.save(update_fields=["state", "counts", "problem", "job"])


def check(access: Access, file: ImportFile, tell: Tell) -> None:
    """Look at the file if nobody has yet, then rehearse it. What cannot be read ends as `failed` with the reason."""
    if file.state != State.RECEIVED:
        return
    try:
        if not file.columns:
            tell("reading", 0, 0)
            _look(access, file)
        counts = {} if missing(file) else _rehearse(access, file, tell).as_json()
    except FileProblem as problem:
        file.state, file.problem = State.FAILED, {"code": problem.code, "params": _plain(problem.params)}
    else:
        file.state, file.counts = State.CHECKED, counts
    file.save()


def batches_of(file: ImportFile, layout: Layout) -> Iterator[Batch]:
    """The rows of the file, with what was mended by hand."""
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.exists():
        raise FileProblem("file_lost")
    group = layout.column("order") if file.target == "sales" else None
    return _mended(cut(read_safely(path, file.sheet), group=group), file)


def _look(access: Access, file: ImportFile) -> None:
    path = Path(settings.MEDIA_ROOT) / file.path
    if not path.exists():
        raise FileProblem("file_lost")
    allowed = open_targets(access)
    wanted = file.target if file.target in allowed else None
    found = look_safely(path, file.sheet, wanted)
    if found.mapping.target == "deals" and Target.DEALS not in allowed:
        raise FileProblem("deals_closed")  # lost deals read as sales would become revenue
    if found.mapping.target not in allowed:
        found = look_safely(path, found.sheet.name, allowed[0].value)
    understand(access, file, found)
    if not wanted:
        recall(access, file)


def _rehearse(access: Access, file: ImportFile, tell: Tell) -> Tally:
    layout = layout_of(access, file)
    total = file.info.get("rows") or 0
    importer = importer_for(file.target, access, layout, keeps=True)
    course = Course(importer, ProblemFile(problems_path(file)), Tally())
    return rehearse(batches_of(file, layout), course, lambda done: tell("checking", done, total))


def _mended(batches: Iterable[Batch], file: ImportFile) -> Iterator[Batch]:
    fixes = file.fixes
    for batch in batches:
        for index, row in enumerate(batch.rows if fixes else ()):
            for column, text in fixes.get(str(row), {}).items():
                if column == ANSWER:
                    batch.answers[row] = text
                else:
                    batch.columns[int(column)][index] = text or None
        yield batch


def _plain(params: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}
