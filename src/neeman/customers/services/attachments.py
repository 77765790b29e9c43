"""Files kept with a customer (X11): taken in after a look at their first bytes, stored under a random name."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Attachment, Customer
from neeman.customers.services.acting import Unfit, act_on
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet

MOST_BYTES = 20_000_000
LONGEST_NAME = 120

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
)
_PROGRAM_ENDINGS = frozenset(
    [
        ".exe",
        ".dll",
        ".scr",
        ".com",
        ".bat",
        ".cmd",
        ".msi",
        ".msp",
        ".jar",
        ".js",
        ".jse",
        ".vbs",
        ".vbe",
        ".wsf",
        ".wsh",
        ".ps1",
        ".hta",
        ".lnk",
        ".reg",
        ".cpl",
        ".apk",
        ".app",
        ".sh",
        ".url",
        ".chm",
        ".iso",
        ".img",
        ".vhd",
    ]
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), _ZIP),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".msg"), _OLE),
}
"""What a file of this ending begins with; endings that are not named are taken as they are."""


def add_attachment(
    access: Access, customer: Customer, upload: File[bytes]
) -> tuple[Attachment, ChangeSet | None]:
    """Keep a file with a customer. Raises Unfit for one that is empty, too large, a program or disguised."""
    name = safe_name(upload.name or "")
    _check(name, upload)
    with act_on(access, customer, "customers.attachment.added", name=name) as act:
        stored = default_storage.save(f"{access.organization.pk}/{secrets.token_hex(20)}", upload)
        try:
            attachment = Attachment(
                customer=customer, file=stored, name=name, size=upload.size or 0, member=access.member
            )
            act.create(attachment)
        except BaseException:
            default_storage.delete(stored)
            raise
    return attachment, act.change_set


def archive_attachment(access: Access, attachment: Attachment, *, now: datetime) -> ChangeSet | None:
    """Take a file off the card; it stays in the store, so that the undo brings it back."""
    with act_on(access, attachment.customer, "customers.attachment.archived", name=attachment.name) as act:
        act.recorder.update([attachment], [{"archived_at": now}])
    return act.change_set


def safe_name(name: str) -> str:
    """The file's name without folders and without marks that would turn "fdp.exe" round before the eye."""
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    path = PurePath(plain.replace("\\", "/"))
    ending = path.suffix[:10]
    return (path.stem[: LONGEST_NAME - len(ending)].strip(" .") or "file") + ending


def _check(name: str, upload: File[bytes]) -> None:
    size = upload.size or 0
    if not size:
        raise Unfit(_("The file is empty."), "file")
    if size > MOST_BYTES:
        raise Unfit(
            _("The file has %(size)s MB; the most that is kept is %(most)s MB.")
            % {"size": -(-size // 1_000_000), "most": MOST_BYTES // 1_000_000},
            "file",
        )
    upload.seek(0)
    start = upload.read(64)
    upload.seek(0)
    ending = PurePath(name).suffix.lower()
    if start.startswith(_PROGRAMS) or ending in _PROGRAM_ENDINGS:
        raise Unfit(_("This is a program, not a document: it is not kept."), "file")
    if ending in _STARTS and not start.startswith(_STARTS[ending]):
        raise Unfit(
            _("The name says %(ending)s, but the file is something else.") % {"ending": ending}, "file"
        )
