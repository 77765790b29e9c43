"""Zip containers (xlsx, ods, zip) looked at before anything opens them: bombs, crafted names, entities, locks.

The central directory is a claim of whoever made the file, so each member is also unpacked here, counted and thrown
away; the readers behind this door do not count.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from neeman.lib.files.limits import Limits
from neeman.lib.files.shapes import FileProblem

_BLOCK = 256 * 1024
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BEYOND_Z = re.compile(rb'<c r="([A-Z]{2,3})\d')
_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_LONGEST_PLACE = 24


def check_zip(path: Path, limits: Limits) -> list[str]:
    """Names in a zip that is safe to open. Raises `FileProblem`: `broken_zip`, `zip_bomb`, `bad_name_in_zip`,
    `encrypted`, `xml_entities`, `too_many_members`, `too_many_columns`."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            members = archive.infolist()
            _check_directory(members, path, limits)
            left = _allowance(path, limits)
            for member in members:
                left = _check_member(raw, member, left, limits)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError) as fault:
        raise FileProblem("broken_zip") from fault
    return [member.filename for member in members]


def extract(path: Path, member: str) -> bytes:
    """The bytes of one member of a zip that `check_zip` let pass."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(member)


def _check_directory(members: list[zipfile.ZipInfo], path: Path, limits: Limits) -> None:
    if not members:
        raise FileProblem("empty_file")
    if len(members) > limits.members:
        raise FileProblem("too_many_members", members=len(members), limit=limits.members)
    for member in members:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
            raise FileProblem("bad_name_in_zip", name=member.filename)
        if member.flag_bits & 0x1:
            raise FileProblem("encrypted")
    if sum(member.file_size for member in members) > _allowance(path, limits):
        raise FileProblem("zip_bomb")


def _allowance(path: Path, limits: Limits) -> int:
    by_ratio = max(limits.ratio_from, path.stat().st_size * limits.ratio)
    return min(limits.uncompressed, by_ratio)


def _check_member(raw: BinaryIO, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """Unpacks one member and throws it away; returns the bytes still allowed."""
    is_xml = member.filename.endswith((".xml", ".rels"))
    extent = _Extent(limits) if is_xml and "/worksheets/" in member.filename else None
    first = True
    for block in _unpacked(raw, member):
        left -= len(block)
        if left < 0:
            raise FileProblem("zip_bomb")
        if is_xml and first and _ENTITY.search(block):
            raise FileProblem("xml_entities")
        if extent:
            extent.look_at(block)
        first = False
    return left


class _Extent:
    """How far a sheet's cells reach. Readers make a dense table of it: one cell at XFD1048576 asks for 17 billion."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._columns = 26
        self._rows = 0
        self._tail = b""

    def look_at(self, block: bytes) -> None:
        """Raises `FileProblem` when the cells seen so far reach too far."""
        text = self._tail + block
        self._tail = text[-_LONGEST_PLACE:]
        places = {(letters, b"0") for letters in set(_BEYOND_Z.findall(text))}
        if last := _PLACE.match(text, text.rfind(b'<c r="', 0, -_LONGEST_PLACE)):
            places.add((last.group(1), last.group(2)))
        if claimed := _DIMENSION.search(text):
            places.add((claimed.group(1), claimed.group(2)))
        for letters, row in places:
            self._columns = max(self._columns, _column_number(letters))
            self._rows = max(self._rows, int(row))
        if self._columns > self._limits.columns:
            raise FileProblem("too_many_columns", columns=self._columns, limit=self._limits.columns)
        if self._columns * self._rows > self._limits.cells and self._columns > 26:
            raise FileProblem("too_many_cells", cells=self._columns * self._rows, limit=self._limits.cells)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unpacked(raw: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What really comes out of a member, whatever size its header claims."""
    raw.seek(member.header_offset)
    header = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    raw.seek(header[9] + header[10], 1)
    packed_left = member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        while packed_left > 0 and (block := raw.read(min(_BLOCK, packed_left))):
            packed_left -= len(block)
            yield block
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise FileProblem("broken_zip")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed_left > 0 and (packed := raw.read(min(_BLOCK, packed_left))):
        packed_left -= len(packed)
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _BLOCK)
            packed = inflate.unconsumed_tail
    if not inflate.eof:
        raise FileProblem("broken_zip")
