"""Files kept with a customer (X11): taken in after a look at their first bytes, stored under a random name."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from neeman.customers.models import Attachment, Customer
from neeman.customers.services.acting import Unfit, act_on
from neeman.lib.documents import HEAD_BYTES, Fault, fault_of, safe_name
from neeman.orgs.access import Access
from neeman.orgs.models import ChangeSet

MOST_BYTES = 20_000_000


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
    fault = fault_of(name, upload.read(HEAD_BYTES))
    upload.seek(0)
    if fault is Fault.PROGRAM:
        raise Unfit(_("This is a program, not a document: it is not kept."), "file")
    if fault is Fault.DISGUISED:
        ending = PurePath(name).suffix.lower()
        raise Unfit(
            _("The name says %(ending)s, but the file is something else.") % {"ending": ending}, "file"
        )
