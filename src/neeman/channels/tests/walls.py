"""Objects of this room for the walk over all addresses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from neeman.channels import removal
from neeman.channels.composing import Said
from neeman.channels.gate import draft
from neeman.channels.models.message import MessageFile
from neeman.channels.services.templates import add_content, add_template
from neeman.channels.ways import File
from neeman.customers.directory import recipient_of
from neeman.customers.tests.making import make
from neeman.orgs.access import Access
from neeman.orgs.roles import May

Kwargs = dict[str, Any]
EVERYBODYS = {"message_template", "message_template_archive", "content_archive", "content_file"}


def samples(access: Access) -> dict[str, Kwargs]:
    """URL name -> kwargs of an object that exists for this access."""
    now = timezone.now()
    person = recipient_of(access, make(access, "דנה", phone="050-1234567", email="dana@example.test"))
    message = draft(access, person, Said("שלום"), purpose="service", channel="email", now=now)
    token = removal.make_link(access, message, now=now).rstrip("/").rpartition("/")[2]
    house = access.organization.slug
    found: dict[str, Kwargs] = {
        "remove_me": {"house": house, "token": token},
        "whatsapp_hook": {"house": house},
        "sms_hook": {"house": house, "key": "no-such-word-here"},
    }
    found |= {name: {"who": person.party} for name in ("conversation", "message_write", "consents")}
    found |= {name: {"pk": message.pk} for name in ("message", "message_settle")}
    kept = MessageFile.objects.create(
        message=message, name="מחיר.pdf", media_type="application/pdf", content=b"%PDF-1"
    )
    found["message_file"] = {"pk": kept.pk}
    if access.may(May.EDIT_TEMPLATES):
        template = add_template(access, {"name": "א", "body": "שלום", "language": "he", "purpose": "service"})
        content = add_content(access, {"title": "א", "link": "https://example.com/a"})
        found["message_template"] = {"key": str(template.pk)}
        found["message_template_archive"] = {"pk": template.pk}
        found["content_archive"] = {"pk": content.pk}
        found["content_file"] = {
            "pk": add_content(access, {"title": "ב"}, File("ב.pdf", "application/pdf", b"%PDF-1")).pk
        }
    return found


def posts(access: Access) -> dict[str, dict[str, Any]]:
    """URL name -> data that a POST accepts."""
    text = {"name": "ב", "body": "שלום {{שם}}", "language": "he", "purpose": "service", "version": 1}
    return {
        "message_write": {"channel": "email", "purpose": "service", "body": "שלום", "by_link": "1"},
        "message_settle": {"decision": "sent"},
        "consents": {"act": "given", "wording": "כן", "source": "form", "at": "2026-01-05"},
        "message_template": text,
        "message_template_add": text,
        "message_template_archive": {"go": "1"},
        "content_library": {"title": "מאמר", "link": "https://example.com/b"},
        "content_archive": {"go": "1"},
        "channel_rules": {"cap_count": 3, "cap_days": 7, "contact": "רחוב הנגרים 3"},
    }
