"""Which encoding a text file is in, told by its Hebrew letters; and text stored in visual order.

Windows-1255 and ISO-8859-8 keep the letters at 0xE0..0xFA, cp862 (DOS) at 0x80..0x9A, so a count of runs of such
bytes tells them apart from each other and from accented Latin, whose odd letters stand alone among ASCII.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from neeman.lib.files.shapes import FileProblem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MIXED = "utf-8-or-cp1255"
"""The codec of a file of UTF-8 with lines in Windows-1255; registered below."""
_SAMPLE = 1024 * 1024
_HIGH_BYTES = bytes(range(0x80, 0x100))
_RUNS_1255 = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xe0-\xfa\xd7\xd8\"']{2,}(?![A-Za-z\x80-\xdf\xfb-\xff])")
_RUNS_862 = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\x9a\"']{2,}(?![A-Za-z\x9b-\xff])")
_ONLY_1255 = re.compile(
    rb"[\x80\x82-\x89\x8b\x91-\x99\x9b\xa4\xc0-\xd8]"
)  # unassigned or controls in ISO-8859-8
_HEBREW_IN_UTF8 = re.compile(rb"\xd7[\x90-\xaa]")
_FEW_CONTROLS = 16
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_WORD = re.compile("[\u05d0-\u05ea]{2,}")
_FINALS = frozenset("ךםןףץ")
_MIRROR = str.maketrans("()[]{}<>", ")(][}{><")
_LEFT_TO_RIGHT = re.compile(r"[0-9A-Za-z@](?:[0-9A-Za-z@.,:/_%+\-]*[0-9A-Za-z@%])?")


def guess_encoding(path: Path) -> str:
    """A Python codec name: utf-8, utf-8-sig, utf-16(-le/-be), cp1255, iso8859-8, cp862 or cp1252 or `MIXED`.

    Raises `FileProblem` "not_text" for what holds control bytes that no text has.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return name
    if wide := _utf16_without_bom(sample):
        return wide
    if len(_CONTROLS.findall(sample)) > max(_FEW_CONTROLS, len(sample) // 200):
        raise FileProblem("not_text")
    if _is_utf8(path):
        return "utf-8"
    return MIXED if _has_utf8(sample) else guess_single_byte(sample)


def _has_utf8(sample: bytes) -> bool:
    """Whether Hebrew stands there in UTF-8 as well as in one byte a letter: two exports pasted into one file."""
    return 6 * len(_HEBREW_IN_UTF8.findall(sample)) > len(sample) - len(sample.translate(None, _HIGH_BYTES))


def _as_windows(fault: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 in a file of UTF-8, read as Windows-1255."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("cp1255", "replace"), fault.end


class _MixedDecoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: Any, errors: str, final: bool) -> tuple[str, int]:  # noqa: FBT001 - as codecs calls it
        return codecs.utf_8_decode(data, MIXED, final)


def _find_mixed(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != MIXED:
        return None
    plain = codecs.lookup("utf-8")
    return codecs.CodecInfo(
        name=MIXED,
        encode=plain.encode,
        decode=lambda data, errors="strict": codecs.utf_8_decode(data, MIXED, True),  # noqa: FBT003 - it takes no names
        incrementalencoder=plain.incrementalencoder,
        incrementaldecoder=_MixedDecoder,
    )


codecs.register_error(MIXED, _as_windows)
codecs.register(_find_mixed)


def guess_single_byte(sample: bytes) -> str:
    """The one-byte encoding of bytes that are not UTF-8: cp1255, iso8859-8, cp862, else cp1252."""
    windows = sum(len(run) for run in _RUNS_1255.findall(sample))
    dos = sum(len(run) for run in _RUNS_862.findall(sample))
    odd = len(sample) - len(sample.translate(None, _HIGH_BYTES))
    if max(windows, dos) * 3 < odd:
        return "cp1252"
    if dos > windows:
        return "cp862"
    return "cp1255" if _ONLY_1255.search(sample) else "iso8859-8"


def is_visual_order(texts: Iterable[str]) -> bool:
    """Whether Hebrew words are stored backwards (old mainframes): final letters open words instead of ending them."""
    words = {word for text in texts for word in _WORD.findall(text)}
    opening = sum(word[0] in _FINALS for word in words)
    ending = sum(word[-1] in _FINALS for word in words)
    return opening >= 3 and opening > 2 * ending


def to_logical(text: str) -> str:
    """One cell of visual order as it is read: reversed, with numbers and Latin runs turned back, brackets mirrored."""
    if not _WORD.search(text) and not re.search("[\u05d0-\u05ea]", text):
        return text
    backwards = text[::-1].translate(_MIRROR)
    return _LEFT_TO_RIGHT.sub(lambda found: found.group()[::-1], backwards)


def _utf16_without_bom(sample: bytes) -> str:
    """Every second byte of ASCII or Hebrew text in UTF-16 is 0x00 or 0x05."""
    if len(sample) < 4:
        return ""
    head = sample[:4096]
    odd, even = head[1::2], head[::2]
    high = (sum(byte in (0, 5) for byte in odd) / len(odd), sum(byte in (0, 5) for byte in even) / len(even))
    if 0 not in head:
        return ""
    if high[0] > 0.9 and high[1] < 0.3:
        return "utf-16-le"
    return "utf-16-be" if high[1] > 0.9 and high[0] < 0.3 else ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
