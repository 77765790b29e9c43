"""Writing texts and keeping the library. Every change can be undone, and each saving is a version."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction

from neeman.channels.models.template import Content, ContentFile, Template
from neeman.channels.ways import File
from neeman.orgs.access import Access
from neeman.orgs.changes import Recorder, Values, update_row
from neeman.orgs.log import log
from neeman.orgs.models import ChangeSet
from neeman.orgs.roles import May


def add_template(access: Access, wanted: Values) -> Template:
    """A text of the business's own. With a `reason` it takes the place of the product's.

    Raises IntegrityError where one for that reason and language exists.
    """
    template = Template(**wanted)
    _add(access, template, "channels.template.added")
    return template


def edit_template(access: Access, template: Template, wanted: Values, *, version: int) -> ChangeSet | None:
    """Save a text that was read at `version`. Raises StaleWrite."""
    access.require(May.EDIT_TEMPLATES)
    return update_row(access, template, wanted, version=version, verb="channels.template.edited")


def archive_template(access: Access, template: Template, *, now: datetime) -> ChangeSet | None:
    """Put a text away; the product's own returns for its reason."""
    access.require(May.EDIT_TEMPLATES)
    return update_row(
        access,
        template,
        {"archived_at": now},
        version=template.version,
        verb="channels.template.archived",
    )


def add_content(access: Access, wanted: Values, file: File | None = None) -> Content:
    """A piece for the library: its columns, and the file where it is one."""
    content = Content(**wanted)
    with transaction.atomic():
        _add(access, content, "channels.content.added")
        if file is not None:
            ContentFile.objects.create(
                piece=content, name=file.name, media_type=file.media_type, content=file.content
            )
    return content


def archive_content(access: Access, content: Content, *, now: datetime) -> ChangeSet | None:
    """Take a piece out of the library."""
    access.require(May.EDIT_TEMPLATES)
    return update_row(
        access, content, {"archived_at": now}, version=content.version, verb="channels.content.archived"
    )


def _add(access: Access, row: models.Model, verb: str) -> None:
    access.require(May.EDIT_TEMPLATES)
    with transaction.atomic():
        row.save()
        recorder = Recorder(access, verb)
        recorder.created([row])
        log(access, row, verb, {"change_set": recorder.change_set.pk})
