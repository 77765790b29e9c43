"""Papers: PDFs that typst sets from a template of a room and data, in the fonts of the product.

What people typed goes in as data and is never read as markup; a template reads no file but the product's own
(`papers.typ` is what all of them share), and no machine's fonts. The papers are tagged for screen readers (PDF/UA-1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from neeman.ui import assets

ROOT = Path(__file__).resolve().parent.parent
FONTS = assets.STATIC / "vendor" / "papers"
PICTURE_PPI = 72.0
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff\ud800-\udfff]"
)
"""Control and formatting characters, and code points without a meaning: they print nothing, and a direction mark left
open would turn whatever follows it."""


def pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The paper as a PDF; the same data and moment give the same bytes.

    A letter that none of the fonts has would make a tagged PDF invalid: such a paper is still tagged, but makes no claim.
    """
    import typst  # 80 MB that most pages never need

    moment, told = made_at.replace(microsecond=0), _told(data)
    try:
        made = typst.compile(template, format="pdf", timestamp=moment, pdf_standards="ua-1", **told)
    except typst.TypstError:
        made = typst.compile(template, format="pdf", timestamp=moment, **told)
    assert isinstance(made, bytes)
    return made


def pictures(template: Path, data: Mapping[str, Any]) -> list[bytes]:
    """The pages of the same paper as PNG, for looking at them."""
    import typst

    drawn = typst.compile(template, format="png", ppi=PICTURE_PPI, **_told(data))
    return [drawn] if isinstance(drawn, bytes) else list(drawn or [])


def printable(value: Any) -> Any:
    """The same data with only what can be printed: texts without `UNSEEN`, tabs as spaces."""
    if isinstance(value, str):
        return UNSEEN.sub("", value.replace("\t", " ").replace("\r\n", "\n"))
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": ROOT,
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(printable(data), ensure_ascii=False)},
    }
