"""A text and its reader become a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from neeman.channels.queries.templates import Wording
from neeman.channels.recipients import Gender, Recipient
from neeman.channels.ways import File
from neeman.channels.wording.filling import fill, placeholders_of
from neeman.channels.wording.placeholders import SAMPLES
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said. `missing` names placeholders without a value: such a message is not sent.

    `approved` is what WhatsApp needs of an approved template: {"name", "language", "values"}. `files` go along with an
    e-mail; every other channel says the words alone.
    """

    body: str
    subject: str = ""
    missing: tuple[str, ...] = ()
    template_id: int | None = None
    template_version: int = 0
    approved: Mapping[str, object] = field(default_factory=dict)
    files: tuple[File, ...] = ()


def compose(access: Access, wording: Wording, to: Recipient, values: Mapping[str, str] | None = None) -> Said:
    """`wording` for this reader, from this member. `values` fills what names, sender and business do not."""
    known = {
        "first name": to.first_name or to.name,
        "name": to.name,
        "business": access.organization.name,
        "sender": _sender(access),
        **(values or {}),
    }
    return _said(wording, known, to.gender)


def preview(wording: Wording, gender: Gender = "") -> Said:
    """The text as it would read, with samples for everything."""
    return _said(wording, SAMPLES, gender)


def _sender(access: Access) -> str:
    """Whoever writes, by name; the business where they gave none, since an address to sign in by is no name."""
    return (access.member.user.name if access.member else "") or access.organization.name


def _said(wording: Wording, known: Mapping[str, str], gender: Gender) -> Said:
    subject, body = fill(wording.subject, known, gender), fill(wording.body, known, gender)
    template = wording.template
    approved: dict[str, object] = {}
    if template and template.provider_name:
        told = [known.get(key, "") for key in placeholders_of(wording.body)]
        approved = {"name": template.provider_name, "language": template.language, "values": told}
    return Said(
        body.text,
        subject.text,
        tuple(dict.fromkeys(subject.missing + body.missing)),
        template.pk if template else None,
        template.version if template else 0,
        approved,
    )
