"""Laying out the assets for the web server: only when they are not what they were, for it takes half a second."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "static.stamp"


def lay_out_assets() -> bool:
    """Collect the assets into the data folder; False when those of the last start are still the same."""
    stamp: Path = settings.DATA / STAMP
    now = _fingerprint()
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text("ascii") == now:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now, "ascii")
    return True


def _fingerprint() -> str:
    """Of every asset's name, size and time of change."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            known = Path(storage.path(name)).stat()
            found.update(f"{name}\0{known.st_size}\0{known.st_mtime_ns}\n".encode())
    return found.hexdigest()
