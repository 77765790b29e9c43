"""How tests bring a file in: the real services, without the worker between them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.imports.models import ImportFile
from neeman.imports.services.checking import check
from neeman.imports.services.committing import bring_in, start_commit
from neeman.imports.services.receiving import receive
from neeman.imports.tally import Tally, tally_of
from neeman.orgs.access import Access


def rehearse_file(
    access: Access, content: bytes | str, *, name: str = "file.csv", **fields: Any
) -> ImportFile:
    """A file after its dry run; `fields` are put on it first (mapping, target, ...)."""
    data = content.encode() if isinstance(content, str) else content
    file = receive(access, name, [data], at_once=False)
    check(access, file, lambda *told: None)
    if fields:
        for field, value in fields.items():
            setattr(file, field, value)
        file.state = "received"
        check(access, file, lambda *told: None)
    return file


def bring(
    access: Access, content: bytes | str, *, name: str = "file.csv", **fields: Any
) -> tuple[Tally, Tally, ImportFile]:
    """The file through the dry run and the real one: both tallies, and the file as it stands."""
    file = rehearse_file(access, content, name=name, **fields)
    assert file.state == "checked", file.problem
    planned = tally_of(file.counts)
    start_commit(access, file)
    done = bring_in(access, file, lambda *told: None, now=timezone.now())
    return planned, done, file
