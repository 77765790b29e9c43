"""Reads: the files that came or are on their way in."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from neeman.imports.models import ImportFile, State
from neeman.orgs.access import Access


def files(access: Access) -> QuerySet[ImportFile]:
    """The files of the organization, latest first; of members who do not see all customers, their own only."""
    mine = Q() if access.sees_all else Q(member=access.member)
    return ImportFile.objects.filter(mine).select_related("member__user", "job").order_by("-pk")


def get_file(access: Access, pk: int) -> ImportFile:
    """The file, or 404 for missing and not yours alike."""
    file = files(access).select_related("change_set").filter(pk=pk).first()
    if file is None:
        raise Http404
    return file


def same_file_before(access: Access, file: ImportFile) -> ImportFile | None:
    """The import in which this very file came in already, if it did and was not undone."""
    same = files(access).filter(sha256=file.sha256, sheet=file.sheet, state=State.DONE)
    return same.exclude(pk=file.pk).first()


def sheets_left(access: Access, file: ImportFile) -> list[str]:
    """Names of the sheets of this file that have not come in, neither from it nor from the same file before."""
    names = [sheet["name"] for sheet in file.info.get("sheets", ())]
    came = files(access).filter(sha256=file.sha256, state=State.DONE).values_list("sheet", flat=True)
    return [name for name in names if name not in {file.sheet, *came}] if len(names) > 1 else []
