"""Files that a person adds to a letter: few, small enough for any mail server, documents and no programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neeman.channels.ways import File
from neeman.lib.documents import HEAD_BYTES, Fault, fault_of, media_type, safe_name

MOST_FILES = 5
MOST_BYTES = 10_000_000
"""Together: on its way a mail is a third larger, and many servers take no more than 20 MB."""


class _Input(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files up to the bounds; its cleaned value is a tuple of `ways.File`."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=_Input, **given)

    def clean(self, data: Sequence[UploadedFile[Any]] | None, initial: Any = None) -> tuple[File, ...]:  # type: ignore[override]  # several instead of one
        """Raises ValidationError in words that name the file."""
        uploads = list(data or ())
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files.") % {"most": MOST_FILES})
        if sum(upload.size or 0 for upload in uploads) > MOST_BYTES:
            raise forms.ValidationError(
                _("The files are larger than %(most)s MB together.") % {"most": MOST_BYTES // 1_000_000}
            )
        return tuple(_read(upload) for upload in uploads)


def bounds() -> str:
    """The bounds in words."""
    return _("Up to %(files)s files, %(most)s MB together.") % {
        "files": MOST_FILES,
        "most": MOST_BYTES // 1_000_000,
    }


def _read(upload: UploadedFile[Any]) -> File:
    name, content = safe_name(upload.name or ""), upload.read()
    if not content:
        raise forms.ValidationError(_("“%(name)s” is empty.") % {"name": name})
    fault = fault_of(name, content[:HEAD_BYTES])
    if fault is not None:
        raise forms.ValidationError(FAULTS[fault] % {"name": name, "ending": PurePath(name).suffix.lower()})
    return File(name, media_type(name), content)


FAULTS = {
    Fault.PROGRAM: gettext_lazy("“%(name)s” is a program, not a document: it is not sent."),
    Fault.DISGUISED: gettext_lazy("“%(name)s” says %(ending)s, but is something else."),
}
