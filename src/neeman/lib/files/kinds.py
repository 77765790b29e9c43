"""What a file is, by its content; its name is never trusted ("xls" is often HTML, "csv" often a workbook)."""

from __future__ import annotations

import re
from pathlib import Path

from neeman.lib.files.archives import check_zip
from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem, Kind

_FOREIGN = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"Rar!", "compressed"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype html|html|table|meta|head|body|style)\b", re.IGNORECASE)
_JSON = re.compile(rb"\[?\s*\{\s*[\"}]")
_UNIFORM = re.compile(rb"A100\d{9}[\d ]{9}")


def detect_kind(path: Path, limits: Limits) -> Kind:
    """The kind of a file. Raises `FileProblem` for what is no table at all, or not a safe one."""
    size = path.stat().st_size
    if size > limits.size:
        raise FileProblem("too_big", megabytes=size // 2**20, limit=limits.size // 2**20)
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0\t\r\n "):
        raise FileProblem("empty_file")
    for magic, code in _FOREIGN:
        if head.startswith(magic):
            raise FileProblem("not_a_table", what=code)
    if head.startswith(b"PK"):
        return _kind_of_zip(check_zip(path, limits))
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    return _kind_of_text(head)


def _kind_of_zip(names: list[str]) -> Kind:
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if any(name.upper().endswith(("BKMVDATA.TXT", "BKMVDATA.ZIP")) for name in names):
        return "uniform"
    raise FileProblem("not_a_table", what="document" if "word/document.xml" in names else "compressed")


def _kind_of_ole(path: Path) -> Kind:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileProblem("encrypted")
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise FileProblem("not_a_table", what="document")


def _kind_of_text(head: bytes) -> Kind:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain[:11].upper() == b"BEGIN:VCARD":
        return "vcf"
    if _UNIFORM.match(plain):
        return "uniform"
    if plain.startswith(b"A000") and re.match(rb"A000.{5}\d{15}", plain, re.DOTALL):
        raise FileProblem("uniform_without_data")
    if plain.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        raise FileProblem("spreadsheet_xml")
    if _JSON.match(plain):
        raise FileProblem("not_a_table", what="json")
    if _HTML.match(plain) or (plain.startswith(b"<") and _HTML.search(plain)):
        return "html"
    return "csv"
