"""Files that people hand over as documents: what they may be called, and whether they are what they say."""

from __future__ import annotations

import unicodedata
from enum import Enum
from pathlib import PurePath

LONGEST_NAME = 120
HEAD_BYTES = 64
"""So much of a file's beginning is asked for."""

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

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".zip": "application/zip",
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}


class Fault(Enum):
    """What is wrong with a file that calls itself a document."""

    PROGRAM = "program"
    DISGUISED = "disguised"  # it does not begin as its ending says


def safe_name(name: str) -> str:
    """The file's name without folders and without marks that would turn "fdp.exe" round before the eye."""
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    path = PurePath(plain.replace("\\", "/"))
    ending = path.suffix[:10]
    return (path.stem[: LONGEST_NAME - len(ending)].strip(" .") or "file") + ending


def fault_of(name: str, head: bytes) -> Fault | None:
    """What is wrong with a file of this name that begins so; None for a document.

    >>> fault_of("price.pdf", b"MZ") is Fault.PROGRAM, fault_of("price.pdf", b"%PDF-1.7"), fault_of("plan.dwg", b"AC10")
    (True, None, None)
    """
    ending = PurePath(name).suffix.lower()
    if head.startswith(_PROGRAMS) or ending in _PROGRAM_ENDINGS:
        return Fault.PROGRAM
    return Fault.DISGUISED if ending in _STARTS and not head.startswith(_STARTS[ending]) else None


def media_type(name: str) -> str:
    """What a mail says that the file is; of what a program might run or show by itself only that it is bytes.

    >>> media_type("price.pdf"), media_type("page.html")
    ('application/pdf', 'application/octet-stream')
    """
    return _MEDIA.get(PurePath(name).suffix.lower(), "application/octet-stream")
