"""Taking a file in: kept under a random name in the organization's own folder, never under the name it came with."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from neeman.imports.models import ImportFile
from neeman.imports.services.checking import start_check
from neeman.lib.files import DEFAULT
from neeman.orgs.access import Access
from neeman.orgs.log import log
from neeman.orgs.roles import May

MEGABYTE = 1024 * 1024


class Refused(ValueError):
    """The file is not taken in; the sentence says why and what to do."""


def receive(
    access: Access, name: str, parts: Iterable[bytes], *, sheet: str = "", at_once: bool = True
) -> ImportFile:
    """Keep an upload and, if `at_once`, queue the reading of `sheet`, or of the likeliest one. Raises Refused."""
    access.require(May.IMPORT_FILES)
    path = f"{access.organization.pk}/imports/{secrets.token_hex(16)}"
    size, digest = _keep(Path(settings.MEDIA_ROOT) / path, parts)
    with transaction.atomic():
        file = ImportFile.objects.create(
            member=access.member, name=_shown_name(name), path=path, size=size, sha256=digest, sheet=sheet
        )
        log(access, file, "imports.file.received", {"name": file.name, "size": size})
        if at_once:
            start_check(access, file)
    return file


def receive_sheet(access: Access, file: ImportFile, sheet: str) -> ImportFile:
    """Take another sheet of a file in, as if the file had been brought once more. Raises Refused."""
    path = stored(file)
    if sheet not in {held["name"] for held in file.info.get("sheets", ())} or not path.exists():
        raise Refused(_("This sheet is no longer here. Bring the file in once more."))
    with path.open("rb") as content:
        return receive(access, file.name, iter(lambda: content.read(MEGABYTE), b""), sheet=sheet)


def stored(file: ImportFile) -> Path:
    """Where the file is kept."""
    return Path(settings.MEDIA_ROOT) / file.path


def _keep(path: Path, parts: Iterable[bytes]) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    path.touch(mode=0o600)
    try:
        with path.open("wb") as out:
            for part in parts:
                size += len(part)
                if size > DEFAULT.size:
                    raise Refused(
                        _(
                            "The file is larger than %(limit)s MB. Split it, or leave out columns that are not needed."
                        )
                        % {"limit": DEFAULT.size // MEGABYTE}
                    )
                digest.update(part)
                out.write(part)
        if not size:
            raise Refused(_("The file is empty."))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest()


def _shown_name(name: str) -> str:
    """The name for the eye: no folders, and no marks that turn letters round."""
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    return plain.replace("\\", "/").rpartition("/")[2].strip()[:255] or "file"
