"""Files that a person adds to a letter: few, small enough for any mail server, documents and no programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """Files up to the bounds, at most so many; its cleaned value is a tuple of `ways.File`."""

    def __init__(self, *, most: int = MOST_FILES, **given: Any) -> None:
        super().__init__(widget=_Input, **given)
        self.most = most
        if most == 1:
            del self.widget.attrs["multiple"]

    def clean(self, data: Sequence[UploadedFile[Any]] | None, initial: Any = None) -> tuple[File, ...]:
        """Raises ValidationError in words that name the file."""
        uploads = list(data or ())
        if len(uploads) > self.most:
            raise forms.ValidationError(_("At most %(most)s files.") % {"most": self.most})
        check_size(upload.size or 0 for upload in uploads)
        return tuple(_read(upload) for upload in uploads)


def check_size(sizes: Iterable[int]) -> None:
    """Raises ValidationError for files that are too large together."""
    if sum(sizes) > MOST_BYTES:
        raise forms.ValidationError(
            _("The files are larger than %(most)s MB together.") % {"most": MOST_BYTES // 1_000_000}
        )


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
