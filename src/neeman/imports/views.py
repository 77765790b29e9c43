"""The pages of files on their way in: the list, one file in whatever state it is, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from neeman.imports import showing
from neeman.imports.forms import choices_from
from neeman.imports.models import ImportFile, State
from neeman.imports.problems import write_problem_book
from neeman.imports.queries import files, get_file, same_file_before, sheets_left
from neeman.imports.services.checking import NotReady, start_check
from neeman.imports.services.choosing import choose
from neeman.imports.services.committing import start_commit
from neeman.imports.services.receiving import Refused, receive, receive_sheet, stored
from neeman.imports.services.undoing import UNDO, start_undo
from neeman.jobs.models import State as JobState
from neeman.orgs.access import Access, with_access
from neeman.orgs.doors import needs
from neeman.orgs.roles import May
from neeman.ui.toasts import toast

LISTED = 50
MOVING = (State.RECEIVED, State.COMMITTING)


@needs(May.IMPORT_FILES)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files so far, and the place to drop the next one."""
    access, refused = with_access(request).access, ""
    upload = request.FILES.get("file")
    if request.method == "POST":
        try:
            if upload is None:
                raise Refused(_("No file was chosen."))
            file = receive(access, upload.name or "", upload.chunks())
        except Refused as refusal:
            refused = str(refusal)
        else:
            return redirect("import_file", org=access.organization.slug, pk=file.pk)
    held = list(files(access)[:LISTED])
    context = {
        "files": held,
        "refused": refused,
        "programs": sorted({str(name) for name in showing.PROGRAMS.values()}),
    }
    return render(request, "imports/imports.html", context, status=422 if refused else 200)


@needs(May.IMPORT_FILES)
@require_safe
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One file, as far as it is."""
    access = with_access(request).access
    file = get_file(access, pk)
    done = file.state == State.DONE
    context = {
        **showing.page(access, file),
        **_progress(file),
        "sheets_left": showing.sheets(file, sheets_left(access, file)) if done else [],
        "before": same_file_before(access, file) if file.state == State.CHECKED else None,
    }
    return render(request, "imports/file.html", context)


@needs(May.IMPORT_FILES)
@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work on a file is; when it is over, the page is asked to load anew."""
    file = get_file(with_access(request).access, pk)
    context = {"file": file, **_progress(file)}
    response = render(request, "imports/_progress.html", context)
    if not context["works"]:
        response.headers["HX-Refresh"] = "true"
    return response


@needs(May.IMPORT_FILES)
@require_POST
def import_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the file with the columns and corrections that were chosen."""
    access = with_access(request).access
    file = get_file(access, pk)
    try:
        if not choose(access, file, choices_from(file, request.POST.dict())):
            start_check(access, file)
    except NotReady:
        toast(request, _("This file is past that step."), tone="watch")
    return _back(access, file)


@needs(May.IMPORT_FILES)
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in; if the page was changed since it was checked, check it once more instead."""
    access = with_access(request).access
    file = get_file(access, pk)
    try:
        if file.state == State.CHECKED and choose(access, file, choices_from(file, request.POST.dict())):
            toast(request, _("Something was changed, so the file is checked once more first."), tone="calm")
        else:
            start_commit(access, file, keep_mapping=bool(request.POST.get("remember")))
    except NotReady:
        toast(request, _("This file is past that step."), tone="watch")
    return _back(access, file)


@needs(May.IMPORT_FILES)
@require_POST
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with another sheet of a file."""
    access = with_access(request).access
    file = get_file(access, pk)
    try:
        return _back(access, receive_sheet(access, file, request.POST.get("sheet", "")))
    except Refused as refusal:
        toast(request, str(refusal), tone="watch")
        return _back(access, file)


@needs(May.IMPORT_FILES)
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what the file brought in."""
    access = with_access(request).access
    file = get_file(access, pk)
    try:
        start_undo(access, file, now=timezone.now())
    except NotReady:
        toast(request, _("This import can no longer be undone."), tone="watch")
    return _back(access, file)


@needs(May.IMPORT_FILES)
@require_safe
def import_problems(request: HttpRequest, pk: int) -> FileResponse:
    """The rows that did not come in, as a workbook with the reason beside each bad cell."""
    file = get_file(with_access(request).access, pk)
    book = write_problem_book(file)
    name = _("problems of %(name)s") % {"name": file.name.rpartition(".")[0] or file.name}
    return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx")


@needs(May.IMPORT_FILES)
@require_safe
def import_original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was brought."""
    file = get_file(with_access(request).access, pk)
    path = stored(file)
    if not path.exists():
        raise Http404
    kind = "application/octet-stream"  # whatever it is, a browser never opens it here
    return FileResponse(path.open("rb"), as_attachment=True, filename=file.name, content_type=kind)


def _back(access: Access, file: ImportFile) -> HttpResponse:
    return redirect("import_file", org=access.organization.slug, pk=file.pk)


def _progress(file: ImportFile) -> dict[str, Any]:
    """What the work is at; `stopped` when it ended without an end."""
    job = file.job
    undoing = job is not None and job.name == UNDO and job.state in (JobState.WAITING, JobState.RUNNING)
    stopped = job is not None and job.state == JobState.FAILED
    works = (file.state in MOVING and not stopped) or undoing
    step = job.progress_step if job else ""
    return {
        "works": works,
        "stopped": stopped and file.state in MOVING,
        "undoing": undoing,
        "said": showing.WORDS_OF_STEPS.get(step, _("Waiting for its turn")),
        "done": job.progress_done if job else 0,
        "total": job.progress_total if job else 0,
    }
