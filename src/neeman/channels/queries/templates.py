"""Reads: the texts of a business, which are its own where it has written them, and the library."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from neeman.channels.models.template import Content, ContentFile, Template
from neeman.channels.wording.starting import REASONS, Starting, starting_texts
from neeman.orgs.access import Access


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is used: the business's own (`template`) or the one that comes with the product (None)."""

    reason: str
    name: str
    purpose: str
    language: str
    subject: str
    body: str
    template: Template | None = None

    @property
    def key(self) -> str:
        """How an address or a form names it: the row's id, or the reason of a text that comes with the product."""
        return str(self.template.pk) if self.template else self.reason


def wordings(access: Access, language: str) -> list[Wording]:
    """All texts in this language: by reason in the order of REASONS, then those without a reason by name."""
    own = list(templates(access).filter(language=language).order_by("name", "pk"))
    for_reason = {template.reason: _own(template) for template in own if template.reason}
    starting = [for_reason.get(reason) or _starting(starting_texts()[reason, language]) for reason in REASONS]
    return starting + [_own(template) for template in own if not template.reason]


def find_wording(access: Access, reason: str, language: str) -> Wording | None:
    """The text for a reason in this language, or None where there is no such reason."""
    own = templates(access).filter(reason=reason, language=language).first()
    if own is not None:
        return _own(own)
    starting = starting_texts().get((reason, language))
    return _starting(starting) if starting else None


def get_wording(access: Access, key: str, language: str) -> Wording:
    """The text by its `key`, or 404."""
    if key.isdecimal():
        return _own(get_template(access, int(key)))
    found = find_wording(access, key, language)
    if found is None:
        raise Http404
    return found


def templates(access: Access) -> QuerySet[Template]:
    """The business's own texts, without the archived."""
    return Template.objects.filter(archived_at=None)


def get_template(access: Access, pk: int) -> Template:
    """One of the business's own texts, or 404."""
    template = templates(access).filter(pk=pk).first()
    if template is None:
        raise Http404
    return template


def library(access: Access) -> QuerySet[Content]:
    """What is worth sending, latest first; what a file holds is read when somebody asks for it."""
    rows = Content.objects.filter(archived_at=None).select_related("file").defer("file__content")
    return rows.order_by("-pk")


def get_content(access: Access, pk: int) -> Content:
    """One piece of the library, or 404."""
    content = library(access).filter(pk=pk).first()
    if content is None:
        raise Http404
    return content


def get_content_file(access: Access, pk: int) -> ContentFile:
    """The file of a piece of the library, or 404."""
    found = ContentFile.objects.filter(piece__in=Content.objects.filter(archived_at=None), piece=pk).first()
    if found is None:
        raise Http404
    return found


def _own(template: Template) -> Wording:
    return Wording(
        template.reason,
        template.name,
        template.purpose,
        template.language,
        template.subject,
        template.body,
        template,
    )


def _starting(text: Starting) -> Wording:
    return Wording(
        text.reason, str(REASONS[text.reason]), text.purpose, text.language, text.subject, text.body
    )
