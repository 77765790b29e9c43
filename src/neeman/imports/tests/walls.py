"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from neeman.imports.models import ImportFile, State, Target
from neeman.imports.services.receiving import receive
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder

LIST = "שם,טלפון\nנגה,050-1111111\n".encode()
OF_ONE_FILE = (
    "import_file import_progress import_check import_commit import_sheet import_problems import_original"
)


def samples(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> kwargs of a file that was read."""
    file = receive(access, "לקוחות.csv", [LIST], at_once=False)
    file.state, file.target, file.sheet = State.CHECKED, Target.CUSTOMERS, "text"
    file.mapping, file.counts = {"0": "name", "1": "phone"}, {"rows": 1, "created": 1}
    file.info = {"kind": "csv", "sheets": [{"name": "text", "rows": None}], "notes": [], "rows": None}
    file.columns = [_column(0, "שם", "name", "נגה"), _column(1, "טלפון", "phone", "050-1111111")]
    file.save()
    done = receive(access, "נקלט.csv", [LIST], at_once=False)
    done.state, done.target = State.DONE, Target.CUSTOMERS
    done.change_set = Recorder(access, "imports.file.committed").change_set
    done.save()
    return {**{name: {"pk": file.pk} for name in OF_ONE_FILE.split()}, "import_undo": {"pk": done.pk}}


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> valid data."""
    assert ImportFile.objects.exists()
    return {
        "imports": {"file": SimpleUploadedFile("לקוחות.csv", LIST)},
        "import_check": {"column_1": ""},
        "import_commit": {"remember": "yes"},
        "import_sheet": {"sheet": "text"},
        "import_undo": {},
    }


def _column(index: int, header: str, role: str, sample: str) -> dict[str, Any]:
    why = [["title_whole", {"word": header}]]
    shown = {"index": index, "header": header, "role": role, "confidence": "sure", "why": why, "mark": ""}
    return {**shown, "samples": [sample], "dates": None}
